import { Stack } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../parts/error-state.tsx'
import { ButtonLink } from '../parts/links.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { NotForRole } from './require-role.ts'

/** A direct address to a page the role does not include: says so kindly, and who may. */
export function RolePage({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation('office')
  if (!(error instanceof NotForRole)) return <ErrorState error={error} retry={reset} />
  return (
    <Stack align="flex-start" gap="xs" maw={520} mt="xl">
      <IconLock size={36} stroke={1.3} color="var(--mantine-color-dimmed)" aria-hidden />
      <PageHeader title={t('role.title')} subtitle={t('role.text', { who: t(`role.who.${error.permission}`) })} />
      <ButtonLink to="/office" variant="default">
        {t('role.home')}
      </ButtonLink>
    </Stack>
  )
}
