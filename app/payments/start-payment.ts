import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { type Actor, doerOf } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { readStripeStanding } from '../integrations/read-stripe-standing.ts'
import { formatMoney } from '../money.ts'
import { lockOrder, type OrderRow } from '../orders/lock-order.ts'
import { whyNotChargeRest } from '../orders/why-not-charge.ts'
import { convenienceFee, feeScheduleInForce } from '../platform/convenience-fee.ts'
import { notFound, Problem } from '../problem.ts'
import { orderBalanceDue } from '../receivables/balances.ts'
import { type Attempt, lockLiveAttempt } from './attempts.ts'
import { checkoutRequestFor } from './checkout-request.ts'
import { createSession, type StartedPayment, started } from './create-session.ts'
import { endLiveAttempt } from './end-live-attempt.ts'

type Dependencies = Pick<Deps, 'db' | 'stripe' | 'clock' | 'config'>

/**
 * Starts, or takes up again, the card payment of an order, and returns the page to send the buyer to.
 * At most one attempt is ever live (P3): a double click, a second tab and a second buyer all get the same page.
 * The attempt and its idempotency key are stored before Stripe is asked, and the session before the buyer is sent on.
 *
 * @param at when, for a history told afterwards (the demo's); now otherwise.
 * @throws Problem 404 unknown order; 409 nothing left to pay, voided, pay online off; 503 Stripe does not answer (the order
 *   is safe, and asking again goes on where this stopped); 422 when Stripe refuses the amount.
 */
export async function startPayment(deps: Dependencies, actor: Actor, orderId: string, at?: Date): Promise<StartedPayment> {
  const roundsMax = 3
  for (let round = 0; round < roundsMax; round++) {
    const { attempt, due, collects } = await deps.db.withCompany(actor.companyId, (tx) =>
      findOrCreateAttempt(tx, deps, actor, orderId, at),
    )
    if (attempt.state === 'processing') {
      throw new Problem('payment-in-progress')
    }
    if (collects && attempt.checkout_session === null) return createSession(deps, attempt, at)
    const stillGood = collects && attempt.expires_at !== null && attempt.expires_at > deps.clock.now()
    if (stillGood && due === attempt.amount_minor && attempt.checkout_url) return started(attempt, attempt.checkout_url)
    // Run out, for another amount than is due now, or on an account that does not collect here (any more): ask Stripe how it
    // ended, close it, and begin anew.
    await endLiveAttempt(deps, actor.companyId, orderId)
  }
  throw new Problem('payment-changing')
}

type Found = {
  attempt: Attempt
  due: number
  /** Whether the attempt's account is the one that collects for this order now, and can. */
  collects: boolean
}

async function findOrCreateAttempt(tx: Tx, deps: Dependencies, actor: Actor, orderId: string, at?: Date): Promise<Found> {
  const order = await lockOrder(tx, orderId)
  if (actor.customerId !== null && order.customer_id !== actor.customerId) throw notFound('order')
  const live = await lockLiveAttempt(tx, order.company_id, order.id)
  const standing = await readStripeStanding(tx, order.location_id)
  if (live) {
    const collects = standing.ready && standing.stripeAccount === live.stripe_account
    return { attempt: live, due: await orderBalanceDue(tx, order), collects }
  }
  const due = await payableAmount(tx, order, deps.clock.now())
  if (!standing.ready || !standing.stripeAccount) throw new Problem('stripe-not-ready:buyer')
  const schedule = await feeScheduleInForce(tx, order.company_id, order.currency, deps.clock.now())
  const { rows } = await sql<{ id: string }>`SELECT gen_random_uuid() AS id`.execute(tx)
  const id = rows[0]!.id
  const fee = schedule ? convenienceFee(schedule, due) : 0
  const request = await checkoutRequestFor(tx, {
    order,
    due,
    fee,
    attemptId: id,
    buyerEmail: actor.email,
    publicUrl: deps.config.publicUrl,
  })
  const attempt = await tx
    .insertInto('payment_attempts')
    .values({
      company_id: order.company_id,
      id,
      order_id: order.id,
      customer_id: order.customer_id,
      state: 'creating',
      amount_minor: due,
      currency: order.currency,
      application_fee_minor: fee,
      fee_schedule_id: schedule?.id ?? null,
      stripe_account: standing.stripeAccount,
      idempotency_key: `${id}:create-session`,
      request: JSON.stringify(request),
      started_by_user_id: actor.userId,
      started_by_name: actor.name,
      ...(at ? { created_at: at, state_changed_at: at } : {}),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordActivity(tx, {
    companyId: order.company_id,
    by: doerOf(actor),
    action: 'payment.started',
    subject: { type: 'order', id: order.id },
    summary: `Began to pay ${formatMoney(due, order.currency)} by card.`,
    details: { attemptId: id },
    ...(at ? { at } : {}),
  })
  return { attempt, due, collects: true }
}

async function payableAmount(tx: Tx, order: OrderRow, now: Date): Promise<number> {
  if (order.order_state === 'voided') throw new Problem('order-voided')
  // Its payment page would be closed again in a moment (orders/expire-order.ts).
  if (order.hold === 'awaiting_payment' && order.pay_by !== null && order.pay_by <= now) throw new Problem('order-ended')
  const due = await orderBalanceDue(tx, order)
  if (due <= 0) throw new Problem('already-paid')
  const why = whyNotChargeRest(due, order.currency)
  if (why !== null) throw new Problem('payment-not-available', { reason: why })
  const customer = await tx
    .selectFrom('customers')
    .select('pay_online')
    .where('company_id', '=', order.company_id)
    .where('id', '=', order.customer_id)
    .executeTakeFirstOrThrow()
  if (!customer.pay_online) {
    throw new Problem('pay-online-off')
  }
  return due
}
