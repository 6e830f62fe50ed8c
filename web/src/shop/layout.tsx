import { Text } from '@mantine/core'
import { IconClipboardList, IconLeaf, IconShoppingCart, type TablerIcon } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useActive } from '../api/session.ts'
import { Keys } from '../parts/keys.tsx'
import { UserMenu } from '../parts/user-menu.tsx'
import { cartQuery } from './cart/cart-query.ts'
import classes from './layout.module.css'
import { LeavingForStripe } from './leave-for-stripe.tsx'
import { AccentTheme } from './theme/accent-theme.tsx'

/** The shop's frame in the seller's name and colour: navigation above, on a phone under the thumb. */
export function ShopLayout() {
  const { company } = useActive()
  return (
    <AccentTheme accent={company.accentColour}>
      <LeavingForStripe>
        <Header />
        <main id="main" tabIndex={-1} className={classes.main}>
          <Outlet />
        </main>
        <Keys />
      </LeavingForStripe>
    </AccentTheme>
  )
}

function Header() {
  const { t } = useTranslation('shop')
  const { company, customer } = useActive()
  const { data: cart } = useQuery(cartQuery)
  const countId = useId()
  const icon = (Icon: TablerIcon) => <Icon size={20} stroke={1.7} aria-hidden />
  return (
    <header className={classes.header}>
      <div className={classes.bar}>
        <Link to="/shop" className={classes.brand}>
          <span className={classes.logo} aria-hidden>
            {company.name.charAt(0)}
          </span>
          <span className={classes.names}>
            <span className={classes.company}>{company.name}</span>
            <Text size="xs" c="dimmed" truncate component="span">
              {customer?.name}
            </Text>
          </span>
        </Link>
        <nav className={classes.nav} aria-label={t('nav.label')}>
          <Link to="/shop" activeOptions={{ exact: true, includeSearch: false }} className={classes.entry}>
            {icon(IconLeaf)}
            {t('nav.catalogue')}
          </Link>
          <Link to="/shop/orders" className={classes.entry}>
            {icon(IconClipboardList)}
            {t('nav.orders')}
          </Link>
          <Link to="/shop/cart" className={classes.entry} aria-describedby={countId}>
            {icon(IconShoppingCart)}
            {t('nav.cart')}
            {cart && cart.count > 0 ? (
              <span className={classes.count} aria-hidden>
                {cart.count}
              </span>
            ) : null}
          </Link>
          <span id={countId} hidden>
            {t('nav.inCart', { count: cart?.count ?? 0 })}
          </span>
        </nav>
        <UserMenu />
      </div>
    </header>
  )
}
