import { Anchor, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CopyId } from '../../parts/copy-id.tsx'
import { DayText } from '../../parts/date-text.tsx'
import { FactList, Section } from '../../parts/section.tsx'
import { brandName } from './card-text.tsx'
import classes from './payment.module.css'
import type { Payment } from './payment-page.tsx'

/** The note, the card, and every id the payment has at Stripe. */
export function PaymentFacts({ payment }: { payment: Payment }) {
  const { t } = useTranslation('office')
  return (
    <Stack gap="md">
      <Section title={t('payment.note')}>
        <p className={classes.note}>{payment.note}</p>
      </Section>
      <Section title={t('payment.card')}>
        <FactList items={useCardFacts(payment)} />
      </Section>
      <Section title={t('payment.atStripe')}>
        <FactList items={useStripeFacts(payment)} />
      </Section>
    </Stack>
  )
}

function useCardFacts(payment: Payment) {
  const { t } = useTranslation('office')
  const ending = payment.cardLast4 ? t('payment.ending', { brand: brandName(payment.cardBrand), last4: payment.cardLast4 }) : '–'
  return [
    { label: t('payment.brand'), value: ending },
    { label: t('payment.expiry'), value: payment.cardExpiry ?? '–' },
    { label: t('payment.funding'), value: payment.cardFunding ?? '–' },
    { label: t('payment.authorisation'), value: <CopyId value={payment.authorisationCode} what={t('payment.authorisation')} /> },
    { label: t('payment.statement'), value: payment.statementDescriptor ?? '–' },
    {
      label: t('payment.receipt'),
      value: payment.receiptUrl ? (
        <Anchor href={payment.receiptUrl} target="_blank" rel="noreferrer" inherit>
          {t('payment.receiptOpen')}
        </Anchor>
      ) : (
        '–'
      ),
    },
  ]
}

function useStripeFacts(payment: Payment) {
  const { t } = useTranslation('office')
  const id = (label: string, value: string | null, href?: string | null) => ({
    label,
    value: <CopyId value={value} what={label} href={href} />,
  })
  return [
    id(t('payment.charge'), payment.charge, payment.dashboardUrl),
    id(t('payment.intent'), payment.paymentIntent, payment.dashboardUrl),
    id(t('payment.session'), payment.checkoutSession),
    id(t('payment.account'), payment.stripeAccount),
    id(t('payment.balanceTransaction'), payment.balanceTransaction),
    id(t('payment.applicationFee'), payment.applicationFee),
    id(t('payment.payout'), payment.payout),
    { label: t('payment.available'), value: <DayText value={payment.availableOn} /> },
  ]
}
