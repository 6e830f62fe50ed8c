import { Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../parts/links.tsx'
import { Money } from '../../parts/money.tsx'
import { Section } from '../../parts/section.tsx'
import type { Cart } from '../cart/cart-query.ts'
import { Sums } from '../sums.tsx'
import classes from './checkout.module.css'

const shownMax = 6

/** What is ordered, in short, and what it comes to. */
export function CheckoutSummary({ cart }: { cart: Cart }) {
  const { t } = useTranslation('shop')
  const more = cart.lines.length - shownMax
  return (
    <Section title={t('checkout.summary')} aside={<TextLink to="/shop/cart">{t('checkout.change')}</TextLink>}>
      <ul className={classes.items}>
        {cart.lines.slice(0, shownMax).map((line) => (
          <li key={line.product.id}>
            <Group justify="space-between" wrap="nowrap" gap="sm" align="baseline">
              <Text size="sm" miw={0}>
                <span className={classes.times}>{line.quantity} ×</span> {line.product.name}
              </Text>
              <Text size="sm">
                <Money value={line.amount} bare />
              </Text>
            </Group>
          </li>
        ))}
        {more > 0 ? (
          <li>
            <Text size="sm" c="dimmed">
              {t('checkout.more', { count: more })}
            </Text>
          </li>
        ) : null}
      </ul>
      <Sums sums={cart} />
    </Section>
  )
}
