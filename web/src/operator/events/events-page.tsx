import { Group, Paper, Text } from '@mantine/core'
import { IconWebhook } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Answer, Item, Query } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { CopyId } from '../../parts/copy-id.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { MomentText } from '../../parts/date-text.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { FilterChips } from '../../parts/filter-chips.tsx'
import { useListAddress } from '../../parts/list-address.ts'
import { PageHeader } from '../../parts/page-header.tsx'
import { ToneBadge } from '../../parts/state-badge.tsx'
import { operatorMessages } from '../messages.en.ts'

type Event = Item<Answer<'/api/operator/events'>>
type State = Event['state']

const states: State[] = ['waiting', 'done', 'ignored', 'unknown_account', 'given_up']
const tones = { waiting: 'waiting', done: 'good', ignored: 'quiet', unknown_account: 'info', given_up: 'bad' } as const

function useColumns(): Column<Event>[] {
  const { t } = useTranslation('operator')
  return [
    {
      key: 'received',
      header: t('events.received'),
      width: 180,
      render: (event) => <MomentText value={event.receivedAt} />,
    },
    { key: 'type', header: t('events.type'), width: 290, render: (event) => <Happened type={event.type} /> },
    {
      key: 'about',
      header: t('events.about'),
      width: 200,
      render: (event) => <CopyId value={event.objectId} what={t('events.aboutId')} />,
    },
    { key: 'account', header: t('events.account'), width: 210, render: (event) => <Account event={event} /> },
    { key: 'state', header: t('events.state'), render: (event) => <Standing event={event} /> },
  ]
}

/** What Stripe told this installation, and what became of it. */
export function EventsPage() {
  const { t } = useTranslation('operator')
  const [address, change] = useListAddress()
  const state = states.find((each) => each === address.state)
  const columns = useColumns()
  return (
    <>
      <PageHeader title={t('events.title')} subtitle={t('events.subtitle')} />
      <Group gap="xs" mb="sm">
        <FilterChips
          filters={[
            {
              key: 'state',
              label: t('events.stateLabel'),
              options: states.map((value) => ({ value, label: t(`events.states.${value}`) })),
            },
          ]}
          address={address}
          change={change}
        />
        {state ? (
          <Text size="sm" c="dimmed">
            {t(`events.explain.${state}`)}
          </Text>
        ) : null}
      </Group>
      <Paper>
        <DataTable
          plain
          name={t('events.what')}
          queryKey={['operator', 'events', state]}
          load={(query) =>
            answer(
              api.GET('/api/operator/events', {
                params: { query: { ...(query as Query<'/api/operator/events'>), ...(state ? { state } : {}) } },
              }),
            )
          }
          columns={columns}
          rowId={(event) => event.id}
          card={(event) => ({
            title: <Happened type={event.type} />,
            subtitle: (
              <>
                <MomentText value={event.receivedAt} />
                <br />
                {event.seller?.name ?? event.stripeAccount ?? t('events.platform')}
              </>
            ),
            value: <ToneBadge tone={tones[event.state]}>{t(`events.states.${event.state}`)}</ToneBadge>,
          })}
          empty={
            state ? (
              <EmptyState icon={IconWebhook} title={t('events.noneOf')} text={t(`events.explain.${state}`)} />
            ) : (
              <EmptyState icon={IconWebhook} title={t('events.none')} text={t('events.noneText')} />
            )
          }
        />
      </Paper>
    </>
  )
}

const typeWords: Partial<Record<string, string>> = operatorMessages.events.types

/** A kind of event in words, with Stripe's own name for it. */
function Happened({ type }: { type: string }) {
  const { t } = useTranslation('operator')
  const key = type.replaceAll('.', '_')
  if (!typeWords[key]) return <>{type}</>
  return (
    <>
      {t(`events.types.${key}` as 'events.types.payout_paid')}
      <Text size="xs" c="dimmed" lh={1.3}>
        {type}
      </Text>
    </>
  )
}

function Account({ event }: { event: Event }) {
  const { t } = useTranslation('operator')
  if (event.seller) return <>{event.seller.name}</>
  if (event.stripeAccount) return <CopyId value={event.stripeAccount} what={t('sellers.accountId')} />
  return <>{t('events.platform')}</>
}

function Standing({ event }: { event: Event }) {
  const { t } = useTranslation('operator')
  const needsWords = event.state === 'unknown_account' || event.state === 'given_up'
  return (
    <Group gap={8}>
      <span title={t(`events.explain.${event.state}`)}>
        <ToneBadge tone={tones[event.state]}>{t(`events.states.${event.state}`)}</ToneBadge>
      </span>
      {event.tries > 1 ? (
        <Text size="xs" c="dimmed" component="span">
          {t('events.tries', { count: event.tries })}
        </Text>
      ) : null}
      {needsWords ? (
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'normal' }}>
          {event.lastError ?? t(`events.explain.${event.state}`)}
        </Text>
      ) : null}
    </Group>
  )
}
