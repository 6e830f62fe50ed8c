import { takeStock } from '../catalogue/stock.ts'
import type { Tx } from '../db/database.ts'
import type { Doer } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { Problem } from '../problem.ts'
import type { OrderRow } from './lock-order.ts'
import { whyNotShip } from './may-ship.ts'
import { moveOrder } from './move-order.ts'
import { placeOf, quantitiesOf } from './order-lines.ts'

/**
 * Ships a locked order: its goods leave stock. The caller issues the invoice in the same transaction.
 *
 * @param at when it left, for a history told afterwards; now otherwise.
 * @throws Problem 409 saying why when the order may not ship.
 */
export async function markShipped(tx: Tx, { order, by, at }: { order: OrderRow; by: Doer; at?: Date }): Promise<void> {
  const why = whyNotShip(order)
  if (why !== null) throw new Problem('cannot-ship', { reason: why })
  await takeStock(tx, placeOf(order), await quantitiesOf(tx, order))
  await moveOrder(tx, order, { fulfilment: 'shipped' }, { at })
  await recordActivity(tx, {
    companyId: order.company_id,
    by,
    action: 'order.shipped',
    subject: { type: 'order', id: order.id },
    summary: `Shipped order ${order.number}.`,
    ...(at ? { at } : {}),
  })
}
