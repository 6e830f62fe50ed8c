import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { enqueue } from '../db/enqueue.ts'
import { type Actor, doerOf } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { Problem } from '../problem.ts'
import { say } from '../words/sentence.ts'
import { lockOrder, type OrderRow } from './lock-order.ts'
import { whyNotShip } from './may-ship.ts'
import { notShipping } from './move-order.ts'

/** How long a tap can be taken back before anything is posted. */
export const undoSeconds = 10

/**
 * Notes that an order leaves. Nothing is posted yet: a worker does it in ten seconds (see receivables/ship-and-invoice.ts),
 * unless it is taken back by then. The page it was pressed on may be closed meanwhile, and only the first of two presses counts.
 *
 * @throws Problem 404; 409 saying why when it may not ship, or who is shipping it.
 */
export async function scheduleShipping(tx: Tx, actor: Actor, orderId: string): Promise<void> {
  const order = await lockOrder(tx, orderId)
  const why = whyNotShip(order) ?? beingShipped(order)
  if (why !== null) throw new Problem('cannot-ship', { reason: why })
  const { company_id: companyId } = order
  const { id, due } = await tx
    .updateTable('orders')
    .set({
      shipping_id: sql<string>`gen_random_uuid()`,
      shipping_at: sql<Date>`clock_timestamp() + make_interval(secs => ${undoSeconds})`,
      shipping_by_user_id: actor.userId,
      shipping_by_name: actor.name,
    })
    .where('company_id', '=', companyId)
    .where('id', '=', orderId)
    .returning(['shipping_id as id', 'shipping_at as due'])
    .executeTakeFirstOrThrow()
  await enqueue(tx, { companyId, kind: 'order.ship', factId: id!, payload: { orderId }, dueAt: due! })
}

/** Why nobody else may ship an order: somebody just did. null when nobody has. */
export function beingShipped({ shipping_by_name: name }: Pick<OrderRow, 'shipping_by_name'>) {
  return name === null ? null : say('orders', 'being-shipped', { name })
}

/**
 * Takes back that an order leaves, by whoever may ship. The order is as it was.
 *
 * @throws Problem 404; 409 when it was posted already, or nobody has shipped it.
 */
export async function takeBackShipping(tx: Tx, actor: Actor, orderId: string): Promise<void> {
  const order = await lockOrder(tx, orderId)
  if (order.fulfilment_state === 'shipped') throw new Problem('too-late-to-undo')
  if (order.shipping_id === null) throw new Problem('too-late-to-undo:nothing')
  await tx.updateTable('orders').set(notShipping).where('company_id', '=', order.company_id).where('id', '=', orderId).execute()
  await recordActivity(tx, {
    companyId: order.company_id,
    by: doerOf(actor),
    action: 'order.shipping_taken_back',
    subject: { type: 'order', id: orderId },
    summary: `Took back the shipping of order ${order.number} before it was posted.`,
  })
}
