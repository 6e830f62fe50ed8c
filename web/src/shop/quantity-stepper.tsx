import { ActionIcon, Group, TextInput } from '@mantine/core'
import { IconMinus, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { numberIn, wholeForm } from '../words/money-words.ts'
import { writeNumber } from '../words/read-number.ts'
import classes from './quantity-stepper.module.css'

/** The most units of one product that one order takes. */
export const quantityMax = 9_999

type Props = {
  /** Whose quantity it is, for the field's name. */
  product: string
  value: number
  onChange: (quantity: number) => void
  disabled?: boolean
}

/** How many units of sale: typed, or a thumb's worth of buttons. What is no whole number is marked, and gone when it is left. */
export function QuantityStepper({ product, value, onChange, disabled = false }: Props) {
  const { t } = useTranslation('shop')
  const [typed, setTyped] = useState<string | null>(null)
  const set = (quantity: number) => onChange(Math.min(quantityMax, Math.max(1, quantity)))
  const type = (text: string) => {
    setTyped(text)
    const quantity = numberIn(text, wholeForm)
    if (quantity !== null) set(quantity)
  }
  return (
    <Group gap={0} wrap="nowrap" className={classes.stepper}>
      <ActionIcon
        className={classes.button}
        onClick={() => set(value - 1)}
        disabled={disabled || value <= 1}
        aria-label={t('quantity.less', { product })}
      >
        <IconMinus size={16} />
      </ActionIcon>
      <TextInput
        aria-label={t('quantity.of', { product })}
        classNames={{ input: classes.input }}
        value={typed ?? writeNumber(value, wholeForm)}
        onChange={(event) => type(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => setTyped(null)}
        error={typed !== null && typed !== '' && numberIn(typed, wholeForm) === null}
        disabled={disabled}
        inputMode="numeric"
        autoComplete="off"
      />
      <ActionIcon
        className={classes.button}
        onClick={() => set(value + 1)}
        disabled={disabled || value >= quantityMax}
        aria-label={t('quantity.more', { product })}
      >
        <IconPlus size={16} />
      </ActionIcon>
    </Group>
  )
}
