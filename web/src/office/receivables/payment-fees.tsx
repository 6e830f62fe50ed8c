import { Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Money as Amount } from '../../api/answers.ts'
import { Money } from '../../parts/money.tsx'
import { locale } from '../../words/locale.ts'
import classes from './payment.module.css'
import type { Payment } from './payment-page.tsx'

const percent = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** What of the amount stays with the seller, what Stripe and the platform take: a bar and its legend. */
export function PaymentFees({ payment }: { payment: Payment }) {
  const { t } = useTranslation('office')
  const { amount, net, stripeFee, convenienceFee } = payment
  if (!net || !stripeFee || !convenienceFee) return <Text c="dimmed">{t('payment.feesUnknown')}</Text>
  const parts = [
    { key: 'net', label: t('payment.net'), value: net, colour: 'var(--mantine-color-leaf-6)', strong: true },
    { key: 'stripe', label: t('payment.stripeFee'), value: stripeFee, colour: 'light-dark(#8a7fd6, #9d93e3)', strong: false },
    {
      key: 'convenience',
      label: t('payment.convenienceFee'),
      value: convenienceFee,
      colour: 'var(--mantine-color-coin-4)',
      strong: false,
    },
  ]
  return (
    <Stack gap="md">
      <div className={classes.bar} aria-hidden>
        {parts.map((part) => (
          <div
            key={part.key}
            className={classes.part}
            style={{ flexGrow: Math.max(part.value.minor, 0), background: part.colour }}
          />
        ))}
      </div>
      <Stack gap={8}>
        <Group justify="space-between">
          <Text>{t('payment.amount')}</Text>
          <Money value={amount} />
        </Group>
        {parts.map((part) => (
          <Group key={part.key} justify="space-between">
            <Text fw={part.strong ? 600 : undefined}>
              <span className={classes.swatch} style={{ background: part.colour }} aria-hidden />
              {part.label}
              <Text span size="xs" c="dimmed" ml={8}>
                {shareOf(part.value, amount)}
              </Text>
            </Text>
            <Money value={part.key === 'net' ? part.value : { ...part.value, minor: -part.value.minor }} strong={part.strong} />
          </Group>
        ))}
      </Stack>
    </Stack>
  )
}

/** A share for the eye only; no amount is ever computed from it. */
function shareOf(part: Amount, whole: Amount): string {
  return percent.format(part.minor / whole.minor)
}
