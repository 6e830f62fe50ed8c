import { Text } from '@mantine/core'
import type { Money as Amount } from '../api/answers.ts'
import { amountWords } from '../words/money-words.ts'
import classes from './money.module.css'

type Props = {
  value: Amount | null
  /** Shown instead of a missing amount. */
  missing?: string
  /** Coin gold: money that was received. */
  received?: boolean
  /** Without the currency, where the column or the screen names it. */
  bare?: boolean
  strong?: boolean
}

/** An amount with its currency, digits in tabular figures. */
export function Money({ value, missing = '–', received = false, bare = false, strong = false }: Props) {
  if (!value) return <span className={classes.missing}>{missing}</span>
  return (
    <Text
      component="span"
      inherit
      className={classes.money}
      data-received={received || undefined}
      data-strong={strong || undefined}
    >
      {amountWords(value)}
      {bare ? null : <span className={classes.currency}> {value.currency.toUpperCase()}</span>}
    </Text>
  )
}
