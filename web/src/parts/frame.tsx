import { AppShell, Burger, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useActive } from '../api/session.ts'
import { Mark } from '../theme/mark.tsx'
import classes from './frame.module.css'
import { Keys } from './keys.tsx'
import { TextLink } from './links.tsx'
import { UserMenu } from './user-menu.tsx'

type Props = {
  home: '/office' | '/operator'
  navigation: ReactNode
  /** What stands in the head beside the account. */
  tools?: ReactNode
  /** What opens over the screens. */
  children?: ReactNode
}

/** What stands around every screen of people at work: the company, navigation at the left, tools and the account above. */
export function Frame({ home, navigation, tools, children }: Props) {
  const { t } = useTranslation()
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
      navbar={{ width: 228, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={0}
      transitionDuration={120}
    >
      <AppShell.Header className={classes.header}>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <Burger
            opened={opened}
            onClick={toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label={t('frame.open')}
            aria-expanded={opened}
          />
          <TextLink to={home} underline="never" c="inherit" className={classes.brand}>
            <Mark />
            <Text fw={650} size="md" truncate component="span">
              {company.name}
            </Text>
          </TextLink>
          <Group gap="sm" wrap="nowrap" ml="auto">
            {tools}
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar} component="div">
        {navigation}
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={classes.main}>
        <div className={classes.page}>
          <Outlet />
        </div>
      </AppShell.Main>
      {children}
      <Keys />
    </AppShell>
  )
}
