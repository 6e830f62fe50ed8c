import { Button, Group, Stack, Text } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { DateText } from '../../parts/date-text.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { JournalFold } from '../../parts/journal-fold.tsx'
import { TextLink } from '../../parts/links.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { FactList, Section } from '../../parts/section.tsx'
import { PageSkeleton } from '../../parts/skeletons.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { ActivityTimeline } from '../activity-timeline.tsx'
import classes from './invoice-document.module.css'
import { type Invoice, InvoiceDocument } from './invoice-document.tsx'

/** An invoice: the document itself, what was applied to it, what is still due, what happened, and the journal behind it. */
export function InvoicePage() {
  const { t } = useTranslation('office')
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
      <div className="no-print">
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
      </div>
      <div className={classes.layout}>
        <InvoiceDocument invoice={invoice} />
        <div className="no-print">
          <Stack gap="md">
            <Facts invoice={invoice} />
            <Applied invoice={invoice} />
          </Stack>
        </div>
      </div>
      <div className="no-print">
        <Stack gap="md" mt="md">
          <ActivityTimeline subjectType="invoice" subjectId={invoice.id} />
          <Section title={t('payment.journal')}>
            <JournalFold entries={invoice.journal} />
          </Section>
        </Stack>
      </div>
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
          { label: t('invoice.due'), value: <DateText value={invoice.dueOn} /> },
          { label: t('invoice.issued'), value: <DateText value={invoice.issuedOn} /> },
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
                <DateText value={each.on} />
              </Text>
            </div>
            <Money value={each.amount} received strong />
          </Group>
        ))}
      </Stack>
    </Section>
  )
}
