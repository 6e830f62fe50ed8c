import { type Sentence, say } from '../words/sentence.ts'
import type { OrderRow } from './lock-order.ts'

type Facts = Pick<OrderRow, 'order_state' | 'fulfilment_state' | 'payment_state' | 'hold'>

/** Why an order is held, in words; null when it is not. */
export function holdInWords(hold: string | null): Sentence | null {
  if (hold === 'awaiting_payment') return say('orders', 'hold:awaiting_payment')
  return hold === 'credit_limit' ? say('orders', 'hold:credit_limit') : null
}

/** Why an order may not ship, in words; null when it may. */
export function whyNotShip(order: Facts): Sentence | null {
  if (order.order_state === 'voided') return say('orders', 'voided')
  if (order.fulfilment_state === 'shipped') return say('orders', 'not-ship:shipped')
  if (order.hold !== null) return holdInWords(order.hold)
  return order.order_state === 'confirmed' ? null : say('orders', 'not-ship:not-confirmed')
}
