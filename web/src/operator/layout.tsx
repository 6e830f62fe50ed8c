import { Stack } from '@mantine/core'
import {
  IconBuildingStore,
  IconCoin,
  IconHome,
  IconMail,
  IconPercentage,
  IconShieldLock,
  IconUsers,
  IconWebhook,
  type TablerIcon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Frame } from '../parts/frame.tsx'
import { SideLink } from '../parts/links.tsx'

/** The operator's frame. */
export function OperatorLayout() {
  return <Frame home="/operator" navigation={<Navigation />} />
}

function Navigation() {
  const { t } = useTranslation('operator')
  const { t: words } = useTranslation()
  const icon = (Icon: TablerIcon) => <Icon size={18} stroke={1.7} aria-hidden />
  return (
    <Stack component="nav" aria-label={t('nav.label')} gap={2}>
      <SideLink to="/operator" activeOptions={{ exact: true }} label={t('nav.overview')} leftSection={icon(IconHome)} />
      <SideLink to="/operator/income" label={t('nav.income')} leftSection={icon(IconCoin)} />
      <SideLink to="/operator/sellers" label={t('nav.sellers')} leftSection={icon(IconBuildingStore)} />
      <SideLink to="/operator/fees" label={t('nav.fees')} leftSection={icon(IconPercentage)} />
      <SideLink to="/operator/mails" label={words('mails.title')} leftSection={icon(IconMail)} />
      <SideLink to="/operator/events" label={t('nav.events')} leftSection={icon(IconWebhook)} />
      <SideLink to="/operator/people" label={t('nav.people')} leftSection={icon(IconUsers)} />
      <SideLink to="/operator/security" label={t('nav.security')} leftSection={icon(IconShieldLock)} />
    </Stack>
  )
}
