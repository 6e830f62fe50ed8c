import { SimpleGrid, Skeleton, Stack, Text } from '@mantine/core'
import { IconCoin } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Money as Amount } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { MomentText } from '../../parts/date-text.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { TextLink } from '../../parts/links.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Section } from '../../parts/section.tsx'
import { CardSkeleton } from '../../parts/skeletons.tsx'
import { moneyWords } from '../../words/money-words.ts'
import classes from './overview.module.css'

const IncomeChart = lazy(() => import('./income-chart.tsx').then(({ IncomeChart }) => ({ default: IncomeChart })))
const chartHeight = 220
const latestMax = 6

/** What the platform earned, at a glance. */
export function OverviewPage() {
  const { t } = useTranslation('operator')
  const { data, error, refetch } = useQuery({
    queryKey: ['operator', 'overview'],
    queryFn: () => answer(api.GET('/api/operator/overview')),
    refetchInterval: 15_000,
  })
  if (error && !data) return <ErrorState error={error} retry={refetch} />
  const income = data?.income
  return (
    <>
      <PageHeader title={t('overview.title')} subtitle={t('overview.subtitle')} />
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
          <Figure label={t('overview.today')} value={income?.today} />
          <Figure label={t('overview.month')} value={income?.month} />
          <Figure
            label={t('overview.total')}
            value={income?.total}
            more={
              data
                ? `${t('overview.fees', { count: data.count })} · ${t('overview.sellers', { count: data.sellers })}`
                : undefined
            }
          />
        </SimpleGrid>
        {data?.otherIncome.map(({ month, total }) => (
          <Text key={total.currency} size="sm" c="dimmed">
            {t('overview.otherCurrency', { currency: total.currency.toUpperCase() })}: {moneyWords(month)} · {moneyWords(total)}
          </Text>
        ))}
        <Section title={t('overview.chart')}>
          {data ? (
            <Suspense fallback={<Skeleton h={chartHeight} />}>
              <IncomeChart days={data.incomeByDay} currency={data.income.total.currency} height={chartHeight} />
            </Suspense>
          ) : (
            <Skeleton h={chartHeight} />
          )}
        </Section>
        <LatestFees />
      </Stack>
    </>
  )
}

function Figure({ label, value, more }: { label: string; value: Amount | undefined; more?: string | undefined }) {
  return (
    <Section>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <div className={classes.figure}>
        {value ? <Money value={value} received={value.minor > 0} strong /> : <Skeleton h={28} w={140} />}
      </div>
      <Text size="xs" c="dimmed" mih="1.6em">
        {more}
      </Text>
    </Section>
  )
}

function LatestFees() {
  const { t } = useTranslation('operator')
  const { data, error, refetch } = useQuery({
    queryKey: ['operator', 'income', 'latest'],
    queryFn: () => answer(api.GET('/api/operator/income', { params: { query: { limit: latestMax } } })),
    refetchInterval: 15_000,
  })
  if (error && !data) return <ErrorState error={error} retry={refetch} />
  if (!data) return <CardSkeleton height={220} />
  return (
    <Section title={t('overview.latest')} aside={<TextLink to="/operator/income">{t('overview.all')}</TextLink>}>
      {data.items.length === 0 ? (
        <EmptyState icon={IconCoin} title={t('overview.none')} text={t('overview.noneText')} />
      ) : (
        <ul className={classes.latest}>
          {data.items.map((fee) => (
            <li key={fee.applicationFee}>
              <span className={classes.seller}>{fee.seller.name}</span>
              <Text size="sm" c="dimmed" component="span">
                <MomentText value={fee.earnedAt} />
              </Text>
              <Money value={fee.amount} received strong />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
