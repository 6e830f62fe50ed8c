import { IconClipboardList } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Answer, Item, Query } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { DayText } from '../../parts/date-text.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ButtonLink } from '../../parts/links.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { OrderBadges } from './order-badges.tsx'

type OrderItem = Item<Answer<'/api/shop/orders'>>

function useColumns(): Column<OrderItem>[] {
  const { t } = useTranslation('shop')
  return [
    { key: 'number', header: t('orders.number'), width: 110, render: (order) => order.number, sort: 'number' },
    { key: 'placedAt', header: t('orders.placed'), width: 120, render: (o) => <DayText value={o.placedOn} />, sort: 'placedAt' },
    {
      key: 'shipDate',
      header: t('orders.shipDate'),
      width: 120,
      render: (o) => <DayText value={o.shipDate} />,
      sort: 'shipDate',
    },
    { key: 'poNumber', header: t('checkout.poNumber'), render: (order) => order.poNumber || '–' },
    { key: 'state', header: t('orders.state'), width: 280, render: (order) => <OrderBadges order={order} /> },
    {
      key: 'balanceDue',
      header: t('orders.stillDue'),
      align: 'right',
      width: 130,
      render: ({ balanceDue }) => <Money value={balanceDue.minor === 0 ? null : balanceDue} />,
    },
    {
      key: 'total',
      header: t('cart.total'),
      align: 'right',
      width: 130,
      render: (order) => <Money value={order.total} strong />,
      sort: 'total',
    },
  ]
}

/** Everything the customer ordered, newest first. */
export function OrdersPage() {
  const { t } = useTranslation('shop')
  const columns = useColumns()
  return (
    <>
      <PageHeader title={t('orders.title')} />
      <DataTable
        name={t('orders.what')}
        searchHint={t('orders.hint')}
        queryKey={['shop', 'orders', 'list']}
        load={(query) => answer(api.GET('/api/shop/orders', { params: { query: query as Query<'/api/shop/orders'> } }))}
        columns={columns}
        rowId={(order) => order.id}
        link={(order) => ({ to: '/shop/orders/$orderId', params: { orderId: order.id } })}
        card={(order) => ({
          title: order.number,
          subtitle: (
            <>
              {t('orders.ships')} <DayText value={order.shipDate} />
              {order.poNumber ? ` · ${order.poNumber}` : ''}
            </>
          ),
          value: <Money value={order.total} strong />,
          badges: <OrderBadges order={order} />,
        })}
        filters={[
          {
            key: 'payment',
            label: t('orders.payment'),
            options: (['unpaid', 'pending', 'paid'] as const).map((value) => ({
              value,
              label: t(`orders.paymentState.${value}`),
            })),
          },
          {
            key: 'fulfilment',
            label: t('orders.shipping'),
            options: (['unfulfilled', 'shipped'] as const).map((value) => ({ value, label: t(`orders.fulfilment.${value}`) })),
          },
        ]}
        empty={
          <EmptyState
            icon={IconClipboardList}
            title={t('orders.empty')}
            text={t('orders.emptyText')}
            action={<ButtonLink to="/shop">{t('cart.toCatalogue')}</ButtonLink>}
          />
        }
      />
    </>
  )
}
