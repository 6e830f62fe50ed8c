import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { listSearch } from '../parts/list-address.ts'
import { enterFace, rootRoute } from '../root-route.tsx'
import { withWords } from '../words/i18n.ts'

const layout = createRoute({
  getParentRoute: () => rootRoute,
  path: '/operator',
  beforeLoad: (entering) => enterFace(entering, 'platform.operate'),
  component: lazyRouteComponent(
    withWords('operator', () => import('./layout.tsx')),
    'OperatorLayout',
  ),
})
const under = { getParentRoute: () => layout } as const

const overview = createRoute({
  ...under,
  path: '/',
  component: lazyRouteComponent(() => import('./overview/overview-page.tsx'), 'OverviewPage'),
})
const income = createRoute({
  ...under,
  path: '/income',
  component: lazyRouteComponent(() => import('./income/income-page.tsx'), 'IncomePage'),
})
const sellers = createRoute({
  ...under,
  path: '/sellers',
  component: lazyRouteComponent(() => import('./sellers/sellers-page.tsx'), 'SellersPage'),
})
const fees = createRoute({
  ...under,
  path: '/fees',
  component: lazyRouteComponent(() => import('./fees/fees-page.tsx'), 'FeesPage'),
})
const events = createRoute({
  ...under,
  path: '/events',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('./events/events-page.tsx'), 'EventsPage'),
})

const mails = createRoute({
  ...under,
  path: '/mails',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../parts/mails-page.tsx'), 'MailsPage'),
})

const people = createRoute({
  ...under,
  path: '/people',
  // The same page as a seller's, with its words.
  component: lazyRouteComponent(
    withWords('office', () => import('../office/setup/people-page.tsx')),
    'PeoplePage',
  ),
})

const security = createRoute({
  ...under,
  path: '/security',
  validateSearch: listSearch,
  component: lazyRouteComponent(
    withWords('office', () => import('../office/setup/security-page.tsx')),
    'SecurityPage',
  ),
})

/** The operator's screens. */
export const operatorRoute = layout.addChildren([overview, income, sellers, fees, events, mails, people, security])
