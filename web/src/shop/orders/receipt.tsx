import { Anchor, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DayText } from '../../parts/date-text.tsx'
import { Money } from '../../parts/money.tsx'
import { FactList } from '../../parts/section.tsx'
import type { OrderPayment } from './order-queries.ts'

const brands: Record<string, string> = { amex: 'American Express', diners: 'Diners Club', jcb: 'JCB', unionpay: 'UnionPay' }

/** What was received: enough to find it again on a bank statement. */
export function Receipt({ receipt }: { receipt: NonNullable<OrderPayment['receipt']> }) {
  const { t } = useTranslation('shop')
  const { cardBrand, cardLast4, amount, receivedOn, receiptUrl, controlNumber } = receipt
  const brand = cardBrand ? (brands[cardBrand] ?? cardBrand.charAt(0).toUpperCase() + cardBrand.slice(1)) : t('pay.card')
  return (
    <Stack gap="sm">
      <FactList
        items={[
          { label: t('pay.amount'), value: <Money value={amount} received strong /> },
          { label: t('pay.received'), value: <DayText value={receivedOn} /> },
          ...(cardLast4 ? [{ label: t('pay.card'), value: t('pay.cardValue', { brand, last4: cardLast4 }) }] : []),
          { label: t('pay.control'), value: controlNumber },
        ]}
      />
      {receiptUrl ? (
        <Anchor href={receiptUrl} target="_blank" rel="noreferrer" size="sm">
          {t('pay.openReceipt')}
        </Anchor>
      ) : null}
    </Stack>
  )
}
