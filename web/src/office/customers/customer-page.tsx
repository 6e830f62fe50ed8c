import { Grid, Group, Stack, Tabs, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { ErrorState } from '../../parts/error-state.tsx'
import { TextLink } from '../../parts/links.tsx'
import { useListAddress } from '../../parts/list-address.ts'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { FactList, Section } from '../../parts/section.tsx'
import { PageSkeleton } from '../../parts/skeletons.tsx'
import { ToneBadge } from '../../parts/state-badge.tsx'
import { ActivityTimeline } from '../activity-timeline.tsx'
import { OrderTable } from '../orders/orders-page.tsx'
import { PaymentTable } from '../receivables/payments-page.tsx'
import { InviteButton } from '../setup/invite-modal.tsx'
import { CustomerAddresses } from './customer-addresses.tsx'
import { CustomerSetup } from './customer-setup.tsx'

export type Customer = Answer<'/api/customers/{id}'>
const tabs = ['overview', 'orders', 'payments', 'setup'] as const

/** A customer: what is agreed with it, what it ordered and paid, and its settings. The open tab is kept in the address. */
export function CustomerPage() {
  const { t } = useTranslation('office')
  const { id } = useParams({ from: '/office/customers/$id' })
  const {
    data: customer,
    error,
    refetch,
  } = useQuery({
    queryKey: ['customers', id],
    queryFn: () => answer(api.GET('/api/customers/{id}', { params: { path: { id } } })),
  })
  if (error && !customer) return <ErrorState error={error} retry={refetch} />
  if (!customer) return <PageSkeleton />
  return (
    <>
      <PageHeader
        title={customer.name}
        above={<TextLink to="/office/customers">← {t('customer.all')}</TextLink>}
        subtitle={`${t('customer.number', { number: customer.number })} · ${customer.termsWords}`}
        badges={customer.payOnline ? <ToneBadge tone="good">{t('customers.payOnline')}</ToneBadge> : null}
      />
      <CustomerTabs customer={customer} />
    </>
  )
}

function CustomerTabs({ customer }: { customer: Customer }) {
  const { t } = useTranslation('office')
  const may = useMay()
  const [address, change] = useListAddress()
  const open = tabs.find((tab) => tab === address.tab) ?? 'overview'
  // A form that was begun stays as it is while another tab is looked at.
  const [setupSeen, setSetupSeen] = useState(open === 'setup')
  const choose = (tab: string | null) => {
    if (tab === 'setup') setSetupSeen(true)
    change({ tab: tab === 'overview' ? undefined : (tab ?? undefined) })
  }
  return (
    <Tabs value={open} onChange={choose} keepMounted={false}>
      <Tabs.List mb="md">
        <Tabs.Tab value="overview">{t('customer.overview')}</Tabs.Tab>
        {may('orders.read') ? <Tabs.Tab value="orders">{t('customer.orders')}</Tabs.Tab> : null}
        {may('payments.read') ? <Tabs.Tab value="payments">{t('customer.payments')}</Tabs.Tab> : null}
        <Tabs.Tab value="setup">{t('customer.setup')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="overview">
        <Overview customer={customer} />
      </Tabs.Panel>
      <Tabs.Panel value="orders">
        <Section flush>
          <OrderTable customerId={customer.id} />
        </Section>
      </Tabs.Panel>
      <Tabs.Panel value="payments">
        <Section flush>
          <PaymentTable customerId={customer.id} />
        </Section>
      </Tabs.Panel>
      <Tabs.Panel value="setup" keepMounted>
        {setupSeen || open === 'setup' ? <CustomerSetup customer={customer} /> : null}
      </Tabs.Panel>
    </Tabs>
  )
}

function Overview({ customer }: { customer: Customer }) {
  const { t } = useTranslation('office')
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack gap="md">
          <People customer={customer} />
          <CustomerAddresses customer={customer} />
          <ActivityTimeline subjectType="customer" subjectId={customer.id} />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack gap="md">
          <Section title={t('customer.conditions')}>
            <FactList
              items={[
                { label: t('customer.terms'), value: customer.termsWords },
                { label: t('customer.limit'), value: <CreditLimit limit={customer.creditLimit} /> },
                { label: t('customer.priceList'), value: customer.priceList.name },
                { label: t('customer.location'), value: customer.location.name },
                { label: t('customers.payOnline'), value: customer.payOnline ? t('customers.on') : t('customers.off') },
              ]}
            />
          </Section>
          <Section title={t('customer.contact')}>
            <FactList
              items={[
                { label: t('customer.contactName'), value: customer.contactName || '–' },
                { label: t('customer.email'), value: customer.email || '–' },
                { label: t('customer.phone'), value: customer.phone || '–' },
              ]}
            />
          </Section>
        </Stack>
      </Grid.Col>
    </Grid>
  )
}

function CreditLimit({ limit }: { limit: Customer['creditLimit'] }) {
  const { t } = useTranslation('office')
  return limit?.minor === 0 ? t('customer.noCredit') : <Money value={limit} missing={t('customer.noLimit')} />
}

function People({ customer }: { customer: Customer }) {
  const { t } = useTranslation('office')
  const may = useMay()
  const rights = (roles: string[]) => {
    if (roles.includes('buyer_orders')) return roles.includes('buyer_pays') ? t('customer.orderAndPay') : t('customer.orderOnly')
    return t('customer.payOnly')
  }
  return (
    <Section title={t('customer.people')} aside={may('people.manage') ? <InviteButton customer={customer} /> : null}>
      {customer.people.length === 0 ? <Text c="dimmed">{t('customer.peopleNone')}</Text> : null}
      <Stack gap="xs">
        {customer.people.map((person) => (
          <Group key={person.membershipId} justify="space-between">
            <div>
              <Text fw={550}>{person.name}</Text>
              <Text size="xs" c="dimmed">
                {person.email}
              </Text>
            </div>
            <Text size="sm">{rights(person.roles)}</Text>
          </Group>
        ))}
      </Stack>
    </Section>
  )
}
