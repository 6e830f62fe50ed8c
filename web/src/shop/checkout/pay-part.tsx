import { Radio } from '@mantine/core'
import { IconCreditCard, IconFileInvoice } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { WhyNot } from '../../parts/why-not.tsx'
import classes from './checkout.module.css'
import { Choice } from './choice.tsx'
import type { PartProps } from './deliver-part.tsx'
import { Part } from './part.tsx'

/** By card at once, or on the terms agreed; what is not offered says why. */
export function PayPart({ checkout, draft, change }: PartProps) {
  const { t } = useTranslation('shop')
  const { card, terms, mayPay } = checkout.payment
  return (
    <Part number={3} title={t('checkout.pay')}>
      <Radio.Group
        label={t('checkout.payWith')}
        value={draft.payWith}
        onChange={(payWith) => change({ payWith: payWith === 'card' ? 'card' : 'terms' })}
      >
        <div className={classes.choices}>
          <Choice
            value="card"
            label={t('checkout.card')}
            disabled={!card.available}
            aside={<IconCreditCard size={18} stroke={1.6} aria-hidden />}
          >
            {card.reason ?? (mayPay ? t('checkout.cardMore') : t('checkout.cardByColleague'))}
          </Choice>
          <Choice
            value="terms"
            label={terms.label}
            disabled={!terms.available}
            aside={
              <>
                <span className={classes.termsWords}>{terms.words}</span>
                <IconFileInvoice size={18} stroke={1.6} aria-hidden />
              </>
            }
          >
            {terms.reason ?? terms.happens}
          </Choice>
        </div>
      </Radio.Group>
      {draft.payWith === 'terms' && terms.notice ? <WhyNot>{terms.notice}</WhyNot> : null}
    </Part>
  )
}
