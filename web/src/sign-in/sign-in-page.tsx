import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { homeOf, sessionQuery } from '../api/session.ts'
import { CodeStep } from './code-step.tsx'
import { PasswordStep } from './password-step.tsx'

const route = getRouteApi('/entrance/sign-in')

/** E-mail and password, then a code where the account has a second factor; then on to where one wanted to go. */
export function SignInPage() {
  const { from } = route.useSearch()
  const router = useRouter()
  const queryClient = useQueryClient()
  const [needsCode, setNeedsCode] = useState(false)
  const enter = async () => {
    queryClient.clear()
    const session = await queryClient.fetchQuery(sessionQuery)
    // Nobody to work for: the page says so instead of turning in a circle.
    if (!session.active) return
    await router.navigate({ href: ownAddress(from) ?? homeOf(session), replace: true })
  }
  if (needsCode) return <CodeStep onEntered={enter} onStartOver={() => setNeedsCode(false)} />
  return <PasswordStep onEntered={enter} onCodeNeeded={() => setNeedsCode(true)} />
}

/** Only addresses of this site: a link made by somebody else must not lead out of it. */
function ownAddress(from: string | undefined): string | null {
  if (!from?.startsWith('/')) return null
  const url = new URL(from, window.location.origin)
  return url.origin === window.location.origin ? url.pathname + url.search : null
}
