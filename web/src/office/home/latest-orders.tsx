import { Group, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { DayText } from '../../parts/date-text.tsx'
import { TextLink } from '../../parts/links.tsx'
import { Money } from '../../parts/money.tsx'
import { Section } from '../../parts/section.tsx'
import { HoldBadge, StateBadge } from '../../parts/state-badge.tsx'
import classes from './home.module.css'

const latestMax = 8

/** For people who do not see money: what was ordered last. */
export function LatestOrders() {
  const { t } = useTranslation('office')
  const { data } = useQuery({
    queryKey: ['orders', 'latest'],
    queryFn: () => answer(api.GET('/api/orders', { params: { query: { limit: latestMax } } })),
  })
  return (
    <Section title={t('home.latest')} aside={<TextLink to="/office/orders">{t('home.latestAll')}</TextLink>} flush>
      {data ? null : <Skeleton h={320} />}
      {data?.items.length === 0 ? (
        <Text c="dimmed" px="md" pb="md">
          {t('orders.emptyText')}
        </Text>
      ) : null}
      {data?.items.map((order) => (
        <Link key={order.id} to="/office/orders/$id" params={{ id: order.id }} className={classes.payment}>
          <div style={{ minWidth: 0 }}>
            <Text fw={550} truncate>
              {order.number} · {order.customer.name}
            </Text>
            <Text size="xs" c="dimmed">
              {t('orders.shipDate')} <DayText value={order.shipDate} />
            </Text>
          </div>
          <Group gap="sm" justify="flex-end">
            <HoldBadge hold={order.hold} />
            {order.orderState === 'voided' ? (
              <StateBadge fact="order" state="voided" />
            ) : (
              <StateBadge fact="fulfilment" state={order.fulfilmentState} />
            )}
            <Money value={order.total} />
          </Group>
        </Link>
      ))}
    </Section>
  )
}
