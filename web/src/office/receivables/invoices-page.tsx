import { IconFileInvoice } from '@tabler/icons-react'
import { linkOptions } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Answer, Item, Query } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { DayText } from '../../parts/date-text.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'

type Invoice = Item<Answer<'/api/invoices'>>
type Totals = NonNullable<Answer<'/api/invoices'>['totals']>

/** All invoices, with what is still due. */
export function InvoicesPage() {
  const { t } = useTranslation('office')
  const { t: states } = useTranslation()
  return (
    <>
      <PageHeader title={t('invoices.title')} />
      <DataTable<Invoice, Totals>
        name={t('invoices.title')}
        searchHint={t('invoices.hint')}
        queryKey={['invoices']}
        load={(query) => answer(api.GET('/api/invoices', { params: { query: query as Query<'/api/invoices'> } }))}
        columns={useInvoiceColumns()}
        rowId={(invoice) => invoice.id}
        link={(invoice) => linkOptions({ to: '/office/receivables/invoices/$id', params: { id: invoice.id } })}
        filters={[
          {
            key: 'state',
            label: t('invoices.state'),
            options: (['open', 'partly_paid', 'overdue', 'paid'] as const).map((value) => ({
              value,
              label: states(`state.invoice.${value}`),
            })),
          },
        ]}
        footer={([sums, ...others]) =>
          sums && others.length === 0 ? { total: <Money value={sums.total} />, balance: <Money value={sums.balanceDue} /> } : {}
        }
        card={(invoice) => ({
          title: `${invoice.number} · ${invoice.customer.name}`,
          subtitle: (
            <>
              {t('invoices.due')} <DayText value={invoice.dueOn} />
            </>
          ),
          value: <Money value={invoice.balanceDue} />,
          badges: <StateBadge fact="invoice" state={invoice.state} />,
        })}
        empty={<EmptyState icon={IconFileInvoice} title={t('invoices.emptyTitle')} text={t('invoices.emptyText')} />}
      />
    </>
  )
}

function useInvoiceColumns(): Column<Invoice>[] {
  const { t } = useTranslation('office')
  return [
    { key: 'number', header: t('invoices.number'), width: 110, render: (invoice) => invoice.number },
    { key: 'customer', header: t('invoices.customer'), render: (invoice) => invoice.customer.name },
    { key: 'order', header: t('invoices.order'), width: 100, render: (invoice) => invoice.order.number },
    { key: 'issued', header: t('invoices.issued'), width: 120, render: (invoice) => <DayText value={invoice.issuedOn} /> },
    { key: 'due', header: t('invoices.due'), width: 120, render: (invoice) => <DayText value={invoice.dueOn} /> },
    {
      key: 'state',
      header: t('invoices.state'),
      width: 128,
      render: (invoice) => <StateBadge fact="invoice" state={invoice.state} />,
    },
    {
      key: 'total',
      header: t('invoices.total'),
      width: 140,
      align: 'right',
      render: (invoice) => <Money value={invoice.total} />,
    },
    {
      key: 'balance',
      header: t('invoices.balance'),
      width: 140,
      align: 'right',
      render: (invoice) => <Money value={invoice.balanceDue} strong={invoice.balanceDue.minor > 0} />,
    },
  ]
}
