import type { OrderRow } from './lock-order.ts'

type Facts = Pick<OrderRow, 'order_state' | 'fulfilment_state' | 'payment_state' | 'hold'>

/** Why an order is held, in words; null when it is not. */
export function holdInWords(hold: string | null): string | null {
  if (hold === 'awaiting_payment') return 'Waiting for payment: this order must be paid before it ships.'
  if (hold === 'credit_limit')
    return 'Credit limit: this order takes the customer beyond its limit. It needs an approval or a payment.'
  return null
}

/** Why an order may not ship, in words; null when it may. */
export function whyNotShip(order: Facts): string | null {
  if (order.order_state === 'voided') return 'This order was voided.'
  if (order.fulfilment_state === 'shipped') return 'This order has shipped already.'
  if (order.hold !== null) return holdInWords(order.hold)
  return order.order_state === 'confirmed' ? null : 'This order is not confirmed yet.'
}
