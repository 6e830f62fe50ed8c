import type { Tx } from '../db/database.ts'
import type { Doer } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import type { OrderRow } from './lock-order.ts'
import { type Moves, moveOrder } from './move-order.ts'

/**
 * Tells a locked order what has been paid on it, in the transaction of the payment (P5). Paid in full releases its hold: an
 * order that had to be paid first has been, and an order beyond the credit limit needs no credit any more.
 *
 * @param paidMinor everything allocated to the order or its invoice so far, in minor units of the order's currency.
 * @param at when, for a history told afterwards; now otherwise.
 */
export async function recordPaymentOnOrder(
  tx: Tx,
  { order, paidMinor, by, at }: { order: OrderRow; paidMinor: number; by: Doer; at?: Date | undefined },
): Promise<void> {
  if (paidMinor <= 0) return
  const inFull = paidMinor >= order.total_minor
  const held = order.hold
  const moves: Moves = { payment: inFull ? 'paid' : 'partly_paid' }
  if (inFull && held !== null) {
    moves.hold = 'none'
    if (order.order_state === 'pending') moves.order = 'confirmed'
    if (order.approval_state === 'needed') moves.approval = 'not_needed'
  }
  const moved = await moveOrder(tx, order, moves)
  if (!moved || !inFull || held === null) return
  await recordActivity(tx, {
    companyId: order.company_id,
    by,
    action: 'order.hold_released',
    subject: { type: 'order', id: order.id },
    summary: 'Paid in full: the hold is released and the order is confirmed.',
    details: { hold: held },
    ...(at ? { at } : {}),
  })
}
