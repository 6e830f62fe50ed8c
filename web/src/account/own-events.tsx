import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconShieldLock } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Answer, Item } from '../api/answers.ts'
import { answer, api } from '../api/client.ts'
import { ErrorState } from '../parts/error-state.tsx'
import { Section } from '../parts/section.tsx'
import { momentWords } from '../words/date-words.ts'
import classes from './account.module.css'
import { deviceWords } from './device-words.ts'

type Event = Item<Answer<'/api/account/security-events'>>

const shownAtOnce = 5

/** What happened to one's own way in: a sign-in that was not one's own is seen here. */
export function OwnEvents() {
  const { t } = useTranslation('account')
  const list = useInfiniteQuery({
    queryKey: ['account', 'security-events'],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/account/security-events', {
          params: { query: { limit: shownAtOnce, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  if (list.error) return <ErrorState error={list.error} retry={list.refetch} />
  const items = list.data?.pages.flatMap((page) => page.items)
  return (
    <Section title={t('events.title')}>
      <Stack gap="md">
        <Text c="dimmed" size="sm">
          {t('events.text')}
        </Text>
        {items ? (
          <ul className={classes.list}>
            {items.map((event) => (
              <EventRow key={event.id} event={event} />
            ))}
          </ul>
        ) : (
          <Skeleton h={72} />
        )}
        {list.hasNextPage ? (
          <Group>
            <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
              {t('events.more')}
            </Button>
          </Group>
        ) : null}
      </Stack>
    </Section>
  )
}

function EventRow({ event }: { event: Event }) {
  const { t } = useTranslation('account')
  const device = deviceWords(event.userAgent ?? '')
  const words = device && (device.system ? t('sessions.device', device) : device.browser)
  const from = [event.address && t('sessions.from', { address: event.address }), words].filter(Boolean).join(' · ')
  return (
    <li className={classes.row}>
      <IconShieldLock size={20} stroke={1.6} aria-hidden className={classes.icon} />
      <div className={classes.what}>
        <Text fw={550}>
          {event.what}
          {event.how ? (
            <Text span fw={400} c="dimmed">
              {` · ${event.how}`}
            </Text>
          ) : null}
        </Text>
        <Text size="sm" c="dimmed">
          {[momentWords(event.at), from].filter(Boolean).join(' · ')}
        </Text>
        {event.more ? (
          <Text size="sm" c="dimmed">
            {event.more}
          </Text>
        ) : null}
      </div>
    </li>
  )
}
