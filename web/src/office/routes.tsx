import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { listSearch } from '../parts/list-address.ts'
import { enterFace, rootRoute } from '../root-route.tsx'
import { withWords } from '../words/i18n.ts'
import { forRole } from './for-role.tsx'
import { setupRoutes } from './setup/routes.tsx'

const layout = createRoute({
  getParentRoute: () => rootRoute,
  path: '/office',
  beforeLoad: (entering) => enterFace(entering, 'office.enter'),
  component: lazyRouteComponent(
    withWords('office', () => import('./layout.tsx')),
    'OfficeLayout',
  ),
})
const home = createRoute({
  getParentRoute: () => layout,
  path: '/',
  component: lazyRouteComponent(() => import('./home/home-page.tsx'), 'HomePage'),
})
const orders = createRoute({
  getParentRoute: () => layout,
  path: 'orders',
  validateSearch: listSearch,
  component: forRole(
    'orders.read',
    lazyRouteComponent(() => import('./orders/orders-page.tsx'), 'OrdersPage'),
  ),
})
const order = createRoute({
  getParentRoute: () => layout,
  path: 'orders/$id',
  component: forRole(
    'orders.read',
    lazyRouteComponent(() => import('./orders/order-page.tsx'), 'OrderPage'),
  ),
})
const shipping = createRoute({
  getParentRoute: () => layout,
  path: 'shipping',
  validateSearch: listSearch,
  component: forRole(
    'orders.ship',
    lazyRouteComponent(() => import('./shipping/shipping-page.tsx'), 'ShippingPage'),
  ),
})
const receivables = createRoute({
  getParentRoute: () => layout,
  path: 'receivables',
  beforeLoad: () => {
    throw redirect({ to: '/office/receivables/invoices' })
  },
})
const invoices = createRoute({
  getParentRoute: () => layout,
  path: 'receivables/invoices',
  validateSearch: listSearch,
  component: forRole(
    'invoices.read',
    lazyRouteComponent(() => import('./receivables/invoices-page.tsx'), 'InvoicesPage'),
  ),
})
const invoice = createRoute({
  getParentRoute: () => layout,
  path: 'receivables/invoices/$id',
  component: forRole(
    'invoices.read',
    lazyRouteComponent(() => import('./receivables/invoice-page.tsx'), 'InvoicePage'),
  ),
})
const payments = createRoute({
  getParentRoute: () => layout,
  path: 'receivables/payments',
  validateSearch: listSearch,
  component: forRole(
    'payments.read',
    lazyRouteComponent(() => import('./receivables/payments-page.tsx'), 'PaymentsPage'),
  ),
})
const payment = createRoute({
  getParentRoute: () => layout,
  path: 'receivables/payments/$id',
  component: forRole(
    'payments.read',
    lazyRouteComponent(() => import('./receivables/payment-page.tsx'), 'PaymentPage'),
  ),
})
const differences = createRoute({
  getParentRoute: () => layout,
  path: 'receivables/differences',
  component: forRole(
    'payments.read',
    lazyRouteComponent(() => import('./receivables/differences-page.tsx'), 'DifferencesPage'),
  ),
})
const customers = createRoute({
  getParentRoute: () => layout,
  path: 'customers',
  validateSearch: listSearch,
  component: forRole(
    'customers.read',
    lazyRouteComponent(() => import('./customers/customers-page.tsx'), 'CustomersPage'),
  ),
})
const newCustomer = createRoute({
  getParentRoute: () => layout,
  path: 'customers/new',
  component: forRole(
    'customers.edit',
    lazyRouteComponent(() => import('./customers/new-customer-page.tsx'), 'NewCustomerPage'),
  ),
})
const customer = createRoute({
  getParentRoute: () => layout,
  path: 'customers/$id',
  validateSearch: listSearch,
  component: forRole(
    'customers.read',
    lazyRouteComponent(() => import('./customers/customer-page.tsx'), 'CustomerPage'),
  ),
})
const products = createRoute({
  getParentRoute: () => layout,
  path: 'products',
  validateSearch: listSearch,
  component: forRole(
    'products.read',
    lazyRouteComponent(() => import('./products/products-page.tsx'), 'ProductsPage'),
  ),
})

/** The office's screens. Each says what it needs; a role without it gets a page that names who has it. */
export const officeRoute = layout.addChildren([
  home,
  orders,
  order,
  shipping,
  receivables,
  invoices,
  invoice,
  payments,
  payment,
  differences,
  customers,
  newCustomer,
  customer,
  products,
  setupRoutes(() => layout),
])
export type OfficeLayoutRoute = typeof layout
