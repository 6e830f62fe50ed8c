import { Alert, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { useActive, useMay } from '../../api/session.ts'
import { ErrorState } from '../../parts/error-state.tsx'
import { TextLink } from '../../parts/links.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Section } from '../../parts/section.tsx'
import { CardSkeleton } from '../../parts/skeletons.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { moneyWords } from '../../words/money-words.ts'
import { FirstSteps } from './first-steps.tsx'
import classes from './home.module.css'
import { LatestOrders } from './latest-orders.tsx'
import { RecentPayments } from './recent-payments.tsx'

const ReceivedChart = lazy(() => import('./received-chart.tsx').then((module) => ({ default: module.ReceivedChart })))

export type Home = Answer<'/api/home'>
type StripeStanding = Parameters<typeof StateBadge<'stripe'>>[0]['state']
const chartHeight = 220
const refreshMs = 20_000

/** What matters today: money in, what waits for it, what may leave. */
export function HomePage() {
  const { t } = useTranslation('office')
  const { company } = useActive()
  const { data, error, refetch } = useQuery({
    queryKey: ['home'],
    queryFn: () => answer(api.GET('/api/home')),
    refetchInterval: refreshMs,
  })
  return (
    <>
      <PageHeader title={t('home.title')} subtitle={t('home.hello', { company: company.name })} />
      {error && !data ? (
        <ErrorState error={error} retry={refetch} />
      ) : (
        <Stack gap="lg">{data ? <Facts home={data} /> : <Waiting />}</Stack>
      )}
    </>
  )
}

function Waiting() {
  return (
    <>
      <SimpleGrid cols={{ base: 2, lg: 4 }} spacing="md">
        <CardSkeleton height={112} />
        <CardSkeleton height={112} />
        <CardSkeleton height={112} />
        <CardSkeleton height={112} />
      </SimpleGrid>
      <CardSkeleton height={300} />
    </>
  )
}

function Facts({ home }: { home: Home }) {
  const { t } = useTranslation('office')
  const may = useMay()
  const { money, stripe } = home
  const linking = may('stripe.manage') && stripe.standing === 'not_linked'
  return (
    <>
      {money && money.breaks.count > 0 ? (
        <Alert color="red" icon={<IconAlertTriangle size={18} aria-hidden />}>
          {t('home.breaks', { count: money.breaks.count })}{' '}
          <TextLink to="/office/receivables/differences">{t('home.breaksLink')}</TextLink>
        </Alert>
      ) : null}
      {linking ? <FirstSteps /> : null}
      <SimpleGrid cols={{ base: 2, lg: 4 }} spacing="md">
        {money ? <Received money={money} /> : null}
        <Fact
          label={
            <TextLink to="/office/orders" search={{ hold: 'awaiting_payment' }}>
              {t('home.awaiting')}
            </TextLink>
          }
          value={<Money value={home.awaitingPayment.total} />}
          hint={t('home.orders', { count: home.awaitingPayment.count })}
        />
        <Fact
          label={
            may('orders.ship') ? (
              <TextLink to="/office/shipping">{t('home.toShip')}</TextLink>
            ) : (
              <TextLink to="/office/orders" search={{ state: 'confirmed', fulfilment: 'unfulfilled', hold: 'none' }}>
                {t('home.toShip')}
              </TextLink>
            )
          }
          value={<Money value={home.ordersToShip.total} />}
          hint={t('home.orders', { count: home.ordersToShip.count })}
        />
        {money ? <OpenInvoices open={money.openInvoices} /> : null}
      </SimpleGrid>
      {money ? <MoneyIn money={money} /> : null}
      {money ? null : <LatestOrders />}
      {linking || !money ? null : <StripeCard stripe={stripe} mayManage={may('stripe.manage')} />}
    </>
  )
}

function Fact({ label, value, hint }: { label: ReactNode; value: ReactNode; hint: ReactNode }) {
  return (
    <Paper className={classes.fact}>
      <Text size="sm" fw={550} component="div">
        {label}
      </Text>
      <div className={classes.value}>{value}</div>
      <Text size="xs" c="dimmed" component="div">
        {hint}
      </Text>
    </Paper>
  )
}

type MoneyFacts = NonNullable<Home['money']>

function Received({ money: { receivedToday: received, receivedByDay } }: { money: MoneyFacts }) {
  const { t } = useTranslation('office')
  const today = receivedByDay.at(-1)?.day
  return (
    <Fact
      label={
        <TextLink to="/office/receivables/payments" search={{ receivedOn: today }}>
          {t('home.received')}
        </TextLink>
      }
      value={<Money value={received.amount} received={received.amount.minor > 0} />}
      hint={t('home.receivedHint', { count: received.count, fees: moneyWords(received.fees) })}
    />
  )
}

function OpenInvoices({ open }: { open: MoneyFacts['openInvoices'] }) {
  const { t } = useTranslation('office')
  const overdue = open.overdueAmount.minor > 0
  return (
    <Fact
      label={
        <TextLink to="/office/receivables/invoices" search={{ state: 'open' }}>
          {t('home.openInvoices')}
        </TextLink>
      }
      value={<Money value={open.amount} />}
      hint={
        overdue ? (
          <TextLink to="/office/receivables/invoices" search={{ state: 'overdue' }} c="light-dark(#9b1c1c, #f4a09a)">
            {t('home.overdue', { amount: moneyWords(open.overdueAmount) })}
          </TextLink>
        ) : (
          t('home.notOverdue')
        )
      }
    />
  )
}

function MoneyIn({ money }: { money: MoneyFacts }) {
  const { t } = useTranslation('office')
  const { currency } = money.receivedToday.amount
  const total = { minor: money.receivedByDay.reduce((sum, day) => sum + day.minor, 0), currency }
  return (
    <div className={classes.columns}>
      <Section
        title={t('home.chart')}
        aside={
          <Text size="sm" c="dimmed">
            {t('home.chartTotal', { amount: moneyWords(total) })}
          </Text>
        }
      >
        {total.minor === 0 ? (
          <Group h={chartHeight} justify="center">
            <Text c="dimmed">{t('home.chartEmpty')}</Text>
          </Group>
        ) : (
          <Suspense fallback={<div style={{ height: chartHeight }} />}>
            <ReceivedChart days={money.receivedByDay} currency={currency} height={chartHeight} label={t('home.chart')} />
          </Suspense>
        )}
      </Section>
      <RecentPayments payments={money.recentPayments} />
    </div>
  )
}

function StripeCard({ stripe, mayManage }: { stripe: Home['stripe']; mayManage: boolean }) {
  const { t } = useTranslation('office')
  return (
    <Section
      title={t('home.stripe')}
      aside={mayManage ? <TextLink to="/office/setup/settings/integrations/stripe">{t('home.stripeLink')}</TextLink> : undefined}
    >
      <Group gap="sm">
        <StateBadge fact="stripe" state={stripe.standing as StripeStanding} />
        <Text>{stripe.sentence}</Text>
      </Group>
    </Section>
  )
}
