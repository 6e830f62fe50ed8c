import { Breadcrumbs } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../parts/links.tsx'

/** Setup › Settings › Integrations, above a page within them. */
export function Trail({ to }: { to: 'settings' | 'integrations' }) {
  const { t } = useTranslation('office')
  return (
    <Breadcrumbs component="nav" aria-label={t('setup.where')} separator="›" separatorMargin={6}>
      <TextLink to="/office/setup/settings" size="sm">
        {t('setup.settings')}
      </TextLink>
      {to === 'integrations' ? (
        <TextLink to="/office/setup/settings/integrations" size="sm">
          {t('setup.integrations')}
        </TextLink>
      ) : null}
    </Breadcrumbs>
  )
}
