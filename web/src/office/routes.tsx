import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { listSearch } from '../parts/list-address.ts'
import { enterFace, rootRoute } from '../root-route.tsx'
import { requireRole } from './require-role.ts'
import { RolePage } from './role-page.tsx'
import { setupRoutes } from './setup/routes.tsx'

const layout = createRoute({
  getParentRoute: () => rootRoute,
  path: '/office',
  beforeLoad: (entering) => enterFace(entering, 'office.enter'),
  component: lazyRouteComponent(() => import('./layout.tsx'), 'OfficeLayout'),
})
const errorComponent = RolePage

const home = createRoute({
  getParentRoute: () => layout,
  path: '/',
  component: lazyRouteComponent(() => import('./home/home-page.tsx'), 'HomePage'),
})
const orders = createRoute({
  getParentRoute: () => layout,
  path: 'orders',
  validateSearch: listSearch,
  beforeLoad: ({ context }) => requireRole(context, 'orders.read'),
  errorComponent,
  component: lazyRouteComponent(() => import('./orders/orders-page.tsx'), 'OrdersPage'),
})
const order = createRoute({
  getParentRoute: () => layout,
  path: 'orders/$id',
  beforeLoad: ({ context }) => requireRole(context, 'orders.read'),
  errorComponent,
  component: lazyRouteComponent(() => import('./orders/order-page.tsx'), 'OrderPage'),
})
const shipping = createRoute({
  getParentRoute: () => layout,
  path: 'shipping',
  validateSearch: listSearch,
  beforeLoad: ({ context }) => requireRole(context, 'orders.ship'),
  errorComponent,
  component: lazyRouteComponent(() => import('./shipping/shipping-page.tsx'), 'ShippingPage'),
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
  beforeLoad: ({ context }) => requireRole(context, 'invoices.read'),
  errorComponent,
  component: lazyRouteComponent(() => import('./receivables/invoices-page.tsx'), 'InvoicesPage'),
})
const invoice = createRoute({
  getParentRoute: () => layout,
  path: 'receivables/invoices/$id',
  beforeLoad: ({ context }) => requireRole(context, 'invoices.read'),
  errorComponent,
  component: lazyRouteComponent(() => import('./receivables/invoice-page.tsx'), 'InvoicePage'),
})
const payments = createRoute({
  getParentRoute: () => layout,
  path: 'receivables/payments',
  validateSearch: listSearch,
  beforeLoad: ({ context }) => requireRole(context, 'payments.read'),
  errorComponent,
  component: lazyRouteComponent(() => import('./receivables/payments-page.tsx'), 'PaymentsPage'),
})
const payment = createRoute({
  getParentRoute: () => layout,
  path: 'receivables/payments/$id',
  beforeLoad: ({ context }) => requireRole(context, 'payments.read'),
  errorComponent,
  component: lazyRouteComponent(() => import('./receivables/payment-page.tsx'), 'PaymentPage'),
})
const differences = createRoute({
  getParentRoute: () => layout,
  path: 'receivables/differences',
  beforeLoad: ({ context }) => requireRole(context, 'payments.read'),
  errorComponent,
  component: lazyRouteComponent(() => import('./receivables/differences-page.tsx'), 'DifferencesPage'),
})
const customers = createRoute({
  getParentRoute: () => layout,
  path: 'customers',
  validateSearch: listSearch,
  beforeLoad: ({ context }) => requireRole(context, 'customers.read'),
  errorComponent,
  component: lazyRouteComponent(() => import('./customers/customers-page.tsx'), 'CustomersPage'),
})
const newCustomer = createRoute({
  getParentRoute: () => layout,
  path: 'customers/new',
  beforeLoad: ({ context }) => requireRole(context, 'customers.edit'),
  errorComponent,
  component: lazyRouteComponent(() => import('./customers/new-customer-page.tsx'), 'NewCustomerPage'),
})
const customer = createRoute({
  getParentRoute: () => layout,
  path: 'customers/$id',
  validateSearch: listSearch,
  beforeLoad: ({ context }) => requireRole(context, 'customers.read'),
  errorComponent,
  component: lazyRouteComponent(() => import('./customers/customer-page.tsx'), 'CustomerPage'),
})
const products = createRoute({
  getParentRoute: () => layout,
  path: 'products',
  validateSearch: listSearch,
  beforeLoad: ({ context }) => requireRole(context, 'products.read'),
  errorComponent,
  component: lazyRouteComponent(() => import('./products/products-page.tsx'), 'ProductsPage'),
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
