import { IconBuildingStore, IconPlus } from '@tabler/icons-react'
import { linkOptions, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Answer, Item, Query } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { useKey } from '../../parts/keys.tsx'
import { ButtonLink } from '../../parts/links.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { ToneBadge } from '../../parts/state-badge.tsx'

type Customer = Item<Answer<'/api/customers'>>

/** The businesses the company sells to. */
export function CustomersPage() {
  const { t } = useTranslation('office')
  const may = useMay()
  const navigate = useNavigate()
  useKey('n', t('customers.add'), may('customers.edit') ? () => navigate({ to: '/office/customers/new' }) : null)
  const add = may('customers.edit') ? (
    <ButtonLink to="/office/customers/new" aria-keyshortcuts="n" leftSection={<IconPlus size={18} aria-hidden />}>
      {t('customers.add')}
    </ButtonLink>
  ) : null
  return (
    <>
      <PageHeader title={t('customers.title')} actions={add} />
      <DataTable<Customer>
        name={t('customers.title')}
        searchHint={t('customers.hint')}
        queryKey={['customers']}
        load={(query) => answer(api.GET('/api/customers', { params: { query: query as Query<'/api/customers'> } }))}
        columns={useCustomerColumns()}
        rowId={(customer) => customer.id}
        link={(customer) => linkOptions({ to: '/office/customers/$id', params: { id: customer.id } })}
        filters={[
          {
            key: 'payOnline',
            label: t('customers.payOnline'),
            options: [
              { value: 'true', label: t('customers.on') },
              { value: 'false', label: t('customers.off') },
            ],
          },
        ]}
        card={(customer) => ({
          title: customer.name,
          subtitle: `${customer.number} · ${customer.termsWords} · ${customer.location.name}`,
          badges: customer.payOnline ? <ToneBadge tone="good">{t('customers.payOnline')}</ToneBadge> : null,
        })}
        empty={
          <EmptyState icon={IconBuildingStore} title={t('customers.emptyTitle')} text={t('customers.emptyText')} action={add} />
        }
      />
    </>
  )
}

function useCustomerColumns(): Column<Customer>[] {
  const { t } = useTranslation('office')
  return [
    { key: 'name', header: t('customers.name'), sort: 'name', render: (customer) => customer.name },
    { key: 'number', header: t('customers.number'), width: 100, sort: 'number', render: (customer) => customer.number },
    {
      key: 'contact',
      header: t('customers.contact'),
      width: 180,
      render: (customer) => customer.contactName || customer.email || '–',
    },
    { key: 'terms', header: t('customers.terms'), width: 150, render: (customer) => customer.termsWords },
    { key: 'location', header: t('customers.location'), width: 120, render: (customer) => customer.location.name },
    {
      key: 'limit',
      header: t('customer.limit'),
      width: 150,
      align: 'right',
      render: (customer) => <Money value={customer.creditLimit} />,
    },
    {
      key: 'payOnline',
      header: t('customers.payOnline'),
      width: 110,
      render: (customer) =>
        customer.payOnline ? (
          <ToneBadge tone="good">{t('customers.on')}</ToneBadge>
        ) : (
          <ToneBadge tone="quiet">{t('customers.off')}</ToneBadge>
        ),
    },
  ]
}
