import { Paper, Text } from '@mantine/core'
import { IconBrandStripe, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { TextLink } from '../../parts/links.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import classes from './setup.module.css'
import { Trail } from './trail.tsx'

/** Setup › Settings › Integrations. */
export function IntegrationsPage() {
  const { t } = useTranslation('office')
  const { data } = useQuery({ queryKey: ['stripe'], queryFn: () => answer(api.GET('/api/integrations/stripe')) })
  return (
    <>
      <PageHeader title={t('setup.integrations')} above={<Trail to="settings" />} />
      <Paper className={classes.entry} maw={720}>
        <IconBrandStripe size={26} stroke={1.5} aria-hidden />
        <div style={{ flex: 1 }}>
          <TextLink to="/office/setup/settings/integrations/stripe" fw={600} c="inherit" size="lg">
            {t('setup.stripe')}
          </TextLink>
          <Text c="dimmed">{t('setup.stripeText')}</Text>
        </div>
        {data ? <StateBadge fact="stripe" state={data.standing} /> : null}
        <IconChevronRight size={18} aria-hidden />
      </Paper>
    </>
  )
}
