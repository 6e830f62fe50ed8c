import { Group, Paper, Text } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api/client.ts'
import { MomentText } from '../parts/date-text.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { ErrorState } from '../parts/error-state.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { CardSkeleton } from '../parts/skeletons.tsx'
import classes from './mails.module.css'

const lookAgainMs = 3_000

/** The mails this installation would have sent, newest first; new ones appear by themselves. */
export function MailsPage() {
  const { t } = useTranslation('signIn')
  const { data, error, refetch } = useQuery({
    queryKey: ['mails'],
    queryFn: () => answer(api.GET('/api/dev/mails')),
    refetchInterval: lookAgainMs,
  })
  return (
    <>
      <PageHeader title={t('mails.title')} subtitle={t('mails.text')} />
      {error ? (
        <ErrorState error={error} retry={refetch} />
      ) : !data ? (
        <CardSkeleton height={240} />
      ) : (
        <Paper>
          {data.items.length === 0 ? (
            <EmptyState icon={IconMail} title={t('mails.none')} text={t('mails.noneText')} />
          ) : (
            <ul className={classes.list}>
              {data.items.map((mail) => (
                <li key={mail.id}>
                  <Link to="/demo/mails/$mailId" params={{ mailId: String(mail.id) }} className={classes.mail}>
                    <Group justify="space-between" gap="sm" wrap="nowrap" align="baseline">
                      <Text fw={550}>{mail.subject}</Text>
                      <Text size="sm" c="dimmed">
                        <MomentText value={mail.at} />
                      </Text>
                    </Group>
                    <Text size="sm" c="dimmed">
                      {t('mails.to', { to: mail.to })}
                    </Text>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </Paper>
      )}
    </>
  )
}
