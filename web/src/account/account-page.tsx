import { Alert, Container, Group, Stack, Text } from '@mantine/core'
import { IconShieldLock } from '@tabler/icons-react'
import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/session.ts'
import { TextLink } from '../parts/links.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { UserMenu } from '../parts/user-menu.tsx'
import { Mark } from '../theme/mark.tsx'
import { ChangePassword } from './change-password.tsx'
import { SecondFactor } from './second-factor.tsx'

/** One's own account: password and second factor. The same page for the people of all faces. */
export function AccountPage() {
  const { t } = useTranslation('account')
  const session = useSession()
  const { enrol } = useSearch({ from: '/account' })
  const mustEnrol = enrol === '1' && session.user?.twoFactorEnabled === false
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
              {t('enrolFirst')}
            </Alert>
          ) : null}
          <SecondFactor enabled={session.user?.twoFactorEnabled ?? false} />
          <ChangePassword />
        </Stack>
      </main>
    </Container>
  )
}
