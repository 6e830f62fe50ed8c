import { AppShell, Burger, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBuildingStore, IconCoin, IconHome, IconPercentage, IconWebhook, type TablerIcon } from '@tabler/icons-react'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useActive } from '../api/session.ts'
import { SideLink, TextLink } from '../parts/links.tsx'
import { UserMenu } from '../parts/user-menu.tsx'
import { Mark } from '../theme/mark.tsx'
import { addWords } from '../words/i18n.ts'
import classes from './layout.module.css'
import { operatorMessages } from './messages.en.ts'

addWords('operator', operatorMessages)

/** The operator's frame: navigation at the left, the account above. */
export function OperatorLayout() {
  const { t } = useTranslation('operator')
  const { company } = useActive()
  const [opened, { toggle, close }] = useDisclosure(false)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const [shown, setShown] = useState(path)
  // Going to another page closes the navigation on a phone.
  if (shown !== path) {
    setShown(path)
    close()
  }
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      transitionDuration={120}
    >
      <AppShell.Header className={classes.header}>
        <Group h="100%" px="md" gap="sm" wrap="nowrap" justify="space-between">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t('nav.open')}
              aria-expanded={opened}
            />
            <TextLink to="/operator" underline="never" c="inherit" className={classes.brand}>
              <Mark />
              <Text fw={650} size="md" truncate component="span">
                {company.name}
              </Text>
            </TextLink>
          </Group>
          <UserMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar} component="div">
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={classes.main}>
        <div className={classes.page}>
          <Outlet />
        </div>
      </AppShell.Main>
    </AppShell>
  )
}

function Navigation() {
  const { t } = useTranslation('operator')
  const icon = (Icon: TablerIcon) => <Icon size={18} stroke={1.7} aria-hidden />
  return (
    <Stack component="nav" aria-label={t('nav.label')} gap={2}>
      <SideLink to="/operator" activeOptions={{ exact: true }} label={t('nav.overview')} leftSection={icon(IconHome)} />
      <SideLink to="/operator/income" label={t('nav.income')} leftSection={icon(IconCoin)} />
      <SideLink to="/operator/sellers" label={t('nav.sellers')} leftSection={icon(IconBuildingStore)} />
      <SideLink to="/operator/fees" label={t('nav.fees')} leftSection={icon(IconPercentage)} />
      <SideLink to="/operator/events" label={t('nav.events')} leftSection={icon(IconWebhook)} />
    </Stack>
  )
}
