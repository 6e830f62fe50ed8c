import { Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Answer, Item } from '../../api/answers.ts'
import { HoldBadge, OrderStateBadge, StateBadge, ToneBadge } from '../../parts/state-badge.tsx'

type Facts = Pick<Item<Answer<'/api/shop/orders'>>, 'orderState' | 'voidedBecause' | 'paymentState' | 'fulfilmentState' | 'hold'>

/** An order's facts as far as they tell its buyer something. */
export function OrderBadges({ order }: { order: Facts }) {
  const { t } = useTranslation('shop')
  const voided = order.orderState === 'voided'
  return (
    <Group gap={6} component="span">
      <OrderStateBadge order={order} />
      {voided ? null : <HoldBadge hold={order.hold} />}
      {voided ? null : <StateBadge fact="payment" state={order.paymentState} />}
      {order.fulfilmentState === 'shipped' ? <ToneBadge tone="good">{t('orders.fulfilment.shipped')}</ToneBadge> : null}
    </Group>
  )
}
