import { Paper, Text } from '@mantine/core'
import { IconChevronRight, IconPlugConnected } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../parts/links.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import classes from './setup.module.css'

/** Setup › Settings. */
export function SettingsPage() {
  const { t } = useTranslation('office')
  return (
    <>
      <PageHeader title={t('setup.settings')} />
      <Paper className={classes.entry} maw={720}>
        <IconPlugConnected size={26} stroke={1.5} aria-hidden />
        <div style={{ flex: 1 }}>
          <TextLink to="/office/setup/settings/integrations" fw={600} c="inherit" size="lg">
            {t('setup.integrations')}
          </TextLink>
          <Text c="dimmed">{t('setup.integrationsText')}</Text>
        </div>
        <IconChevronRight size={18} aria-hidden />
      </Paper>
    </>
  )
}
