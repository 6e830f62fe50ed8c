import type { Deps } from '../deps.ts'
import type { Doer } from '../identity/actor.ts'
import { lockOrder } from '../orders/lock-order.ts'
import { markShipped } from '../orders/mark-shipped.ts'
import { issueInvoice } from './issue-invoice.ts'

/**
 * Ships an order and issues its invoice, in one transaction.
 *
 * @param at when it left, for the demo's history only; now otherwise.
 * @throws Problem 409 when the order is on hold, not confirmed or already shipped; 404 when it is not this company's.
 */
export async function shipAndInvoice(
  deps: Pick<Deps, 'db' | 'clock'>,
  companyId: string,
  by: Doer,
  orderId: string,
  at?: Date,
): Promise<{ invoice: { id: string; number: string } }> {
  return deps.db.withCompany(companyId, async (tx) => {
    const order = await lockOrder(tx, orderId)
    await markShipped(tx, { order, by, ...(at ? { at } : {}) })
    return { invoice: await issueInvoice(tx, order, by, at ?? deps.clock.now(), at) }
  })
}

/**
 * Posts what somebody shipped a moment ago and did not take back. Asked again, or for a press that was taken back since, it
 * does nothing.
 *
 * @param shipping which press it was. @throws Problem 404 for an order that is not this company's.
 */
export async function postShipping(
  deps: Pick<Deps, 'db' | 'clock'>,
  companyId: string,
  shipping: { orderId: string; shippingId: string },
): Promise<void> {
  await deps.db.withCompany(companyId, async (tx) => {
    const order = await lockOrder(tx, shipping.orderId)
    if (order.shipping_id !== shipping.shippingId) return
    const by: Doer = { kind: 'person', userId: order.shipping_by_user_id!, name: order.shipping_by_name! }
    await markShipped(tx, { order, by })
    await issueInvoice(tx, order, by, deps.clock.now())
  })
}
