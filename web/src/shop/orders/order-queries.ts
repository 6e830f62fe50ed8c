import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Answer } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'

export type Order = Answer<'/api/shop/orders/{id}'>
export type OrderPayment = Answer<'/api/shop/orders/{id}/payment'>

const path = (id: string) => ({ params: { path: { id } } })

export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: ['shop', 'orders', id],
    queryFn: () => answer(api.GET('/api/shop/orders/{id}', path(id))),
  })

export const orderPaymentQuery = (id: string) =>
  queryOptions({
    queryKey: ['shop', 'orders', id, 'payment'],
    queryFn: () => answer(api.GET('/api/shop/orders/{id}/payment', path(id))),
  })

/** Asks Stripe how the payment stands, once; what it says arrives as every other change does. */
export function refreshPayment(id: string): Promise<OrderPayment> {
  return answer(api.POST('/api/shop/orders/{id}/payment/refresh', path(id)))
}

/** Where the stream of events cannot be had, one asks. */
const lookAgainMs = 4_000

/** How an order's payment stands, turning by itself: told by the server whenever it changes, until nothing can change any more. */
export function useOrderPayment(id: string) {
  const queryClient = useQueryClient()
  const [streaming, setStreaming] = useState(true)
  const payment = useQuery({ ...orderPaymentQuery(id), refetchInterval: streaming ? false : lookAgainMs })
  const state = payment.data?.state
  const final = state === undefined || state === 'paid' || state === 'not_needed'
  useEffect(() => {
    if (final) return
    const source = new EventSource(`/api/shop/orders/${id}/payment/stream`)
    source.addEventListener('payment', (event) => {
      setStreaming(true)
      queryClient.setQueryData(orderPaymentQuery(id).queryKey, JSON.parse(event.data) as OrderPayment)
    })
    // A lost connection comes back by itself; one that was refused does not.
    source.addEventListener('error', () => setStreaming(source.readyState !== EventSource.CLOSED))
    return () => source.close()
  }, [id, final, queryClient])
  useEffect(() => {
    // The order's own facts go with its payment.
    if (state !== undefined) queryClient.invalidateQueries({ queryKey: orderQuery(id).queryKey, exact: true })
  }, [state, id, queryClient])
  return payment
}
