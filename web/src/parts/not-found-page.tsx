import { Container, Stack, Text } from '@mantine/core'
import { IconMapOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from './links.tsx'
import { PageHeader } from './page-header.tsx'

/** An address that leads nowhere. */
export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <Container component="main" id="main" tabIndex={-1} size="xs" py={80}>
      <Stack align="flex-start" gap="sm">
        <IconMapOff size={36} stroke={1.4} aria-hidden />
        <PageHeader title={t('error.missingTitle')} subtitle={t('error.missing')} />
        <Text>
          <ButtonLink to="/">{t('error.home')}</ButtonLink>
        </Text>
      </Stack>
    </Container>
  )
}
