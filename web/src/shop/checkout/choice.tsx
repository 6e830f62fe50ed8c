import { Radio } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './checkout.module.css'

type Props = { value: string; label: string; disabled?: boolean; aside?: ReactNode; children?: ReactNode }

/** One of several ways, as a card that is chosen as a whole. */
export function Choice({ value, label, disabled = false, aside, children }: Props) {
  const id = useId()
  return (
    <Radio.Card
      value={value}
      disabled={disabled}
      className={classes.choice}
      aria-labelledby={`${id}-label`}
      aria-describedby={`${id}-more`}
    >
      <Radio.Indicator disabled={disabled} />
      <span className={classes.choiceText}>
        <span className={classes.choiceHead}>
          <span id={`${id}-label`} className={classes.choiceLabel}>
            {label}
          </span>
          {aside}
        </span>
        <span id={`${id}-more`} className={classes.choiceMore}>
          {children}
        </span>
      </span>
    </Radio.Card>
  )
}
