import { IconShoppingCart } from '@tabler/icons-react'
import { linkOptions } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Answer, Item, Query } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { type Column, DataTable, type ListQuery } from '../../parts/data-table.tsx'
import { DayText } from '../../parts/date-text.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import type { Filter } from '../../parts/filter-chips.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { HoldBadge, StateBadge } from '../../parts/state-badge.tsx'

export type OrderItem = Item<Answer<'/api/orders'>>
type Totals = NonNullable<Answer<'/api/orders'>['totals']>

/** All orders of the company. */
export function OrdersPage() {
  const { t } = useTranslation('office')
  return (
    <>
      <PageHeader title={t('orders.title')} />
      <OrderTable />
    </>
  )
}

/** The orders, or those of one customer inside that customer's page. */
export function OrderTable({ customerId }: { customerId?: string }) {
  const { t } = useTranslation('office')
  const all = useOrderColumns()
  const columns = customerId ? all.filter((column) => column.key !== 'customer') : all
  const load = (query: ListQuery) =>
    answer(
      api.GET('/api/orders', {
        params: { query: { ...(query as Query<'/api/orders'>), ...(customerId ? { customerId } : {}) } },
      }),
    )
  return (
    <DataTable<OrderItem, Totals>
      name={t('orders.title')}
      searchHint={t('orders.hint')}
      queryKey={['orders', customerId]}
      load={load}
      columns={columns}
      rowId={(order) => order.id}
      link={(order) => linkOptions({ to: '/office/orders/$id', params: { id: order.id } })}
      filters={useOrderFilters()}
      footer={([sums, ...others]) =>
        // Sums of several currencies do not add up to one line.
        sums && others.length === 0 ? { total: <Money value={sums.total} />, due: <Money value={sums.balanceDue} /> } : {}
      }
      card={(order) => ({
        title: `${order.number} · ${order.customer.name}`,
        subtitle: <DayText value={order.placedOn} />,
        value: <Money value={order.total} />,
        badges: <OrderFacts order={order} />,
      })}
      plain={customerId !== undefined}
      empty={
        customerId ? (
          <EmptyState icon={IconShoppingCart} title={t('customer.noOrders')} text={t('customer.noListText')} />
        ) : (
          <EmptyState icon={IconShoppingCart} title={t('orders.emptyTitle')} text={t('orders.emptyText')} />
        )
      }
    />
  )
}

function OrderFacts({ order }: { order: OrderItem }) {
  return (
    <>
      <StateBadge fact="order" state={order.orderState} />
      <StateBadge fact="payment" state={order.paymentState} />
      <StateBadge fact="fulfilment" state={order.fulfilmentState} />
      <HoldBadge hold={order.hold} />
    </>
  )
}

function useOrderColumns(): Column<OrderItem>[] {
  const { t } = useTranslation('office')
  return [
    { key: 'number', header: t('orders.number'), width: 88, sort: 'number', render: (order) => order.number },
    { key: 'customer', header: t('orders.customer'), render: (order) => order.customer.name },
    {
      key: 'placed',
      header: t('orders.placed'),
      width: 118,
      sort: 'placedAt',
      render: (order) => <DayText value={order.placedOn} />,
    },
    {
      key: 'ship',
      header: t('orders.shipDate'),
      width: 118,
      sort: 'shipDate',
      render: (order) => <DayText value={order.shipDate} />,
    },
    {
      key: 'state',
      header: t('orders.state'),
      width: 118,
      render: (order) => <StateBadge fact="order" state={order.orderState} />,
    },
    {
      key: 'payment',
      header: t('orders.payment'),
      width: 134,
      render: (order) => <StateBadge fact="payment" state={order.paymentState} />,
    },
    {
      key: 'fulfilment',
      header: t('orders.fulfilment'),
      width: 112,
      render: (order) => <StateBadge fact="fulfilment" state={order.fulfilmentState} />,
    },
    { key: 'hold', header: t('orders.hold'), width: 144, render: (order) => <HoldBadge hold={order.hold} /> },
    {
      key: 'total',
      header: t('orders.total'),
      width: 120,
      align: 'right',
      sort: 'total',
      render: (order) => <Money value={order.total} />,
    },
  ]
}

function useOrderFilters(): Filter[] {
  const { t } = useTranslation('office')
  const { t: words } = useTranslation()
  const option = (fact: 'order' | 'payment' | 'fulfilment' | 'hold', value: string) => ({
    value,
    label: words(`state.${fact}.${value}` as 'state.order.draft'),
  })
  return [
    {
      key: 'state',
      label: t('orders.state'),
      options: ['pending', 'confirmed', 'voided'].map((value) => option('order', value)),
    },
    {
      key: 'payment',
      label: t('orders.payment'),
      options: ['unpaid', 'pending', 'partly_paid', 'paid'].map((value) => option('payment', value)),
    },
    {
      key: 'fulfilment',
      label: t('orders.fulfilment'),
      options: ['unfulfilled', 'shipped'].map((value) => option('fulfilment', value)),
    },
    {
      key: 'hold',
      label: t('orders.hold'),
      options: [
        { value: 'any', label: t('orders.anyHold') },
        ...['awaiting_payment', 'credit_limit'].map((value) => option('hold', value)),
        { value: 'none', label: t('orders.noHold') },
      ],
    },
  ]
}
