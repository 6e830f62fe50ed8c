import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { homeOf, sessionQuery } from '../api/session.ts'
import { CodeStep, type Ways } from './code-step.tsx'
import { ownAddress } from './own-address.ts'
import { PasswordStep } from './password-step.tsx'

const route = getRouteApi('/entrance/sign-in')

/** E-mail and password, then a code where the account has a second factor; then on to where one wanted to go. */
export function SignInPage() {
  const { from } = route.useSearch()
  const router = useRouter()
  const queryClient = useQueryClient()
  const [ways, setWays] = useState<Ways | null>(null)
  const enter = async () => {
    queryClient.clear()
    const session = await queryClient.fetchQuery(sessionQuery)
    // Nobody to work for: the page says so instead of turning in a circle.
    if (!session.active) return
    await router.navigate({ href: ownAddress(from, window.location.origin) ?? homeOf(session), replace: true })
  }
  if (ways) return <CodeStep ways={ways} onEntered={enter} onStartOver={() => setWays(null)} />
  return <PasswordStep onEntered={enter} onFactorNeeded={setWays} />
}
