import { Button, Group, Paper, Stack, Text } from '@mantine/core'
import { IconChecks } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer, Item } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { ConfirmModal } from '../../parts/confirm-modal.tsx'
import { CopyId } from '../../parts/copy-id.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { TextLink } from '../../parts/links.tsx'
import { Money } from '../../parts/money.tsx'
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
  return (
    <Paper p="md" component="article" aria-label={item.sentence}>
      <Group justify="space-between" align="flex-start">
        <Stack gap={6} flex="1 1 300px">
          <Group gap="xs">
            <ToneBadge tone={item.closedAt ? 'quiet' : 'bad'}>
              {item.closedAt ? t('breaks.closedState') : t(item.reopened ? 'breaks.reopenedState' : 'breaks.openState')}
            </ToneBadge>
            <Text size="xs" c="dimmed">
              {t('breaks.opened', { when: momentWords(item.openedAt) })}
            </Text>
            {item.deadline && !item.closedAt ? (
              <ToneBadge tone="waiting">{t('breaks.until', { when: momentWords(item.deadline) })}</ToneBadge>
            ) : null}
          </Group>
          <Text fw={item.closedAt ? 400 : 550}>{item.sentence}</Text>
          {item.closedAt ? null : (
            <Text size="sm" c="dimmed">
              {item.nextStep}
            </Text>
          )}
          <DifferenceLinks item={item} />
          {item.closedAt ? <Closed item={item} /> : null}
        </Stack>
        <Stack gap="xs" align="flex-end">
          {item.amount ? (
            <Text fz={18}>
              <Money value={item.amount} strong />
            </Text>
          ) : null}
          <CloseDifference item={item} />
        </Stack>
      </Group>
    </Paper>
  )
}

function Closed({ item }: { item: Break }) {
  const { t } = useTranslation('office')
  const when = momentWords(item.closedAt ?? '')
  return (
    <Text size="sm" c="dimmed">
      {item.closedByName === null
        ? t('breaks.settled', { when })
        : t('breaks.closed', { when, name: item.closedByName, note: item.closingNote ?? '' })}
    </Text>
  )
}

/** Closes it as it was read here; one that has changed meanwhile is read again first. */
function CloseDifference({ item }: { item: Break }) {
  const { t } = useTranslation('office')
  const may = useMay()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const readAgain = () =>
    Promise.all(['breaks', 'home', 'payments'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
  const closing = useMutation({
    mutationFn: (note: string) =>
      answer(
        api.POST('/api/breaks/{id}/close', {
          params: { path: { id: item.id } },
          body: { note, changedAt: item.changedAt },
        }),
      ),
    meta: { shown: true },
    onError: readAgain,
    onSuccess: () => {
      setAsking(false)
      return readAgain()
    },
  })
  if (item.closedAt !== null || !may('breaks.close')) return null
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('breaks.close')}
      </Button>
      <ConfirmModal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('breaks.closeTitle')}
        text={`${item.sentence} ${t('breaks.closeText')}`}
        confirm={t('breaks.close')}
        reasonMin={noteMin}
        busy={closing.isPending}
        error={closing.error}
        onConfirm={closing.mutate}
      />
    </>
  )
}

/** Who and what it is about, each a way there. */
function DifferenceLinks({ item }: { item: Break }) {
  const { t } = useTranslation('office')
  const { customer, order, payment } = item
  const atStripe = item.charge ?? item.checkoutSession
  return (
    <Group gap="xs md">
      {customer ? (
        <TextLink to="/office/customers/$id" params={{ id: customer.id }}>
          {customer.name}
        </TextLink>
      ) : null}
      {order ? (
        <TextLink to="/office/orders/$id" params={{ id: order.id }}>
          {t('payment.order', { number: order.number })}
        </TextLink>
      ) : null}
      {payment ? (
        <TextLink to="/office/receivables/payments/$id" params={{ id: payment.id }}>
          {t('payment.title', { number: payment.controlNumber })}
        </TextLink>
      ) : null}
      {atStripe ? (
        <CopyId value={atStripe} what={t(item.charge ? 'breaks.charge' : 'breaks.session')} href={item.stripeUrl} />
      ) : null}
    </Group>
  )
}
