import { ActionIcon, Group, NumberInput } from '@mantine/core'
import { IconMinus, IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
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

/** How many units of sale: typed, or a thumb's worth of buttons. Empty or nonsense is one. */
export function QuantityStepper({ product, value, onChange, disabled = false }: Props) {
  const { t } = useTranslation('shop')
  const set = (quantity: number) => onChange(Math.min(quantityMax, Math.max(1, quantity)))
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
      <NumberInput
        aria-label={t('quantity.of', { product })}
        classNames={{ input: classes.input }}
        value={value}
        onChange={(given) => {
          if (typeof given === 'number') set(given)
        }}
        onFocus={(event) => event.currentTarget.select()}
        min={1}
        max={quantityMax}
        allowDecimal={false}
        allowNegative={false}
        hideControls
        disabled={disabled}
        inputMode="numeric"
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
