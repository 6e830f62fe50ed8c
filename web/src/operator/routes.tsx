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

const people = createRoute({
  ...under,
  path: '/people',
  // The same page as a seller's, with its words.
  component: lazyRouteComponent(
    withWords('office', () => import('../office/setup/people-page.tsx')),
    'PeoplePage',
  ),
})

/** The operator's screens. */
export const operatorRoute = layout.addChildren([overview, income, sellers, fees, events, people])
