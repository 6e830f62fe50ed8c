import '@mantine/spotlight/styles.css'
import { AppShell, Burger, Group, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useActive } from '../api/session.ts'
import { TextLink } from '../parts/links.tsx'
import { UserMenu } from '../parts/user-menu.tsx'
import { Mark } from '../theme/mark.tsx'
import { addWords } from '../words/i18n.ts'
import { FindAnything } from './find-anything.tsx'
import classes from './layout.module.css'
import { officeMessages } from './messages.en.ts'
import { Navigation } from './navigation.tsx'

addWords('office', officeMessages)

/** The office's frame: navigation at the left, search and account above, the screen within. */
export function OfficeLayout() {
  const { t } = useTranslation('office')
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
          <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('nav.open')} aria-expanded={opened} />
          <TextLink to="/office" underline="never" c="inherit" className={classes.brand}>
            <Mark />
            <Text fw={650} size="md" truncate component="span">
              {company.name}
            </Text>
          </TextLink>
          <UnstyledButton className={classes.find} onClick={spotlight.open}>
            <IconSearch size={16} aria-hidden />
            <span>{t('find.button')}</span>
            <kbd aria-hidden>Ctrl K</kbd>
          </UnstyledButton>
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
      <FindAnything />
    </AppShell>
  )
}
