import { Stack } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import type { AsyncRouteComponent, RouteComponent } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Permission } from '../api/answers.ts'
import { useMay } from '../api/session.ts'
import { ButtonLink } from '../parts/links.tsx'
import { PageHeader } from '../parts/page-header.tsx'

/** A page that only some roles may open: the others get one that says so kindly, and names who may. */
export function forRole(permission: Permission, Page: AsyncRouteComponent<unknown>): RouteComponent {
  const Guarded = () => (useMay()(permission) ? <Page /> : <NotForRole permission={permission} />)
  // The router loads a page's code ahead of a click.
  return Object.assign(Guarded, { preload: Page.preload })
}

function NotForRole({ permission }: { permission: Permission }) {
  const { t } = useTranslation('office')
  return (
    <Stack align="flex-start" gap="xs" maw={520} mt="xl">
      <IconLock size={36} stroke={1.3} color="var(--mantine-color-dimmed)" aria-hidden />
      <PageHeader title={t('role.title')} subtitle={t('role.text', { who: t(`role.who.${permission}`) })} />
      <ButtonLink to="/office" variant="default">
        {t('role.home')}
      </ButtonLink>
    </Stack>
  )
}
