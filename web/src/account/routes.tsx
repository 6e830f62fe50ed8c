import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { sessionQuery } from '../api/session.ts'
import { rootRoute } from '../root-route.tsx'
import { withWords } from '../words/i18n.ts'

/** One's own account, the same for people of every face. `enrol`: sent here because a second factor is needed first. */
export const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/account',
  validateSearch: (search): { enrol?: string } => (search.enrol === '1' ? { enrol: '1' } : {}),
  beforeLoad: async ({ context, location }) => {
    const { user } = await context.queryClient.ensureQueryData(sessionQuery)
    if (!user) throw redirect({ to: '/sign-in', search: { from: location.href } })
  },
  component: lazyRouteComponent(
    withWords('account', () => import('./account-page.tsx')),
    'AccountPage',
  ),
})
