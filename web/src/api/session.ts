import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { showMomentsIn } from '../words/date-words.ts'
import type { ActiveMembership, Permission, Session } from './answers.ts'
import { answer, api } from './client.ts'

/** Who is signed in, for which company, and what that role allows. Every face loads it before its first screen. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    const session = await answer(api.GET('/api/session'))
    showMomentsIn(session.active?.company.timeZone)
    return session
  },
  staleTime: 60_000,
})

export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data
}

/** The membership a screen acts for. @throws when nobody is signed in: the face's guard has let nobody through then. */
export function useActive(): ActiveMembership {
  const { active } = useSession()
  if (!active) throw new Error('no active membership')
  return active
}

/** `may('orders.ship')`: what the active membership allows. The server decides; screens only hide what it would refuse. */
export function useMay(): (permission: Permission) => boolean {
  const { active } = useSession()
  return (permission) => active?.permissions.includes(permission) ?? false
}

/** The first address of the face that a membership works in. */
export function homeOf(session: Session): '/office' | '/shop' | '/operator' | '/sign-in' {
  if (!session.user || !session.active) return '/sign-in'
  if (session.active.permissions.includes('platform.operate')) return '/operator'
  return session.active.permissions.includes('office.enter') ? '/office' : '/shop'
}

/** Signs out and forgets everything that was loaded. */
export function useSignOut(): () => Promise<void> {
  const queryClient = useQueryClient()
  return async () => {
    await answer(api.POST('/api/auth/sign-out'))
    queryClient.clear()
    window.location.assign('/sign-in')
  }
}
