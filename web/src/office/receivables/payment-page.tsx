import { Alert, Button, Grid, Group, Paper, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconExternalLink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { DayText, MomentText } from '../../parts/date-text.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { JournalFold } from '../../parts/journal-fold.tsx'
import { TextLink } from '../../parts/links.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Section } from '../../parts/section.tsx'
import { PageSkeleton } from '../../parts/skeletons.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { ActivityTimeline } from '../activity-timeline.tsx'
import classes from './payment.module.css'
import { PaymentFacts } from './payment-facts.tsx'
import { PaymentFees } from './payment-fees.tsx'
import { PaymentSteps } from './payment-steps.tsx'

export type Payment = Answer<'/api/payments/{id}'>
const feesRefreshMs = 3_000

/** A payment: what came in, how it got here, where it went, and every id it is known by. */
export function PaymentPage() {
  const { t } = useTranslation('office')
  const { id } = useParams({ from: '/office/receivables/payments/$id' })
  const {
    data: payment,
    error,
    refetch,
  } = useQuery({
    queryKey: ['payments', id],
    queryFn: () => answer(api.GET('/api/payments/{id}', { params: { path: { id } } })),
    // Stripe tells its fees a moment after the charge.
    refetchInterval: ({ state }) => (state.data && state.data.net === null ? feesRefreshMs : false),
  })
  if (error && !payment) return <ErrorState error={error} retry={refetch} />
  if (!payment) return <PageSkeleton />
  return (
    <>
      <PageHeader
        title={t('payment.title', { number: payment.controlNumber })}
        above={<TextLink to="/office/receivables/payments">← {t('payments.title')}</TextLink>}
        badges={<StateBadge fact="posted" state={payment.state} />}
        actions={
          payment.dashboardUrl ? (
            <Button
              component="a"
              href={payment.dashboardUrl}
              target="_blank"
              rel="noreferrer"
              variant="default"
              rightSection={<IconExternalLink size={16} aria-hidden />}
            >
              {t('payment.open')}
            </Button>
          ) : null
        }
      />
      <Stack gap="md">
        {payment.breaks.some((each) => each.closedAt === null) ? <OpenBreaks payment={payment} /> : null}
        <Hero payment={payment} />
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 7 }}>
            <Stack gap="md">
              <Section title={t('payment.fees')}>
                <PaymentFees payment={payment} />
              </Section>
              <Section title={t('payment.applied')}>
                <Allocations payment={payment} />
              </Section>
              <Section title={t('payment.journal')}>
                <JournalFold entries={payment.journal} />
              </Section>
              <ActivityTimeline subjectType="payment" subjectId={payment.id} />
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 5 }}>
            <PaymentFacts payment={payment} />
          </Grid.Col>
        </Grid>
      </Stack>
    </>
  )
}

function Hero({ payment }: { payment: Payment }) {
  const { t } = useTranslation('office')
  const may = useMay()
  return (
    <Paper p="lg">
      <Group justify="space-between" align="flex-end" mb="lg">
        <div>
          <div className={classes.amount}>
            <Money value={payment.amount} received />
          </div>
          <Text size="lg">
            {payment.customer ? (
              <>
                {t('payment.from', { name: '' })}
                {may('customers.read') ? (
                  <TextLink to="/office/customers/$id" params={{ id: payment.customer.id }} inherit fw={600}>
                    {payment.customer.name}
                  </TextLink>
                ) : (
                  payment.customer.name
                )}
              </>
            ) : (
              t('payment.unknown')
            )}
          </Text>
        </div>
        <Text c="dimmed">
          <MomentText value={payment.receivedAt} />
        </Text>
      </Group>
      <Text component="h2" fw={650} mb="sm" size="md">
        {t('payment.how')}
      </Text>
      <PaymentSteps payment={payment} />
    </Paper>
  )
}

function OpenBreaks({ payment }: { payment: Payment }) {
  const { t } = useTranslation('office')
  return (
    <Alert color="red" icon={<IconAlertTriangle size={18} aria-hidden />} title={t('payment.breakOpen')}>
      {payment.breaks
        .filter((each) => each.closedAt === null)
        .map((each) => (
          <Text key={each.id}>{each.summary}</Text>
        ))}
      <TextLink to="/office/receivables/differences">{t('home.breaksLink')}</TextLink>
    </Alert>
  )
}

function Allocations({ payment }: { payment: Payment }) {
  const { t } = useTranslation('office')
  return (
    <Stack gap="xs">
      {payment.allocations.length === 0 ? <Text c="dimmed">{t('payment.appliedNone')}</Text> : null}
      {payment.allocations.map((each) => (
        <Group
          key={`${each.on} ${each.order?.id} ${each.invoice?.id} ${each.amount.minor}`}
          justify="space-between"
          wrap="nowrap"
        >
          <div>
            {each.order ? (
              <TextLink to="/office/orders/$id" params={{ id: each.order.id }} fw={550}>
                {t('payment.order', { number: each.order.number })}
              </TextLink>
            ) : null}
            {each.invoice ? (
              <TextLink to="/office/receivables/invoices/$id" params={{ id: each.invoice.id }} fw={550}>
                {t('payment.invoice', { number: each.invoice.number })}
              </TextLink>
            ) : null}
            <Text size="xs" c="dimmed">
              <DayText value={each.on} />
            </Text>
          </div>
          <Money value={each.amount} strong />
        </Group>
      ))}
      {payment.unapplied.minor > 0 ? (
        <Group justify="space-between" pt={6} className={classes.rest}>
          <Text>{t('payment.unapplied')}</Text>
          <Money value={payment.unapplied} strong />
        </Group>
      ) : null}
    </Stack>
  )
}
