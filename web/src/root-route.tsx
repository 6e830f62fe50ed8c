import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, Outlet, redirect, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Permission } from './api/answers.ts'
import { homeOf, sessionQuery } from './api/session.ts'
import { ErrorState } from './parts/error-state.tsx'
import { NotFoundPage } from './parts/not-found-page.tsx'
import { StepUpDialog } from './parts/step-up-dialog.tsx'

/** The root of all faces: what every screen shares around its layout. */
export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Root,
  errorComponent: ({ error, reset }) => <ErrorState error={error} retry={reset} fullPage />,
  notFoundComponent: NotFoundPage,
})

function Root() {
  const { t } = useTranslation()
  useFocusOnArrival()
  return (
    <>
      <a className="skip-link" href="#main">
        {t('skipToContent')}
      </a>
      <Outlet />
      <StepUpDialog />
    </>
  )
}

/** After going to another page the focus stands at its top, so that a keyboard or a screen reader goes on there. */
function useFocusOnArrival(): void {
  const router = useRouter()
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        if (!pathChanged || !fromLocation) return
        const main = document.getElementById('main')
        if (main?.contains(document.activeElement)) return
        const top = main?.querySelector<HTMLElement>('h1[tabindex]') ?? main
        top?.focus({ preventScroll: true })
      }),
    [router],
  )
}

type Entering = { context: { queryClient: QueryClient }; location: { href: string } }

/**
 * The guard of a face, for `beforeLoad` of its layout route: loads the session, sends strangers to sign in (and back here
 * afterwards), people of another face to their own, and who must enrol a second factor first to their account.
 */
export async function enterFace({ context, location }: Entering, permission: Permission): Promise<void> {
  const session = await context.queryClient.ensureQueryData(sessionQuery)
  if (!session.user) throw redirect({ to: '/sign-in', search: { from: location.href } })
  if (!session.active?.permissions.includes(permission)) throw redirect({ to: homeOf(session) })
  if (session.secondFactorRequired) throw redirect({ to: '/account', search: { enrol: '1' } })
}
