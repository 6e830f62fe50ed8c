import type { Deps } from '../deps.ts'
import { type Actor, doerOf } from '../identity/actor.ts'
import { notFound, Problem } from '../problem.ts'
import { lockOrder } from './lock-order.ts'
import { voidOrder, whyNotVoid } from './void-order.ts'

/**
 * Closes the payment page of an order, if one is open. Given from outside, since payments build on orders and not the other
 * way round.
 */
export type EndLiveAttempt = (companyId: string, orderId: string) => Promise<void>

/**
 * Voids an order that nobody may be paying meanwhile: looks whether it can be voided at all, closes its payment page at
 * Stripe, and voids it unless the buyer was quicker.
 *
 * @param actor for a buyer, the order must be the buyer's customer's.
 * @throws Problem 404; 409 when it has shipped or money was paid or is being confirmed; 503 when Stripe does not answer.
 */
export async function voidUnpaidOrder(
  { db }: Pick<Deps, 'db'>,
  endLiveAttempt: EndLiveAttempt,
  actor: Actor,
  { orderId, reason }: { orderId: string; reason: string },
): Promise<void> {
  await db.withCompany(actor.companyId, async (tx) => {
    const order = await lockOrder(tx, orderId)
    if (actor.customerId !== null && order.customer_id !== actor.customerId) throw notFound('order')
    const why = whyNotVoid(order, actor.customerId === null ? 'office' : 'buyer')
    if (why !== null) throw new Problem('cannot-void', { reason: why })
  })
  await endLiveAttempt(actor.companyId, orderId)
  await db.withCompany(actor.companyId, async (tx) =>
    voidOrder(tx, { order: await lockOrder(tx, orderId), by: doerOf(actor), reason }),
  )
}
