import { Button, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconMail, IconMailForward } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Answer, Item, Query } from '../api/answers.ts'
import { answer, api } from '../api/client.ts'
import { useMay } from '../api/session.ts'
import { momentWords } from '../words/date-words.ts'
import { type Column, DataTable } from './data-table.tsx'
import { EmptyState } from './empty-state.tsx'
import { firstClick } from './first-click.ts'
import { TextLink } from './links.tsx'
import { PageHeader } from './page-header.tsx'
import { ToneBadge } from './state-badge.tsx'

type Mail = Item<Answer<'/api/mails'>>

const states: Mail['state'][] = ['waiting', 'done', 'skipped', 'given_up']
const tones = { waiting: 'waiting', done: 'good', skipped: 'quiet', given_up: 'bad' } as const

/** What was written to whom, what became of it, and one click to send it again. The same for a seller and for the platform. */
export function MailsPage() {
  const { t } = useTranslation()
  return (
    <>
      <PageHeader title={t('mails.title')} subtitle={t('mails.subtitle')} />
      <DataTable<Mail>
        unsearched
        name={t('mails.title')}
        queryKey={['mails']}
        load={(query) => answer(api.GET('/api/mails', { params: { query: query as Query<'/api/mails'> } }))}
        columns={useColumns()}
        rowId={(mail) => mail.id}
        filters={[
          {
            key: 'state',
            label: t('mails.state'),
            options: states.map((value) => ({ value, label: t(`mails.states.${value}`) })),
          },
        ]}
        card={(mail) => ({
          title: <About mail={mail} />,
          subtitle: (
            <>
              <To mail={mail} />
              <Standing mail={mail} />
            </>
          ),
          value: <Again mail={mail} />,
        })}
        empty={<EmptyState icon={IconMail} title={t('mails.emptyTitle')} text={t('mails.emptyText')} />}
      />
    </>
  )
}

function useColumns(): Column<Mail>[] {
  const { t } = useTranslation()
  return [
    { key: 'about', header: t('mails.about'), render: (mail) => <About mail={mail} /> },
    { key: 'to', header: t('mails.to'), width: 190, render: (mail) => <To mail={mail} /> },
    { key: 'state', header: t('mails.state'), width: 250, render: (mail) => <Standing mail={mail} /> },
    { key: 'again', header: '', width: 140, align: 'right', render: (mail) => <Again mail={mail} /> },
  ]
}

function About({ mail }: { mail: Mail }) {
  const { t } = useTranslation()
  const may = useMay()
  return (
    <div style={{ whiteSpace: 'normal' }}>
      {mail.order && may('orders.read') ? (
        <TextLink to="/office/orders/$id" params={{ id: mail.order.id }} inherit>
          {mail.about}
        </TextLink>
      ) : (
        mail.about
      )}
      <Text size="xs" c="dimmed" lh={1.3}>
        {t('mails.written', { when: momentWords(mail.createdAt) })}
      </Text>
    </div>
  )
}

function To({ mail: { to } }: { mail: Mail }) {
  const { t } = useTranslation()
  if (!to.email) return <>{t('mails.nobody')}</>
  return (
    <span>
      {to.name ?? to.email}
      {to.name ? (
        <Text size="xs" c="dimmed" lh={1.3} style={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>
          {to.email}
        </Text>
      ) : null}
    </span>
  )
}

function Standing({ mail }: { mail: Mail }) {
  const { t } = useTranslation()
  const tries = mail.state !== 'done' && mail.tries > 0 ? t('mails.tries', { count: mail.tries }) : null
  const when = mail.sentAt
    ? momentWords(mail.sentAt)
    : mail.nextTryAt && mail.tries > 0
      ? t('mails.next', { when: momentWords(mail.nextTryAt) })
      : null
  return (
    <div style={{ whiteSpace: 'normal', padding: '6px 0' }}>
      <ToneBadge tone={tones[mail.state]}>{t(`mails.states.${mail.state}`)}</ToneBadge>{' '}
      <Text size="xs" c="dimmed" component="span">
        {[tries, when].filter(Boolean).join(', ')}
      </Text>
      {mail.lastFault && mail.state !== 'done' ? (
        <Text size="xs" mt={2}>
          {mail.lastFault}
        </Text>
      ) : null}
    </div>
  )
}

function Again({ mail }: { mail: Mail }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const again = useMutation({
    mutationFn: () => answer(api.POST('/api/mails/{id}/send-again', { params: { path: { id: mail.id } } })),
    onSuccess: () => {
      notifications.show({ color: 'leaf', message: t('mails.sentAgain') })
      return queryClient.invalidateQueries({ queryKey: ['mails'] })
    },
  })
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconMailForward size={14} aria-hidden />}
      aria-label={t('mails.againNamed', { about: mail.about })}
      loading={again.isPending}
      onClick={firstClick(() => again.mutate())}
    >
      {t('mails.again')}
    </Button>
  )
}
