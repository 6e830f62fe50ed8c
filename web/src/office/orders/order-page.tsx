import { Alert, Grid, Stack, Text } from '@mantine/core'
import { IconHandStop } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { DayText } from '../../parts/date-text.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LineTable } from '../../parts/line-table.tsx'
import { TextLink } from '../../parts/links.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { FactList, Section } from '../../parts/section.tsx'
import { PageSkeleton } from '../../parts/skeletons.tsx'
import { HoldBadge, StateBadge } from '../../parts/state-badge.tsx'
import { dayWords } from '../../words/date-words.ts'
import { ActivityTimeline } from '../activity-timeline.tsx'
import { OrderActions } from './order-actions.tsx'
import { OrderPayment } from './order-payment.tsx'

export type Order = Answer<'/api/orders/{id}'>
const waitingRefreshMs = 4_000

/** An order: its five facts, what it waits for, and the one thing to do next. */
export function OrderPage() {
  const { t } = useTranslation('office')
  const may = useMay()
  const { id } = useParams({ from: '/office/orders/$id' })
  const {
    data: order,
    error,
    refetch,
  } = useQuery({
    queryKey: ['orders', id],
    queryFn: () => answer(api.GET('/api/orders/{id}', { params: { path: { id } } })),
    // The payment releases the hold by itself; the screen turns with it.
    refetchInterval: ({ state }) => (state.data?.hold === 'awaiting_payment' ? waitingRefreshMs : false),
  })
  if (error && !order) return <ErrorState error={error} retry={refetch} />
  if (!order) return <PageSkeleton />
  return (
    <>
      <PageHeader
        title={t('order.title', { number: order.number })}
        above={<TextLink to="/office/orders">← {t('order.all')}</TextLink>}
        subtitle={t('order.placedBy', {
          when: dayWords(order.placedOn),
          name: order.placedByName,
          customer: order.customer.name,
        })}
        badges={
          <>
            <StateBadge fact="order" state={order.orderState} />
            <StateBadge fact="payment" state={order.paymentState} />
            <StateBadge fact="fulfilment" state={order.fulfilmentState} />
            {order.approvalState === 'not_needed' ? null : <StateBadge fact="approval" state={order.approvalState} />}
            <HoldBadge hold={order.hold} />
          </>
        }
        actions={<OrderActions order={order} />}
      />
      {order.hold ? (
        <Alert color="yellow" icon={<IconHandStop size={18} aria-hidden />} mb="md" id="hold">
          {order.holdReason}{' '}
          {may('orders.override_hold') ? null : t('order.whoOverrides', { who: t('role.who.orders.override_hold') })}
        </Alert>
      ) : null}
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="md">
            <Section title={t('order.lines')} flush>
              <LineTable
                lines={order.lines}
                sums={[
                  [t('order.goods'), order.goods],
                  [t('order.freight'), order.freight],
                  [t('order.tax'), order.tax],
                ]}
                total={order.total}
              />
            </Section>
            <ActivityTimeline subjectType="order" subjectId={order.id} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack gap="md">
            {may('payments.read') ? <OrderPayment order={order} /> : null}
            <Delivery order={order} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  )
}

function Delivery({ order }: { order: Order }) {
  const { t } = useTranslation('office')
  const may = useMay()
  const { shipTo, invoice } = order
  const place = [shipTo.city, shipTo.region, shipTo.postalCode].filter(Boolean).join(' ')
  return (
    <Section title={t('order.delivery')}>
      <FactList
        items={[
          {
            label: t('orders.customer'),
            value: may('customers.read') ? (
              <TextLink to="/office/customers/$id" params={{ id: order.customer.id }} inherit>
                {order.customer.name}
              </TextLink>
            ) : (
              order.customer.name
            ),
          },
          {
            label: t('order.shipTo'),
            value: (
              <Text size="sm" component="address" fs="normal" style={{ whiteSpace: 'pre-line' }}>
                {[shipTo.label, shipTo.line1, shipTo.line2, place, shipTo.country].filter(Boolean).join('\n')}
              </Text>
            ),
          },
          { label: t('order.shipDate'), value: <DayText value={order.shipDate} /> },
          { label: t('order.location'), value: order.location.name },
          { label: t('order.terms'), value: order.termsWords },
          { label: t('order.po'), value: order.poNumber || '–' },
          ...(order.note ? [{ label: t('order.note'), value: order.note }] : []),
          ...(order.shippedOn ? [{ label: t('order.shippedAt'), value: <DayText value={order.shippedOn} /> }] : []),
          ...(invoice
            ? [
                {
                  label: t('order.invoice'),
                  value: may('invoices.read') ? (
                    <TextLink to="/office/receivables/invoices/$id" params={{ id: invoice.id }} inherit>
                      {invoice.number}
                    </TextLink>
                  ) : (
                    invoice.number
                  ),
                },
              ]
            : []),
        ]}
      />
    </Section>
  )
}
