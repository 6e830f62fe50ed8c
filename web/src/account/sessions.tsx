import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDeviceDesktop } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Answer, Item } from '../api/answers.ts'
import { answer, api } from '../api/client.ts'
import { ErrorState } from '../parts/error-state.tsx'
import { Section } from '../parts/section.tsx'
import { ToneBadge } from '../parts/state-badge.tsx'
import { momentWords } from '../words/date-words.ts'
import classes from './account.module.css'
import { deviceWords } from './device-words.ts'

type Session = Item<Answer<'/api/account/sessions'>>

/** Where one is signed in, and ending that from here. */
export function Sessions() {
  const { t } = useTranslation('account')
  const queryClient = useQueryClient()
  const sessions = useQuery({ queryKey: ['account', 'sessions'], queryFn: () => answer(api.GET('/api/account/sessions')) })
  const reread = () => queryClient.invalidateQueries({ queryKey: ['account'] })
  const endOthers = useMutation({
    mutationFn: () => answer(api.POST('/api/account/sessions/end-others')),
    onSuccess: () => {
      notifications.show({ message: t('sessions.othersEnded') })
      return reread()
    },
  })
  if (sessions.error) return <ErrorState error={sessions.error} retry={sessions.refetch} />
  const items = sessions.data?.items
  const others = (items ?? []).filter((each) => !each.current)
  return (
    <Section title={t('sessions.title')}>
      <Stack gap="md">
        <Text c="dimmed" size="sm">
          {t('sessions.text')}
        </Text>
        {items ? (
          <ul className={classes.list}>
            {[...items.filter((each) => each.current), ...others].map((session) => (
              <SessionRow key={session.id} session={session} onEnded={reread} />
            ))}
          </ul>
        ) : (
          <Skeleton h={72} />
        )}
        <Group>
          <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t('sessions.endOthers')}
          </Button>
        </Group>
      </Stack>
    </Section>
  )
}

function SessionRow({ session, onEnded }: { session: Session; onEnded: () => void }) {
  const { t } = useTranslation('account')
  const device = deviceWords(session.browser)
  const name = device ? (device.system ? t('sessions.device', device) : device.browser) : t('sessions.unknownDevice')
  const end = useMutation({
    mutationFn: () => answer(api.DELETE('/api/account/sessions/{id}', { params: { path: { id: session.id } } })),
    onSuccess: () => {
      notifications.show({ message: t('sessions.ended') })
      onEnded()
    },
  })
  return (
    <li className={classes.row}>
      <IconDeviceDesktop size={20} stroke={1.6} aria-hidden className={classes.icon} />
      <div className={classes.what}>
        <Group gap={8}>
          <Text fw={550}>{name}</Text>
          {session.current ? <ToneBadge tone="good">{t('sessions.current')}</ToneBadge> : null}
        </Group>
        <Text size="sm" c="dimmed">
          {t('sessions.from', { address: session.address })} · {t(`sessions.means.${session.means}`)}
        </Text>
        <Text size="sm" c="dimmed">
          {t('sessions.times', { seen: momentWords(session.lastSeen), since: momentWords(session.since) })}
        </Text>
      </div>
      {session.current ? null : (
        <Button
          variant="subtle"
          color="red"
          size="xs"
          loading={end.isPending}
          onClick={() => end.mutate()}
          aria-label={t('sessions.endOf', { device: name })}
        >
          {t('sessions.end')}
        </Button>
      )}
    </li>
  )
}
