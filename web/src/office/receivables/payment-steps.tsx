import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { MomentText } from '../../parts/date-text.tsx'
import { dayWords } from '../../words/date-words.ts'
import { brandName } from './card-text.tsx'
import classes from './payment.module.css'
import type { Payment } from './payment-page.tsx'

/** How a payment got here, from the order to the bank, each step with its time or still to come. */
export function PaymentSteps({ payment }: { payment: Payment }) {
  const { t } = useTranslation('office')
  const { steps } = payment
  const ending = payment.cardLast4 ? t('payment.ending', { brand: brandName(payment.cardBrand), last4: payment.cardLast4 }) : null
  const available =
    payment.availableOn && !payment.payout ? t('payment.availableFrom', { when: dayWords(payment.availableOn) }) : null
  /** The card and the day as this screen writes them everywhere. */
  const written: Partial<Record<string, string | null>> = { card: ending, payout: available }
  return (
    <ol className={classes.steps}>
      {steps.map((step, index) => (
        <li
          key={step.key}
          className={classes.step}
          data-done={step.at ? true : undefined}
          data-next-done={step.at && steps[index + 1]?.at ? true : undefined}
        >
          <span className={classes.dot} aria-hidden>
            {step.at ? <IconCheck size={13} stroke={3} /> : null}
          </span>
          <div className={classes.label}>{step.label}</div>
          <div className={classes.detail}>{written[step.key] ?? step.detail}</div>
          <div className={classes.detail}>{step.at ? <MomentText value={step.at} /> : t('payment.toCome')}</div>
        </li>
      ))}
    </ol>
  )
}
