import { queryOptions } from '@tanstack/react-query'
import type { Answer } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'

export type Checkout = Answer<'/api/shop/checkout'>
export type ShipDate = Checkout['shipDates'][number]

/** What the checkout offers this buyer now, and why not where it does not. */
export const checkoutQuery = queryOptions({
  queryKey: ['shop', 'checkout'],
  queryFn: () => answer(api.GET('/api/shop/checkout')),
})
