import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ButtonLink, TextLink } from '../../parts/links.tsx'
import { Section } from '../../parts/section.tsx'
import classes from './home.module.css'

/** Until Stripe is ready: the way to the first card payment, in three steps. */
export function FirstSteps() {
  const { t } = useTranslation('office')
  return (
    <Section title={t('home.first.title')} aside={<Text c="dimmed">{t('home.first.intro')}</Text>}>
      <ol className={classes.steps}>
        <li className={classes.step}>
          <span className={classes.number} aria-hidden>
            1
          </span>
          <div>
            <Text fw={600}>{t('home.first.stripe')}</Text>
            <Text size="sm" c="dimmed" mb={8}>
              {t('home.first.stripeText')}
            </Text>
            <ButtonLink size="xs" to="/office/setup/settings/integrations/stripe">
              {t('home.stripeLink')}
            </ButtonLink>
          </div>
        </li>
        <li className={classes.step}>
          <span className={classes.number} aria-hidden>
            2
          </span>
          <div>
            <Text fw={600}>
              <TextLink to="/office/setup/customers" inherit>
                {t('home.first.customer')}
              </TextLink>
            </Text>
            <Text size="sm" c="dimmed">
              {t('home.first.customerText')}
            </Text>
          </div>
        </li>
        <li className={classes.step}>
          <span className={classes.number} aria-hidden>
            3
          </span>
          <div>
            <Text fw={600}>{t('home.first.order')}</Text>
            <Text size="sm" c="dimmed">
              {t('home.first.orderText')}
            </Text>
          </div>
        </li>
      </ol>
    </Section>
  )
}
