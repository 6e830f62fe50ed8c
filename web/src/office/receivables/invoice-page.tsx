import { Button, Grid, Group, Stack, Text } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { useActive } from '../../api/session.ts'
import { DayText } from '../../parts/date-text.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { JournalFold } from '../../parts/journal-fold.tsx'
import { LineTable } from '../../parts/line-table.tsx'
import { TextLink } from '../../parts/links.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { FactList, Section } from '../../parts/section.tsx'
import { PageSkeleton } from '../../parts/skeletons.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { ActivityTimeline } from '../activity-timeline.tsx'

type Invoice = Answer<'/api/invoices/{id}'>

/** An invoice: its lines, what was applied to it, what is still due, and the journal behind it. */
export function InvoicePage() {
  const { t } = useTranslation('office')
  const { company } = useActive()
  const { id } = useParams({ from: '/office/receivables/invoices/$id' })
  const {
    data: invoice,
    error,
    refetch,
  } = useQuery({
    queryKey: ['invoices', id],
    queryFn: () => answer(api.GET('/api/invoices/{id}', { params: { path: { id } } })),
  })
  if (error && !invoice) return <ErrorState error={error} retry={refetch} />
  if (!invoice) return <PageSkeleton />
  return (
    <>
      <Text className="print-only" size="xl" fw={650} mb="xl">
        {company.name}
      </Text>
      <PageHeader
        title={t('invoice.title', { number: invoice.number })}
        above={<TextLink to="/office/receivables/invoices">← {t('invoices.title')}</TextLink>}
        subtitle={invoice.customer.name}
        badges={<StateBadge fact="invoice" state={invoice.state} />}
        actions={
          <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
            {t('invoice.print')}
          </Button>
        }
      />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="md">
            <Section title={t('order.lines')} flush>
              <LineTable
                lines={invoice.lines}
                sums={[
                  [t('order.goods'), invoice.goods],
                  [t('order.freight'), invoice.freight],
                  [t('order.tax'), invoice.tax],
                ]}
                total={invoice.total}
              />
            </Section>
            <div className="no-print">
              <Stack gap="md">
                <Section title={t('payment.journal')}>
                  <JournalFold entries={invoice.journal} />
                </Section>
                <ActivityTimeline subjectType="invoice" subjectId={invoice.id} />
              </Stack>
            </div>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack gap="md">
            <Facts invoice={invoice} />
            <Applied invoice={invoice} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  )
}

function Facts({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation('office')
  return (
    <Section title={t('invoice.facts')}>
      <FactList
        items={[
          { label: t('invoice.balance'), value: <Money value={invoice.balanceDue} strong /> },
          { label: t('invoice.due'), value: <DayText value={invoice.dueOn} /> },
          { label: t('invoice.issued'), value: <DayText value={invoice.issuedOn} /> },
          {
            label: t('invoice.order'),
            value: (
              <TextLink to="/office/orders/$id" params={{ id: invoice.order.id }} inherit>
                {invoice.order.number}
              </TextLink>
            ),
          },
          {
            label: t('invoice.customer'),
            value: (
              <TextLink to="/office/customers/$id" params={{ id: invoice.customer.id }} inherit>
                {invoice.customer.name}
              </TextLink>
            ),
          },
        ]}
      />
    </Section>
  )
}

function Applied({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation('office')
  return (
    <Section title={t('invoice.applied')}>
      {invoice.applications.length === 0 ? <Text c="dimmed">{t('invoice.appliedNone')}</Text> : null}
      <Stack gap="xs">
        {invoice.applications.map((each) => (
          <Group key={`${each.payment.id} ${each.on}`} justify="space-between" wrap="nowrap">
            <div>
              <TextLink to="/office/receivables/payments/$id" params={{ id: each.payment.id }} fw={550}>
                {t('payment.title', { number: each.payment.controlNumber })}
              </TextLink>
              <Text size="xs" c="dimmed">
                <DayText value={each.on} />
              </Text>
            </div>
            <Money value={each.amount} received strong />
          </Group>
        ))}
      </Stack>
    </Section>
  )
}
