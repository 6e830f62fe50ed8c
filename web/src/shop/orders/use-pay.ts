import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { answer, api, newIdempotencyKey } from '../../api/client.ts'
import { useLeaveForStripe } from '../leave-for-stripe.tsx'

/** Begins the card payment of an order, or takes it up again. @returns where Stripe's page is. */
export function startPaying(orderId: string, key: string) {
  return answer(
    api.POST('/api/shop/orders/{id}/pay', {
      params: { path: { id: orderId }, header: { 'idempotency-key': key } },
    }),
  )
}

/** The button's work: to Stripe's page. The key stays the same until it has succeeded, so that no click counts twice. */
export function usePay(orderId: string) {
  const leave = useLeaveForStripe()
  const queryClient = useQueryClient()
  const key = useRef('')
  return useMutation({
    scope: { id: `pay ${orderId}` },
    mutationFn: async () => {
      key.current ||= newIdempotencyKey()
      const { url } = await startPaying(orderId, key.current)
      key.current = ''
      leave(orderId, url)
    },
    // Paid in another tab, or switched off meanwhile: the page shows how it stands now.
    onError: () => queryClient.invalidateQueries({ queryKey: ['shop', 'orders'] }),
    meta: { shown: true },
  })
}
