import { Container, Group } from '@mantine/core'
import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../parts/links.tsx'
import { Mark } from '../theme/mark.tsx'

/** The frame of the kept mails, outside of every company. */
export function MailsLayout() {
  const { t } = useTranslation('signIn')
  return (
    <Container size="md" py="lg">
      <Group component="header" mb="xl" gap="sm">
        <Mark />
        <TextLink to="/" size="sm">
          {t('mails.backToFlorin')}
        </TextLink>
      </Group>
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
    </Container>
  )
}
