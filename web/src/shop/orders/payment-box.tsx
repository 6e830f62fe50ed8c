import { Alert, Button, Group, Loader, Stack, Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { firstClick } from '../../parts/first-click.ts'
import { Money } from '../../parts/money.tsx'
import { Section } from '../../parts/section.tsx'
import { WhyNot } from '../../parts/why-not.tsx'
import { momentWords } from '../../words/date-words.ts'
import type { Order, OrderPayment } from './order-queries.ts'
import classes from './orders.module.css'
import { Receipt } from './receipt.tsx'
import { usePay } from './use-pay.ts'

type Props = { order: Order; payment: OrderPayment }

/** How the payment stands and what the buyer can do about it. Turns by itself. */
export function PaymentBox({ order, payment }: Props) {
  const { t } = useTranslation('shop')
  // On account nothing has to be paid by card; but whoever began to pay is told why the rest cannot be.
  const mustBePaid = order.paymentRequired || payment.amountDue.minor < order.total.minor
  return (
    <Section title={t('pay.box')}>
      <Stack gap="sm" className={classes.box}>
        <div aria-live="polite">
          <Standing order={order} payment={payment} />
        </div>
        {payment.amountDue.minor > 0 && payment.state !== 'not_needed' ? (
          <Group justify="space-between" align="baseline">
            <Text size="sm" c="dimmed">
              {t('pay.amountDue')}
            </Text>
            <Text fz={22}>
              <Money value={payment.amountDue} strong />
            </Text>
          </Group>
        ) : null}
        {payment.lastDecline && payment.state !== 'confirming' ? (
          <Alert color="red" p="sm" role="alert">
            {t('pay.declined', { reason: payment.lastDecline })}
          </Alert>
        ) : null}
        {payment.canPay ? <PayButton order={order} payment={payment} /> : null}
        {payment.whyNot && order.orderState !== 'voided' && mustBePaid ? <WhyNot>{payment.whyNot}</WhyNot> : null}
        {payment.receipt ? <Receipt receipt={payment.receipt} /> : null}
      </Stack>
    </Section>
  )
}

function Standing({ order, payment }: Props) {
  const { t } = useTranslation('shop')
  if (payment.state === 'confirming')
    return (
      <Group gap="sm" wrap="nowrap">
        <Loader size="sm" />
        <Text fw={550}>{t('paid.confirming')}</Text>
      </Group>
    )
  if (payment.state === 'paid')
    return (
      <Group gap={8} wrap="nowrap" className={classes.paid}>
        <IconCircleCheck size={22} aria-hidden />
        <Text fw={600} inherit>
          {payment.sentence}
        </Text>
      </Group>
    )
  if (payment.state === 'unpaid' && !order.paymentRequired)
    return (
      <>
        <Text fw={550}>{order.settlementWords}</Text>
        {payment.canPay ? (
          <Text size="sm" c="dimmed">
            {t('pay.alsoByCard')}
          </Text>
        ) : null}
      </>
    )
  return (
    <>
      <Text>{payment.sentence}</Text>
      {order.payBy && order.hold === 'awaiting_payment' ? (
        <Text size="sm" c="dimmed">
          {t('pay.payBy', { when: momentWords(order.payBy) })}
        </Text>
      ) : null}
    </>
  )
}

function PayButton({ order, payment }: Props) {
  const { t } = useTranslation('shop')
  const pay = usePay(order.id)
  const goesOn = payment.state === 'waiting_for_buyer'
  return (
    <>
      {pay.error ? (
        <Alert color="red" role="alert" title={t('pay.failed')}>
          {pay.error.message}
        </Alert>
      ) : null}
      <Button size="md" fullWidth loading={pay.isPending} onClick={firstClick(() => pay.mutate())}>
        {t(payment.state === 'problem' ? 'pay.again' : 'pay.now')}
      </Button>
      <Text size="xs" c="dimmed">
        {goesOn && payment.expiresAt ? `${t('pay.openUntil', { when: momentWords(payment.expiresAt) })} ` : ''}
        {t('pay.onStripe')}
      </Text>
    </>
  )
}
