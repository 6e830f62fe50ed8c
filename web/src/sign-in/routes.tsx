import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { homeOf, sessionQuery } from '../api/session.ts'
import { rootRoute } from '../root-route.tsx'
import { withWords } from '../words/i18n.ts'

/** The frame that everything before the session shares; it has no address of its own. */
const entrance = createRoute({
  getParentRoute: () => rootRoute,
  id: 'entrance',
  loader: ({ context }) => context.queryClient.ensureQueryData(sessionQuery),
  component: lazyRouteComponent(
    withWords('signIn', () => import('./entrance-layout.tsx')),
    'EntranceLayout',
  ),
})

type SignInSearch = { from?: string; email?: string; after?: 'joined' | 'chosen' }

const signIn = createRoute({
  getParentRoute: () => entrance,
  path: '/sign-in',
  /** `from`: the address to go back to afterwards; `email`, `after`: who comes from an invitation or a new password. */
  validateSearch: ({ from, email, after }): SignInSearch => ({
    ...(typeof from === 'string' ? { from } : {}),
    ...(typeof email === 'string' ? { email } : {}),
    ...(after === 'joined' || after === 'chosen' ? { after } : {}),
  }),
  beforeLoad: async ({ context }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery)
    if (session.user && session.active) throw redirect({ to: homeOf(session) })
  },
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
})
const forgot = createRoute({
  getParentRoute: () => entrance,
  path: '/sign-in/forgot',
  component: lazyRouteComponent(() => import('./forgot-password-page.tsx'), 'ForgotPasswordPage'),
})
const reset = createRoute({
  getParentRoute: () => entrance,
  path: '/reset-password',
  validateSearch: ({ token }): { token?: string } => (typeof token === 'string' ? { token } : {}),
  component: lazyRouteComponent(() => import('./reset-password-page.tsx'), 'ResetPasswordPage'),
})
const invitation = createRoute({
  getParentRoute: () => entrance,
  path: '/invitation/$token',
  component: lazyRouteComponent(() => import('./invitation-page.tsx'), 'InvitationPage'),
})
const demo = createRoute({
  getParentRoute: () => rootRoute,
  path: '/demo/mails',
  component: lazyRouteComponent(
    withWords('signIn', () => import('./mails-layout.tsx')),
    'MailsLayout',
  ),
})
const mails = createRoute({
  getParentRoute: () => demo,
  path: '/',
  component: lazyRouteComponent(() => import('./mails-page.tsx'), 'MailsPage'),
})
const mail = createRoute({
  getParentRoute: () => demo,
  path: '/$mailId',
  component: lazyRouteComponent(() => import('./mail-page.tsx'), 'MailPage'),
})

/** Signing in, and what leads there without a session. */
export const signInRoutes = [entrance.addChildren([signIn, forgot, reset, invitation]), demo.addChildren([mails, mail])] as const
