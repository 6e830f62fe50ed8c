import { Button, Text } from '@mantine/core'
import { IconDownload, IconShieldLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { deviceWords } from '../../account/device-words.ts'
import type { Answer, Item, Query } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { DateText } from '../../parts/date-text.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import type { Filter } from '../../parts/filter-chips.tsx'
import { type ListAddress, useListAddress } from '../../parts/list-address.ts'
import { PageHeader } from '../../parts/page-header.tsx'

type Event = Item<Answer<'/api/security-events'>>
type Topic = NonNullable<NonNullable<Query<'/api/security-events'>>['topic']>

const topics: Topic[] = ['failure', 'sign-in', 'password', 'factor', 'people', 'setup']
const periods = ['7', '30', '90'] as const

/** Setup › Security: what happened around signing in, newest first, and the same as a file. On the operator's face, the platform's. */
export function SecurityPage() {
  const { t } = useTranslation('office')
  const [address] = useListAddress()
  const columns = useColumns()
  const filters: Filter[] = [
    {
      key: 'topic',
      label: t('security.topic'),
      options: topics.map((value) => ({ value, label: t(`security.topics.${value}`) })),
    },
    {
      key: 'days',
      label: t('security.period'),
      options: periods.map((value) => ({ value, label: t('security.lastDays', { count: Number(value) }) })),
    },
  ]
  return (
    <>
      <PageHeader
        title={t('security.title')}
        subtitle={t('security.subtitle')}
        actions={
          <Button
            component="a"
            href={fileOf(address)}
            download="security-events.csv"
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t('security.export')}
          </Button>
        }
      />
      <DataTable<Event, undefined>
        name={t('security.what')}
        searchHint={t('security.hint')}
        queryKey={['security-events']}
        load={(query) => answer(api.GET('/api/security-events', { params: { query: query as Query<'/api/security-events'> } }))}
        columns={columns}
        rowId={(event) => event.id}
        filters={filters}
        card={(event) => ({
          title: event.what,
          subtitle: (
            <>
              {event.person || t('security.nobody')}
              {event.by === null || event.by === event.person ? null : ` · ${t('security.by', { name: event.by })}`}
              <br />
              <DateText value={event.at} as="moment" />
              {event.address ? ` · ${event.address}` : null}
              {event.more ? (
                <>
                  <br />
                  {event.more}
                </>
              ) : null}
            </>
          ),
        })}
        empty={<EmptyState icon={IconShieldLock} title={t('security.emptyTitle')} text={t('security.emptyText')} />}
      />
    </>
  )
}

/** The list as it is narrowed now, whole. */
function fileOf(address: ListAddress): string {
  const asked = ['search', 'topic', 'days'].flatMap((key) => (address[key] ? [[key, address[key]]] : []))
  return `/api/security-events.csv?${new URLSearchParams(asked as [string, string][])}`
}

function useColumns(): Column<Event>[] {
  const { t } = useTranslation('office')
  return [
    { key: 'at', header: t('security.when'), width: 192, render: (event) => <DateText value={event.at} as="moment" /> },
    { key: 'what', header: t('security.what'), render: (event) => <What event={event} /> },
    {
      key: 'person',
      header: t('security.person'),
      width: 190,
      render: (event) => <Who event={event} />,
    },
    { key: 'from', header: t('security.from'), width: 170, render: (event) => <Where event={event} /> },
  ]
}

function What({ event }: { event: Event }) {
  const more = [event.how, event.more].filter(Boolean).join(' · ')
  return <Two first={event.what} second={more} />
}

function Who({ event }: { event: Event }) {
  const { t } = useTranslation('office')
  return (
    <Two
      first={event.person || t('security.nobody')}
      second={event.by === null || event.by === event.person ? '' : t('security.by', { name: event.by })}
    />
  )
}

function Where({ event }: { event: Event }) {
  const { t } = useTranslation('office')
  const device = deviceWords(event.userAgent ?? '')
  const words = device && (device.system ? t('security.device', device) : device.browser)
  return <Two first={event.address ?? t('security.server')} second={words ?? ''} />
}

function Two({ first, second }: { first: string; second: string }) {
  return (
    <div style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
      {first}
      {second ? (
        <Text size="xs" c="dimmed" lh={1.3}>
          {second}
        </Text>
      ) : null}
    </div>
  )
}
