import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { sessionQuery } from '../../api/session.ts'
import { listSearch } from '../../parts/list-address.ts'
import { forRole } from '../for-role.tsx'
import type { OfficeLayoutRoute } from '../routes.tsx'

/** Setup › Company, People and roles, Security, Customers, Mails, Settings › Integrations › Stripe. */
export function setupRoutes(office: () => OfficeLayoutRoute) {
  const layout = setupLayout(office)
  const index = createRoute({
    getParentRoute: () => layout,
    path: '/',
    beforeLoad: async ({ context }) => {
      const { active } = await context.queryClient.ensureQueryData(sessionQuery)
      const company = active?.permissions.includes('company.manage')
      throw redirect({ to: company ? '/office/setup/company' : '/office/setup/customers' })
    },
  })
  const company = createRoute({
    getParentRoute: () => layout,
    path: 'company',
    component: forRole(
      'company.manage',
      lazyRouteComponent(() => import('./company-page.tsx'), 'CompanyPage'),
    ),
  })
  const people = createRoute({
    getParentRoute: () => layout,
    path: 'people',
    component: forRole(
      'people.manage',
      lazyRouteComponent(() => import('./people-page.tsx'), 'PeoplePage'),
    ),
  })
  const security = createRoute({
    getParentRoute: () => layout,
    path: 'security',
    validateSearch: listSearch,
    component: forRole(
      'people.manage',
      lazyRouteComponent(() => import('./security-page.tsx'), 'SecurityPage'),
    ),
  })
  const customers = createRoute({
    getParentRoute: () => layout,
    path: 'customers',
    validateSearch: listSearch,
    component: forRole(
      'customers.edit',
      lazyRouteComponent(() => import('../customers/customers-page.tsx'), 'CustomersPage'),
    ),
  })
  const mails = createRoute({
    getParentRoute: () => layout,
    path: 'mails',
    validateSearch: listSearch,
    component: forRole(
      'mails.manage',
      lazyRouteComponent(() => import('../../parts/mails-page.tsx'), 'MailsPage'),
    ),
  })
  return layout.addChildren([index, company, people, security, customers, mails, ...settingsRoutes(() => layout)])
}

type SetupLayoutRoute = ReturnType<typeof setupLayout>

/** Setup › Settings › Integrations › Stripe. */
function settingsRoutes(setup: () => SetupLayoutRoute) {
  const settings = createRoute({
    getParentRoute: setup,
    path: 'settings',
    component: forRole(
      'stripe.manage',
      lazyRouteComponent(() => import('./settings-page.tsx'), 'SettingsPage'),
    ),
  })
  const integrations = createRoute({
    getParentRoute: setup,
    path: 'settings/integrations',
    component: forRole(
      'stripe.manage',
      lazyRouteComponent(() => import('./integrations-page.tsx'), 'IntegrationsPage'),
    ),
  })
  const stripe = createRoute({
    getParentRoute: setup,
    path: 'settings/integrations/stripe',
    /** `returned`: the account row Stripe's onboarding came back for; `refused`: linking was not finished. */
    validateSearch: (search): { returned?: string; refused?: string } => ({
      ...(typeof search.returned === 'string' ? { returned: search.returned } : {}),
      ...(typeof search.refused === 'string' ? { refused: search.refused } : {}),
    }),
    component: forRole(
      'stripe.manage',
      lazyRouteComponent(() => import('./stripe-page.tsx'), 'StripePage'),
    ),
  })
  return [settings, integrations, stripe] as const
}

function setupLayout(office: () => OfficeLayoutRoute) {
  return createRoute({
    getParentRoute: office,
    path: 'setup',
    component: lazyRouteComponent(() => import('./setup-layout.tsx'), 'SetupLayout'),
  })
}
