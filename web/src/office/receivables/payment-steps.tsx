import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { DateText } from '../../parts/date-text.tsx'
import classes from './payment.module.css'
import type { Payment } from './payment-page.tsx'

/** How a payment got here, from the order to the bank, each step with its time or still to come. */
export function PaymentSteps({ steps }: { steps: Payment['steps'] }) {
  const { t } = useTranslation('office')
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
          <div className={classes.detail}>{step.detail}</div>
          <div className={classes.detail}>{step.at ? <DateText value={step.at} as="moment" /> : t('payment.toCome')}</div>
        </li>
      ))}
    </ol>
  )
}
