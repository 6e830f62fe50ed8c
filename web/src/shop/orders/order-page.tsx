import { Alert, Stack } from '@mantine/core'
import { IconCircleCheck, IconShieldCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DayText, MomentText } from '../../parts/date-text.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LineTable } from '../../parts/line-table.tsx'
import { TextLink } from '../../parts/links.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { FactList, Section } from '../../parts/section.tsx'
import { CardSkeleton, PageSkeleton } from '../../parts/skeletons.tsx'
import { WhyNot } from '../../parts/why-not.tsx'
import { addressLines } from '../address-lines.ts'
import columns from '../two-columns.module.css'
import { OrderActions } from './order-actions.tsx'
import { OrderBadges } from './order-badges.tsx'
import { type Order, type OrderPayment, orderQuery, useOrderPayment } from './order-queries.ts'
import classes from './orders.module.css'
import { PaymentBox } from './payment-box.tsx'

const route = getRouteApi('/shop/orders/$orderId')

/** One order: what, where to, when, and how its payment stands. */
export function OrderPage() {
  const { t } = useTranslation('shop')
  const { orderId } = route.useParams()
  const { data: order, error, refetch } = useQuery(orderQuery(orderId))
  const payment = useOrderPayment(orderId)
  if (error && !order) return <ErrorState error={error} retry={refetch} />
  if (!order) return <PageSkeleton />
  return (
    <>
      <PageHeader
        above={<TextLink to="/shop/orders">{t('orders.title')}</TextLink>}
        title={t('order.title', { number: order.number })}
        badges={<OrderBadges order={order} />}
        subtitle={
          <>
            {t('order.placedBy', { name: order.placedByName })} · <MomentText value={order.placedAt} />
          </>
        }
        actions={<OrderActions order={order} />}
      />
      <Arrival order={order} payment={payment.data} />
      <div className={columns.columns}>
        <Stack gap="md" className={columns.main}>
          {order.holdReason && order.hold !== 'awaiting_payment' ? <WhyNot>{order.holdReason}</WhyNot> : null}
          <Section title={t('order.lines')} flush>
            <LineTable
              lines={order.lines}
              sums={[
                [t('cart.goods'), order.goods],
                [t('cart.freight'), order.freight],
                [t('cart.tax'), order.tax],
              ]}
              total={order.total}
            />
          </Section>
        </Stack>
        <div className={classes.side}>
          {payment.error && !payment.data ? (
            <ErrorState error={payment.error} retry={payment.refetch} />
          ) : payment.data ? (
            <PaymentBox order={order} payment={payment.data} />
          ) : (
            <CardSkeleton height={188} />
          )}
          <Delivery order={order} />
        </div>
      </div>
    </>
  )
}

/** What happened just before: the order was placed, or its buyer came back from Stripe's page without paying. */
function Arrival({ order, payment }: { order: Order; payment: OrderPayment | undefined }) {
  const { t } = useTranslation('shop')
  const { back, placed } = route.useSearch()
  if (order.orderState === 'voided') return null
  if (back && payment && (payment.state === 'waiting_for_buyer' || payment.state === 'problem' || payment.state === 'unpaid'))
    return (
      <Alert color="leaf" mb="md" icon={<IconShieldCheck size={22} />} role="status">
        <h2 className={classes.safe}>{t('order.safe')}</h2>
        {t('order.safeText', { number: order.number })}
      </Alert>
    )
  if (!placed) return null
  return (
    <Alert color="leaf" mb="md" icon={<IconCircleCheck size={22} />} role="status">
      <h2 className={classes.safe}>{t('order.placed', { number: order.number })}</h2>
      {order.hold === 'awaiting_payment' ? t('order.placedUnpaid') : t('order.placedText')}
    </Alert>
  )
}

function Delivery({ order }: { order: Order }) {
  const { t } = useTranslation('shop')
  const facts = [
    {
      label: t('orders.shipDate'),
      value: <DayText value={order.shipDate} as="weekday" />,
    },
    ...(order.shippedOn ? [{ label: t('order.shippedAt'), value: <DayText value={order.shippedOn} /> }] : []),
    {
      label: order.shipTo.label,
      value: addressLines(order.shipTo).map((line) => (
        <span key={line} className={classes.line}>
          {line}
        </span>
      )),
    },
    { label: t('checkout.poNumber'), value: order.poNumber || '–' },
    { label: t('order.terms'), value: order.termsWords },
    ...(order.invoice ? [{ label: t('order.invoice'), value: order.invoice.number }] : []),
    ...(order.note ? [{ label: t('checkout.note'), value: order.note }] : []),
  ]
  return (
    <Section title={t('order.delivery')}>
      <FactList items={facts} />
    </Section>
  )
}
