import { Alert, Button, Container, Group, Stack, Text } from '@mantine/core'
import { IconShieldLock } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/session.ts'
import { showNow } from '../api/step-up.ts'
import { TextLink } from '../parts/links.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { UserMenu } from '../parts/user-menu.tsx'
import { Mark } from '../theme/mark.tsx'
import { ChangePassword } from './change-password.tsx'
import { OwnEvents } from './own-events.tsx'
import { Passkeys } from './passkeys.tsx'
import { SecondFactor } from './second-factor.tsx'
import { Sessions } from './sessions.tsx'

/** One's own account: second factors, password and sessions. The same page for the people of all faces. */
export function AccountPage() {
  const { t } = useTranslation('account')
  const session = useSession()
  const { enrol } = useSearch({ from: '/account' })
  const queryClient = useQueryClient()
  const mustEnrol = enrol === '1' && session.secondFactorRequired
  const mustShow = mustEnrol && session.user?.twoFactorEnabled === true
  const show = async () => {
    if (await showNow()) await queryClient.invalidateQueries()
  }
  return (
    <Container size={640} py="md">
      <Group component="header" justify="space-between" mb="xl">
        <TextLink to="/" underline="never" c="inherit">
          <Group gap={10}>
            <Mark />
            <Text fw={600} component="span">
              {t('back')}
            </Text>
          </Group>
        </TextLink>
        <UserMenu />
      </Group>
      <main id="main" tabIndex={-1}>
        <PageHeader title={t('title')} subtitle={t('signedInAs', { email: session.user?.email ?? '' })} />
        <Stack gap="md">
          {mustEnrol ? (
            <Alert color="yellow" icon={<IconShieldLock size={18} aria-hidden />}>
              <Stack gap="sm" align="flex-start">
                {t(mustShow ? 'showFirst' : 'enrolFirst')}
                {mustShow ? <Button onClick={show}>{t('showNow')}</Button> : null}
              </Stack>
            </Alert>
          ) : null}
          <SecondFactor />
          <Passkeys />
          <ChangePassword />
          <Sessions />
          <OwnEvents />
        </Stack>
      </main>
    </Container>
  )
}
