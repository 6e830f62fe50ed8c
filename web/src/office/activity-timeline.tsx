import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Query } from '../api/answers.ts'
import { answer, api } from '../api/client.ts'
import { ErrorState } from '../parts/error-state.tsx'
import { Section } from '../parts/section.tsx'
import { CardSkeleton } from '../parts/skeletons.tsx'
import { Timeline } from '../parts/timeline.tsx'
import { happenedWords } from './happened-words.ts'
import { WhatChanged } from './what-changed.tsx'

type Props = { subjectType: Query<'/api/activity'>['subjectType']; subjectId?: string }

/** What happened to something, when, and by whom. Its query key begins with 'activity', so that every change may refresh it. */
export function ActivityTimeline({ subjectType, subjectId }: Props) {
  const { t } = useTranslation()
  const { t: office } = useTranslation('office')
  const { data, error, refetch } = useQuery({
    queryKey: ['activity', subjectType, subjectId],
    queryFn: () => answer(api.GET('/api/activity', { params: { query: { subjectType, ...(subjectId ? { subjectId } : {}) } } })),
  })
  if (error) return <ErrorState error={error} retry={refetch} />
  if (!data) return <CardSkeleton height={160} />
  return (
    <Section title={t('timeline.title')}>
      <Timeline
        items={data.items.map((item) => ({
          ...item,
          summary: happenedWords(item, office),
          more: <WhatChanged details={item.details} />,
        }))}
      />
    </Section>
  )
}
