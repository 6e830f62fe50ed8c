import type { Tx } from '../db/database.ts'
import type { OrderRow } from './lock-order.ts'
import { moveOrder } from './move-order.ts'

/**
 * Shows on a locked order that Stripe is confirming a payment, or has stopped to. Money already received is never
 * forgotten: an order that is partly paid or paid stays so (P9).
 */
export async function markPaymentPending(tx: Tx, order: OrderRow, pending: boolean): Promise<void> {
  if (order.payment_state === 'unpaid' && pending) await moveOrder(tx, order, { payment: 'pending' })
  if (order.payment_state === 'pending' && !pending) await moveOrder(tx, order, { payment: 'unpaid' })
}
