import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { answer, api } from '../../api/client.ts'

/** Asks for a link to Stripe, for a location or the whole company (null), and goes there. */
export function useGoToStripe(path: '/api/integrations/stripe/enable' | '/api/integrations/stripe/link-existing') {
  return useMutation({
    mutationFn: (locationId: string | null) => answer(api.POST(path, { body: { locationId } })),
    onSuccess: ({ url }) => window.location.assign(url),
  })
}

/** A fresh link to go on with onboarding. */
export function useContinueAtStripe(id: string) {
  return useMutation({
    mutationFn: () => answer(api.POST('/api/integrations/stripe/accounts/{id}/continue', { params: { path: { id } } })),
    onSuccess: ({ url }) => window.location.assign(url),
  })
}

/** Everything on screen that depends on how Stripe stands. */
export function useRefreshStripe() {
  const queryClient = useQueryClient()
  return () =>
    Promise.all(['stripe', 'customers', 'home', 'activity'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
}

/** Reads an account from Stripe again. */
export function useReadAccount() {
  const refresh = useRefreshStripe()
  return useMutation({
    mutationFn: (id: string) => answer(api.POST('/api/integrations/stripe/accounts/{id}/refresh', { params: { path: { id } } })),
    meta: { shown: true },
    onSuccess: refresh,
  })
}

/** Coming back from onboarding proves nothing: what counts is what Stripe says now, so it is asked once. */
export function useReturnFromStripe(returned: string | undefined) {
  const read = useReadAccount()
  const navigate = useNavigate()
  const { mutateAsync } = read
  useEffect(() => {
    if (!returned) return
    const forget = () => navigate({ to: '/office/setup/settings/integrations/stripe', search: {}, replace: true })
    mutateAsync(returned).then(forget, forget)
  }, [returned, mutateAsync, navigate])
  return read
}
