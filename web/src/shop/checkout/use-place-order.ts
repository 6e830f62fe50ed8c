import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api, newIdempotencyKey } from '../../api/client.ts'
import { useLeaveForStripe } from '../leave-for-stripe.tsx'
import { startPaying } from '../orders/use-pay.ts'
import type { Draft } from './use-checkout-draft.ts'

export type Wish = Draft & { expectedTotalMinor: number }

/**
 * Places the order, and where it is paid by card goes on to Stripe with the same click. However often one clicks, one wish is
 * one order: its key stays the same until it has succeeded.
 * @param paysNow whether this person goes on to pay. @param onPlaced the cart is an order now.
 */
export function usePlaceOrder({ paysNow, onPlaced }: { paysNow: boolean; onPlaced: () => void }) {
  const { t } = useTranslation('shop')
  const navigate = useNavigate()
  const leave = useLeaveForStripe()
  const queryClient = useQueryClient()
  const intention = useRef({ wish: '', key: '' })
  const paymentKey = useRef(newIdempotencyKey())
  const place = useMutation({
    mutationFn: async (wish: Wish) => {
      const text = JSON.stringify(wish)
      if (intention.current.wish !== text) intention.current = { wish: text, key: newIdempotencyKey() }
      const order = await answer(
        api.POST('/api/shop/orders', {
          params: { header: { 'idempotency-key': intention.current.key } },
          body: wish,
        }),
      )
      const toOrder = (search: { placed?: '1' }) =>
        navigate({ to: '/shop/orders/$orderId', params: { orderId: order.id }, search, replace: true })
      if (wish.payWith === 'card' && paysNow) {
        try {
          const { url } = await startPaying(order.id, paymentKey.current)
          leave(order.id, url)
        } catch (error) {
          // The order stands; only its payment did not begin. Its page has the button to try again.
          notifications.show({
            color: 'red',
            title: t('checkout.placedNotPaid'),
            message: (error as Error).message,
            autoClose: 12_000,
          })
          await toOrder({ placed: '1' })
        }
      } else await toOrder({ placed: '1' })
      onPlaced()
      queryClient.invalidateQueries({ queryKey: ['shop'] })
    },
    onError: () => queryClient.invalidateQueries({ queryKey: ['shop', 'checkout'] }),
    meta: { shown: true },
  })
  const clicked = useRef(false)
  return {
    isPending: place.isPending,
    error: place.error,
    /** A second click of a double click arrives before the button has turned. */
    place: (wish: Wish) => {
      if (clicked.current) return
      clicked.current = true
      place.mutate(wish, {
        onSettled: () => {
          clicked.current = false
        },
      })
    },
  }
}
