import { IconCreditCard } from '@tabler/icons-react'
import { linkOptions } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Answer, Item, Query } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { type Column, DataTable, type ListQuery } from '../../parts/data-table.tsx'
import { DayText } from '../../parts/date-text.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import type { Filter } from '../../parts/filter-chips.tsx'
import { useListAddress } from '../../parts/list-address.ts'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { isDay } from '../../words/calendar.ts'
import { dayWords } from '../../words/date-words.ts'
import { CardText } from './card-text.tsx'

type Payment = Item<Answer<'/api/payments'>>
type Totals = NonNullable<Answer<'/api/payments'>['totals']>

/** All payments, found by anything that is known of them. */
export function PaymentsPage() {
  const { t } = useTranslation('office')
  return (
    <>
      <PageHeader title={t('payments.title')} />
      <PaymentTable />
    </>
  )
}

/** The chip of the one day that a chart or a figure led here for; without it there is nothing to choose from. */
function useDayFilter(): Filter[] {
  const { t } = useTranslation('office')
  const [{ receivedOn }] = useListAddress()
  if (!receivedOn || !isDay(receivedOn)) return []
  return [{ key: 'receivedOn', label: t('payments.received'), options: [{ value: receivedOn, label: dayWords(receivedOn) }] }]
}

/** The payments, or those of one customer inside that customer's page. */
export function PaymentTable({ customerId }: { customerId?: string }) {
  const { t } = useTranslation('office')
  const all = usePaymentColumns()
  const load = (query: ListQuery) =>
    answer(
      api.GET('/api/payments', {
        params: { query: { ...(query as Query<'/api/payments'>), ...(customerId ? { customerId } : {}) } },
      }),
    )
  return (
    <DataTable<Payment, Totals>
      name={t('payments.title')}
      searchHint={t('payments.hint')}
      queryKey={['payments', customerId]}
      load={load}
      filters={useDayFilter()}
      columns={customerId ? all.filter((column) => column.key !== 'customer') : all}
      rowId={(payment) => payment.id}
      link={(payment) => linkOptions({ to: '/office/receivables/payments/$id', params: { id: payment.id } })}
      footer={([sums, ...others]) =>
        sums && others.length === 0
          ? {
              amount: <Money value={sums.amount} bare />,
              stripeFee: <Money value={sums.stripeFee} bare />,
              convenienceFee: <Money value={sums.convenienceFee} bare />,
              net: <Money value={sums.net} bare />,
            }
          : {}
      }
      card={(payment) => ({
        title: payment.customer?.name ?? t('payments.suspense'),
        subtitle: (
          <>
            {payment.controlNumber} · <DayText value={payment.receivedOn} />
          </>
        ),
        value: <Money value={payment.amount} received strong />,
        badges: <StateBadge fact="posted" state={payment.state} />,
      })}
      plain={customerId !== undefined}
      empty={
        customerId ? (
          <EmptyState icon={IconCreditCard} title={t('customer.noPayments')} text={t('customer.noListText')} />
        ) : (
          <EmptyState icon={IconCreditCard} title={t('payments.emptyTitle')} text={t('payments.emptyText')} />
        )
      }
    />
  )
}

function usePaymentColumns(): Column<Payment>[] {
  const { t } = useTranslation('office')
  return [
    { key: 'number', header: t('payments.number'), width: 84, render: (payment) => payment.controlNumber },
    {
      key: 'received',
      header: t('payments.received'),
      width: 120,
      render: (payment) => <DayText value={payment.receivedOn} />,
    },
    { key: 'customer', header: t('payments.customer'), render: (payment) => payment.customer?.name ?? t('payments.suspense') },
    { key: 'order', header: t('payments.order'), width: 72, render: (payment) => payment.order?.number ?? '–' },
    { key: 'card', header: t('payments.card'), width: 140, render: (payment) => <CardText payment={payment} /> },
    {
      key: 'state',
      header: t('payments.state'),
      width: 114,
      render: (payment) => <StateBadge fact="posted" state={payment.state} />,
    },
    {
      key: 'amount',
      header: t('payments.amount'),
      width: 114,
      align: 'right',
      render: (payment) => <Money value={payment.amount} received strong />,
    },
    {
      key: 'stripeFee',
      header: t('payments.stripeFee'),
      width: 88,
      align: 'right',
      render: (payment) => <Money value={payment.stripeFee} bare />,
    },
    {
      key: 'convenienceFee',
      header: t('payments.convenienceFee'),
      width: 120,
      align: 'right',
      render: (payment) => <Money value={payment.convenienceFee} bare />,
    },
    {
      key: 'net',
      header: t('payments.net'),
      width: 88,
      align: 'right',
      render: (payment) => <Money value={payment.net} bare />,
    },
  ]
}
