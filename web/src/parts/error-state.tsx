import { Alert, Button, Container, Stack, Text } from '@mantine/core'
import { IconAlertCircle, IconLock, IconMapOff, IconPlugConnectedX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '../api/problem.ts'

type Props = { error: unknown; retry?: () => void; fullPage?: boolean }

/** What happened, what was kept, what to do: for a query that failed or a screen that broke. */
export function ErrorState({ error, retry, fullPage = false }: Props) {
  const { t } = useTranslation()
  const problem = error instanceof ApiProblem ? error : null
  const refused = problem !== null && problem.status >= 400 && problem.status < 500
  const [title, Icon] = !problem
    ? ([t('error.title'), IconAlertCircle] as const)
    : problem.status === 0
      ? ([t('error.offlineTitle'), IconPlugConnectedX] as const)
      : problem.status === 403
        ? ([t('error.forbiddenTitle'), IconLock] as const)
        : problem.status === 404
          ? ([t('error.missingTitle'), IconMapOff] as const)
          : ([t('error.title'), IconAlertCircle] as const)
  const words = problem && (refused || problem.status === 0) ? problem.message : t('error.unexpected')
  const body = (
    <Alert color={refused ? 'yellow' : 'red'} icon={<Icon size={20} />} title={title} role="alert">
      <Stack align="flex-start" gap="sm">
        <Text size="md">{words}</Text>
        {retry && !refused ? (
          <Button size="xs" variant="default" onClick={retry}>
            {t('error.retry')}
          </Button>
        ) : null}
      </Stack>
    </Alert>
  )
  if (!fullPage) return body
  return (
    <Container component="main" id="main" tabIndex={-1} size="xs" py={80}>
      {body}
    </Container>
  )
}
