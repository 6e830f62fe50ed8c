import { QueryClientProvider } from '@tanstack/react-query'
import { createRoute, createRouter, redirect } from '@tanstack/react-router'
import { accountRoute } from './account/routes.tsx'
import { createQueryClient } from './api/query-client.ts'
import { homeOf, sessionQuery } from './api/session.ts'
import { officeRoute } from './office/routes.tsx'
import { operatorRoute } from './operator/routes.tsx'
import { ErrorState } from './parts/error-state.tsx'
import { PageSkeleton } from './parts/skeletons.tsx'
import { rootRoute } from './root-route.tsx'
import { shopRoute } from './shop/routes.tsx'
import { signInRoutes } from './sign-in/routes.tsx'

/** The bare address leads everybody to the face of their membership. */
const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async ({ context }) => {
    throw redirect({ to: homeOf(await context.queryClient.ensureQueryData(sessionQuery)) })
  },
})

const routeTree = rootRoute.addChildren([indexRoute, accountRoute, officeRoute, shopRoute, operatorRoute, ...signInRoutes])

const queryClient = createQueryClient(() => {
  if (window.location.pathname.startsWith('/sign-in')) return
  queryClient.removeQueries({ queryKey: sessionQuery.queryKey })
  router.navigate({ to: '/sign-in', search: { from: router.state.location.href } })
})

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPendingMs: 150,
  defaultPendingComponent: PageSkeleton,
  defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} retry={reset} />,
  scrollRestoration: true,
  // Addresses stay readable: every search value is plain text.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const entries = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
    const text = new URLSearchParams(entries.map(([key, value]): [string, string] => [key, String(value)])).toString()
    return text ? `?${text}` : ''
  },
  Wrap: ({ children }) => <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
