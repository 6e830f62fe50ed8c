import type { Tx } from '../db/database.ts'
import { enqueue } from '../db/enqueue.ts'
import type { Deps } from '../deps.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { formatMoney } from '../money.ts'
import { lockOrder, type OrderRow } from './lock-order.ts'
import { endOrder } from './void-order.ts'
import type { EndLiveAttempt } from './void-unpaid-order.ts'

/** An order is looked at before its time when the clocks of two machines differ: it is asked for again a little later. */
export class NotDueYet extends Error {
  override name = 'NotDueYet'
}

/**
 * Ends an order that had to be paid first and was not in time: closes its payment page at Stripe, frees its goods, and has
 * buyer and seller be told. Once at most, however many workers ask: everything is decided again under the order's lock after
 * the page is closed. A buyer who was quicker has the money booked and keeps the order; an order that no longer waits for its
 * payment (paid, let go, voided) is left as it is.
 *
 * @throws NotDueYet; Problem 503 when Stripe does not answer and 409 while it is confirming a payment. The order waits on then.
 */
export async function expireOrder(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  endLiveAttempt: EndLiveAttempt,
  companyId: string,
  orderId: string,
): Promise<void> {
  const waits = await db.withCompany(companyId, async (tx) => {
    const order = await lockOrder(tx, orderId)
    if (!waitsForItsPayment(order)) return false
    if (order.pay_by! > clock.now()) throw new NotDueYet(`order ${order.number} may be paid until ${order.pay_by!.toISOString()}`)
    return true
  })
  if (!waits) return
  await endLiveAttempt(companyId, orderId)
  await db.withCompany(companyId, async (tx) => {
    const order = await lockOrder(tx, orderId)
    if (!waitsForItsPayment(order)) return
    await endOrder(tx, order, 'expired')
    await tell(tx, order)
  })
}

/** What was paid in part is a person's matter: it has a difference open on it, and is not ended over their head. */
function waitsForItsPayment(order: OrderRow): boolean {
  return order.hold === 'awaiting_payment' && order.pay_by !== null && order.payment_state !== 'partly_paid'
}

async function tell(tx: Tx, order: OrderRow): Promise<void> {
  const { company_id: companyId, id: orderId } = order
  await recordActivity(tx, {
    companyId,
    by: { kind: 'system' },
    action: 'order.expired',
    subject: { type: 'order', id: orderId },
    summary: `Order ${order.number} was not paid in time and has ended: ${formatMoney(order.total_minor, order.currency)} was due. Its stock is free again.`,
    details: { payBy: order.pay_by!.toISOString() },
  })
  const payload = { orderId }
  await enqueue(tx, { companyId, kind: 'mail.order-expired', factId: orderId, payload, to: order.placed_by_user_id })
  for (const to of await sellersPeople(tx, companyId)) {
    // One row per person: a mail that fails for one is not sent twice to the others.
    await enqueue(tx, { companyId, kind: 'mail.order-expired-seller', factId: `${orderId} ${to}`, payload, to })
  }
}

/** Who of the seller hears of it: sales, and administrators where there is nobody in sales. */
async function sellersPeople(tx: Tx, companyId: string): Promise<string[]> {
  const people = await tx
    .selectFrom('memberships')
    .select(['user_id', 'roles'])
    .where('company_id', '=', companyId)
    .where('customer_id', 'is', null)
    .orderBy('created_at')
    .limit(toldMax)
    .execute()
  const sales = people.filter(({ roles }) => roles.includes('sales'))
  const told = sales.length > 0 ? sales : people.filter(({ roles }) => roles.includes('admin'))
  return told.map((person) => person.user_id)
}

const toldMax = 200
