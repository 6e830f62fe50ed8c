import { Button, Group, Paper, Stack, Text } from '@mantine/core'
import { IconChecks } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer, Item } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { ConfirmModal } from '../../parts/confirm-modal.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { TextLink } from '../../parts/links.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { CardSkeleton } from '../../parts/skeletons.tsx'
import { ToneBadge } from '../../parts/state-badge.tsx'
import { useSteadyRows } from '../../parts/steady-rows.ts'
import { momentWords } from '../../words/date-words.ts'

type Break = Item<Answer<'/api/breaks'>>
const noteMin = 5

/** What does not add up, open ones first; a person closes each with a note. */
export function DifferencesPage() {
  const { t } = useTranslation('office')
  const { data, error, refetch, isFetchedAfterMount } = useQuery({
    queryKey: ['breaks'],
    queryFn: () => answer(api.GET('/api/breaks')),
  })
  // A difference that was closed would move below the open ones, and the next one under the finger.
  const { rows = [] } = useSteadyRows(data?.items, (each) => each.id, { newAtOnce: true, settled: isFetchedAfterMount })
  return (
    <>
      <PageHeader title={t('breaks.title')} subtitle={t('breaks.subtitle')} />
      {error && !data ? <ErrorState error={error} retry={refetch} /> : null}
      {!data && !error ? <CardSkeleton height={120} /> : null}
      {data?.items.length === 0 ? (
        <Paper>
          <EmptyState icon={IconChecks} title={t('breaks.emptyTitle')} text={t('breaks.emptyText')} />
        </Paper>
      ) : null}
      <Stack gap="sm">
        {rows.map(({ row }) => (
          <Difference key={row.id} item={row} />
        ))}
      </Stack>
    </>
  )
}

function Difference({ item }: { item: Break }) {
  const { t } = useTranslation('office')
  const may = useMay()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const closing = useMutation({
    mutationFn: (note: string) =>
      answer(api.POST('/api/breaks/{id}/close', { params: { path: { id: item.id } }, body: { note } })),
    meta: { shown: true },
    onSuccess: () => {
      setAsking(false)
      return Promise.all(['breaks', 'home', 'payments'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
    },
  })
  return (
    <Paper p="md" component="article">
      <Group justify="space-between" align="flex-start">
        <Stack gap={4} flex="1 1 300px">
          <Group gap="xs">
            <ToneBadge tone={item.closedAt ? 'quiet' : 'bad'}>
              {item.closedAt ? t('breaks.closedState') : t('breaks.openState')}
            </ToneBadge>
            <Text size="xs" c="dimmed">
              {t('breaks.opened', { when: momentWords(item.openedAt) })}
            </Text>
          </Group>
          <Text>{item.summary}</Text>
          <BreakLink item={item} />
          {item.closedAt ? (
            <Text size="sm" c="dimmed">
              {t('breaks.closed', {
                when: momentWords(item.closedAt),
                name: item.closedByName ?? '',
                note: item.closingNote ?? '',
              })}
            </Text>
          ) : null}
        </Stack>
        {item.closedAt === null && may('breaks.close') ? (
          <Button variant="default" onClick={() => setAsking(true)}>
            {t('breaks.close')}
          </Button>
        ) : null}
      </Group>
      <ConfirmModal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('breaks.closeTitle')}
        text={t('breaks.closeText')}
        confirm={t('breaks.close')}
        reasonMin={noteMin}
        busy={closing.isPending}
        error={closing.error}
        onConfirm={closing.mutate}
      />
    </Paper>
  )
}

function BreakLink({ item }: { item: Break }) {
  const { t } = useTranslation('office')
  if (item.subjectType === 'payment') {
    return (
      <TextLink to="/office/receivables/payments/$id" params={{ id: item.subjectId }}>
        {t('breaks.payment')}
      </TextLink>
    )
  }
  if (item.subjectType === 'order') {
    return (
      <TextLink to="/office/orders/$id" params={{ id: item.subjectId }}>
        {t('breaks.order')}
      </TextLink>
    )
  }
  return null
}
