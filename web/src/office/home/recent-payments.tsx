import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { MomentText } from '../../parts/date-text.tsx'
import { TextLink } from '../../parts/links.tsx'
import { Money } from '../../parts/money.tsx'
import { Section } from '../../parts/section.tsx'
import classes from './home.module.css'
import type { Home } from './home-page.tsx'

/** The last few payments, as they come in. */
export function RecentPayments({ payments }: { payments: NonNullable<Home['money']>['recentPayments'] }) {
  const { t } = useTranslation('office')
  return (
    <Section title={t('home.recent')} aside={<TextLink to="/office/receivables/payments">{t('home.recentAll')}</TextLink>} flush>
      {payments.length === 0 ? (
        <Text c="dimmed" p="md">
          {t('home.recentEmpty')}
        </Text>
      ) : (
        payments.map((payment) => (
          <Link key={payment.id} to="/office/receivables/payments/$id" params={{ id: payment.id }} className={classes.payment}>
            <div style={{ minWidth: 0 }}>
              <Text fw={550} truncate>
                {payment.customer?.name ?? t('payments.suspense')}
              </Text>
              <Text size="xs" c="dimmed">
                <MomentText value={payment.receivedAt} />
                {payment.order ? ` · ${t('payment.order', { number: payment.order.number })}` : null}
              </Text>
            </div>
            <Money value={payment.amount} received strong />
          </Link>
        ))
      )}
    </Section>
  )
}
