import type { Tx } from '../db/database.ts'
import { type Actor, doerOf } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { Problem } from '../problem.ts'
import { lockOrder, type OrderRow } from './lock-order.ts'
import { type Moves, moveOrder } from './move-order.ts'

/**
 * Lets an order go in spite of its hold: this one order, for a reason, under a name. What is unpaid stays owed.
 *
 * @param reason at least five letters, kept in the audit trail.
 * @throws Problem 404 unknown order; 409 when nothing holds it.
 */
export async function overrideHold(tx: Tx, actor: Actor, orderId: string, reason: string): Promise<OrderRow> {
  const order = await lockOrder(tx, orderId)
  const { hold } = order
  if (hold === null) throw new Problem('not-on-hold')
  const wanted: Moves = { hold: 'none' }
  if (order.order_state === 'pending') wanted.order = 'confirmed'
  if (order.approval_state === 'needed') wanted.approval = 'approved'
  await moveOrder(tx, order, wanted)
  await recordActivity(tx, {
    companyId: order.company_id,
    by: doerOf(actor),
    action: 'order.hold_overridden',
    subject: { type: 'order', id: order.id },
    summary: `Let order ${order.number} go in spite of its hold: ${reason}`,
    details: { hold, reason, before: 'pending', after: 'confirmed' },
  })
  return order
}
