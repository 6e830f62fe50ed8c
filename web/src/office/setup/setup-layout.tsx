import { Group } from '@mantine/core'
import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/session.ts'
import { SideLink } from '../../parts/links.tsx'
import classes from './setup.module.css'

/** Setup's own navigation beside its pages; it holds only what the role may open. */
export function SetupLayout() {
  const { t } = useTranslation('office')
  const may = useMay()
  return (
    <div className={classes.layout}>
      <Group component="nav" aria-label={t('setup.nav')} className={classes.nav} gap={2}>
        {may('company.manage') ? (
          <SideLink to="/office/setup/company" label={t('setup.company')} className={classes.link} />
        ) : null}
        {may('people.manage') ? <SideLink to="/office/setup/people" label={t('setup.people')} className={classes.link} /> : null}
        {may('people.manage') ? (
          <SideLink to="/office/setup/security" label={t('setup.security')} className={classes.link} />
        ) : null}
        {may('customers.edit') ? (
          <SideLink to="/office/setup/customers" label={t('setup.customers')} className={classes.link} />
        ) : null}
        {may('mails.manage') ? <SideLink to="/office/setup/mails" label={t('nav.mails')} className={classes.link} /> : null}
        {may('stripe.manage') ? (
          <SideLink to="/office/setup/settings" label={t('setup.settings')} className={classes.link} />
        ) : null}
      </Group>
      <div className={classes.page}>
        <Outlet />
      </div>
    </div>
  )
}
