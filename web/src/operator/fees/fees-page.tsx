import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Answer, Item } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { ErrorState } from '../../parts/error-state.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Section } from '../../parts/section.tsx'
import { CardSkeleton } from '../../parts/skeletons.tsx'
import { momentWords } from '../../words/date-words.ts'
import { feeWords } from './fee-words.ts'
import classes from './fees.module.css'
import { NewFee } from './new-fee.tsx'

type Schedule = Item<Answer<'/api/operator/fee-schedules'>>

/** The convenience fees: in force, to come, and what they were. */
export function FeesPage() {
  const { t } = useTranslation('operator')
  const { data, error, refetch } = useQuery({
    queryKey: ['operator', 'fees'],
    queryFn: () => answer(api.GET('/api/operator/fee-schedules')),
  })
  const of = (state: Schedule['state']) => data?.items.filter((schedule) => schedule.state === state) ?? []
  return (
    <>
      <PageHeader title={t('fees.title')} subtitle={t('fees.subtitle')} />
      <div className={classes.columns}>
        {error && !data ? (
          <ErrorState error={error} retry={refetch} />
        ) : data ? (
          <Stack gap="md">
            <Section title={t('fees.inForce')} flush>
              <Schedules schedules={of('in_force')} none={t('fees.none')} />
            </Section>
            <Section title={t('fees.upcoming')} flush>
              <Schedules schedules={of('upcoming')} none={t('fees.noneUpcoming')} />
            </Section>
            <Section title={t('fees.history')} flush>
              <Schedules schedules={of('past')} none={t('fees.noneHistory')} />
            </Section>
          </Stack>
        ) : (
          <CardSkeleton height={360} />
        )}
        <NewFee />
      </div>
    </>
  )
}

function Schedules({ schedules, none }: { schedules: Schedule[]; none: string }) {
  const { t } = useTranslation('operator')
  if (schedules.length === 0)
    return (
      <Text c="dimmed" px="md" pb="md">
        {none}
      </Text>
    )
  return (
    <ul className={classes.schedules}>
      {schedules.map((schedule) => (
        <li key={schedule.id}>
          <Text fw={600}>{schedule.seller?.name ?? t('fees.everyone')}</Text>
          <Text>{feeWords(schedule, t)}</Text>
          <Text size="sm" c="dimmed">
            {t('fees.from', { when: momentWords(schedule.effectiveFrom) })} · {t('fees.by', { name: schedule.createdByName })}
          </Text>
        </li>
      ))}
    </ul>
  )
}
