import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { listSearch } from '../parts/list-address.ts'
import { enterFace, rootRoute } from '../root-route.tsx'
import { withWords } from '../words/i18n.ts'

const layout = createRoute({
  getParentRoute: () => rootRoute,
  path: '/shop',
  beforeLoad: (entering) => enterFace(entering, 'shop.enter'),
  component: lazyRouteComponent(
    withWords('shop', () => import('./layout.tsx')),
    'ShopLayout',
  ),
})
const under = { getParentRoute: () => layout } as const

export type CatalogueSearch = { search?: string; category?: string }

const catalogue = createRoute({
  ...under,
  path: '/',
  validateSearch: ({ search, category }): CatalogueSearch => ({
    ...(typeof search === 'string' ? { search } : {}),
    ...(typeof category === 'string' ? { category } : {}),
  }),
  component: lazyRouteComponent(() => import('./catalogue/catalogue-page.tsx'), 'CataloguePage'),
})
const product = createRoute({
  ...under,
  path: '/products/$productId',
  component: lazyRouteComponent(() => import('./catalogue/product-page.tsx'), 'ProductPage'),
})
const cart = createRoute({
  ...under,
  path: '/cart',
  component: lazyRouteComponent(() => import('./cart/cart-page.tsx'), 'CartPage'),
})
const checkout = createRoute({
  ...under,
  path: '/checkout',
  component: lazyRouteComponent(() => import('./checkout/checkout-page.tsx'), 'CheckoutPage'),
})
const orders = createRoute({
  ...under,
  path: '/orders',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('./orders/orders-page.tsx'), 'OrdersPage'),
})
const order = createRoute({
  ...under,
  path: '/orders/$orderId',
  /** `back`: the buyer came back from Stripe's page without paying; `placed`: straight from the checkout. */
  validateSearch: ({ back, placed }): { back?: '1'; placed?: '1' } => ({
    ...(back === '1' ? { back } : {}),
    ...(placed === '1' ? { placed } : {}),
  }),
  component: lazyRouteComponent(() => import('./orders/order-page.tsx'), 'OrderPage'),
})
const paid = createRoute({
  ...under,
  path: '/orders/$orderId/paid',
  component: lazyRouteComponent(() => import('./orders/paid-page.tsx'), 'PaidPage'),
})

/** The shop's screens. */
export const shopRoute = layout.addChildren([catalogue, product, cart, checkout, orders, order, paid])
