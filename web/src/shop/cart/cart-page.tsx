import { Button, Group, Text } from '@mantine/core'
import { IconShoppingCart } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/session.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { ButtonLink, TextLink } from '../../parts/links.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Section } from '../../parts/section.tsx'
import { PageSkeleton } from '../../parts/skeletons.tsx'
import { useSteadyRows } from '../../parts/steady-rows.ts'
import { WhyNot } from '../../parts/why-not.tsx'
import { CutOff } from '../catalogue/cut-off.tsx'
import { StickyTotal } from '../sticky-total.tsx'
import { Sums } from '../sums.tsx'
import classes from '../two-columns.module.css'
import { type Cart, cartQuery } from './cart-query.ts'
import { CartRow, RemovedRow } from './cart-row.tsx'

/** What was chosen so far. */
export function CartPage() {
  const { t } = useTranslation('shop')
  const { data: cart, error, refetch, isFetchedAfterMount } = useQuery(cartQuery)
  const { rows = [] } = useSteadyRows(cart?.lines, (line) => line.product.id, { newAtOnce: true, settled: isFetchedAfterMount })
  if (error && !cart) return <ErrorState error={error} retry={refetch} />
  if (!cart) return <PageSkeleton />
  if (rows.length === 0) return <EmptyCart />
  return (
    <>
      <PageHeader title={t('cart.title')} badges={<CutOff />} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <Section flush>
            <ul className={classes.rows} aria-label={t('cart.lines')}>
              {rows.map(({ row, gone }) =>
                gone ? <RemovedRow key={row.product.id} line={row} /> : <CartRow key={row.product.id} line={row} />,
              )}
            </ul>
          </Section>
          <Group justify="space-between" mt="sm">
            <TextLink to="/shop" size="sm">
              {t('cart.keepShopping')}
            </TextLink>
            <Text size="sm" c="dimmed">
              {t('cart.kept')}
            </Text>
          </Group>
        </div>
        <aside className={classes.aside} aria-label={t('cart.summary')}>
          <Section title={t('cart.summary')}>
            <Sums sums={cart} />
          </Section>
          <StickyTotal total={cart.total}>
            <ToCheckout cart={cart} />
          </StickyTotal>
        </aside>
      </div>
    </>
  )
}

function ToCheckout({ cart }: { cart: Cart }) {
  const { t } = useTranslation('shop')
  const may = useMay()
  const faulty = cart.lines.some((line) => line.problem !== null)
  const why = may('shop.order')
    ? faulty
      ? t('cart.mend')
      : cart.count === 0
        ? t('cart.empty')
        : cart.whyNotPay
    : t('catalogue.mayNotOrder')
  if (why === null)
    return (
      <ButtonLink to="/shop/checkout" size="md" fullWidth>
        {t('cart.checkOut')}
      </ButtonLink>
    )
  return (
    <>
      <WhyNot id="why-not-check-out">{why}</WhyNot>
      <Button size="md" fullWidth disabled aria-describedby="why-not-check-out">
        {t('cart.checkOut')}
      </Button>
    </>
  )
}

/** Nothing chosen: where to choose. */
export function EmptyCart() {
  const { t } = useTranslation('shop')
  return (
    <>
      <PageHeader title={t('cart.title')} />
      <Section>
        <EmptyState
          icon={IconShoppingCart}
          title={t('cart.empty')}
          text={t('cart.emptyText')}
          action={
            <Group gap="xs" justify="center">
              <ButtonLink to="/shop">{t('cart.toCatalogue')}</ButtonLink>
              <ButtonLink to="/shop/orders" variant="default">
                {t('cart.toOrders')}
              </ButtonLink>
            </Group>
          }
        />
      </Section>
    </>
  )
}
