import { sql } from 'kysely'
import { releaseStock } from '../catalogue/stock.ts'
import type { Tx } from '../db/database.ts'
import type { Doer } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { Problem } from '../problem.ts'
import { type Sentence, say } from '../words/sentence.ts'
import type { OrderRow } from './lock-order.ts'
import { moveOrder } from './move-order.ts'
import { placeOf, quantitiesOf } from './order-lines.ts'
import type { CauseOfVoid } from './order-states.ts'

type Facts = Pick<OrderRow, 'order_state' | 'fulfilment_state' | 'payment_state' | 'shipping_by_name'>

/**
 * Why an order may not be voided, in words; null when it may. An open payment page is another matter: it is closed first.
 *
 * @param reader what to do about it differs: a buyer has to ask, the office has to refund.
 */
export function whyNotVoid(order: Facts, reader: 'buyer' | 'office'): Sentence | null {
  if (order.order_state === 'voided') return say('orders', 'not-void:voided')
  if (order.fulfilment_state === 'shipped') return say('orders', 'not-void:shipped')
  if (order.shipping_by_name !== null) return say('orders', 'not-void:shipping', { name: order.shipping_by_name })
  if (order.payment_state === 'pending') return say('orders', 'not-void:confirming')
  if (order.payment_state === 'unpaid' || order.payment_state === 'not_needed') return null
  return reader === 'buyer' ? say('orders', 'not-void:paid-buyer') : say('orders', 'not-void:paid')
}

/**
 * Voids a locked order: nothing ships, nothing is owed, and its goods are free for others.
 *
 * @param reason kept in the audit trail.
 * @throws Problem 409 when it has shipped, was paid, or a payment page for it is still open (end that first).
 */
export async function voidOrder(tx: Tx, { order, by, reason }: { order: OrderRow; by: Doer; reason: string }): Promise<void> {
  await endOrder(tx, order, 'asked')
  await recordActivity(tx, {
    companyId: order.company_id,
    by,
    action: 'order.voided',
    subject: { type: 'order', id: order.id },
    summary: `Voided order ${order.number}: ${reason}`,
    details: { reason },
  })
}

/** What both ways out of an order have in common. The caller tells it. @throws Problem 409 as `voidOrder`. */
export async function endOrder(tx: Tx, order: OrderRow, because: CauseOfVoid): Promise<void> {
  const why = whyNotVoid(order, 'office')
  if (why !== null) throw new Problem('cannot-void', { reason: why })
  if (await hasLiveAttempt(tx, order)) throw new Problem('payment-in-progress:page-open')
  await releaseStock(tx, placeOf(order), await quantitiesOf(tx, order))
  await moveOrder(tx, order, { order: 'voided', hold: 'none' }, { because })
}

/** A buyer may be paying at this moment. Attempts begin under the order's lock, which the caller holds: none can begin now. */
async function hasLiveAttempt(tx: Tx, order: OrderRow): Promise<boolean> {
  const { rows } = await sql`SELECT FROM payment_attempts WHERE company_id = ${order.company_id} AND order_id = ${order.id}
    AND state IN ('creating', 'open', 'processing')`.execute(tx)
  return rows.length > 0
}
