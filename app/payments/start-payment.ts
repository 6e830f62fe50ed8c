import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { type Actor, doerOf } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { readStripeStanding } from '../integrations/read-stripe-standing.ts'
import { formatMoney } from '../money.ts'
import { lockOrder, type OrderRow } from '../orders/lock-order.ts'
import { convenienceFee, feeScheduleInForce } from '../platform/convenience-fee.ts'
import { notFound, Problem } from '../problem.ts'
import { orderBalanceDue } from '../receivables/balances.ts'
import type { CheckoutRequest } from '../stripe/checkout.ts'
import type { CheckoutFacts } from '../stripe/facts.ts'
import { StripeRefused, StripeUnreachable } from '../stripe/failures.ts'
import { type Attempt, lockLiveAttempt, moveAttempt, noteSession } from './attempts.ts'
import { checkoutRequestFor } from './checkout-request.ts'
import { endLiveAttempt } from './end-live-attempt.ts'
import { observe } from './observe.ts'

export type StartedPayment = { attemptId: string; url: string; amount: { minor: number; currency: string } }

type Dependencies = Pick<Deps, 'db' | 'stripe' | 'clock' | 'config'>

/**
 * Starts, or takes up again, the card payment of an order, and returns the page to send the buyer to.
 * At most one attempt is ever live (P3): a double click, a second tab and a second buyer all get the same page.
 * The attempt and its idempotency key are stored before Stripe is asked, and the session before the buyer is sent on.
 *
 * @throws Problem 404 unknown order; 409 nothing left to pay, voided, pay online off; 503 Stripe does not answer (the order
 *   is safe, and asking again goes on where this stopped); 422 when Stripe refuses the amount.
 */
export async function startPayment(deps: Dependencies, actor: Actor, orderId: string): Promise<StartedPayment> {
  const roundsMax = 3
  for (let round = 0; round < roundsMax; round++) {
    const attempt = await deps.db.withCompany(actor.companyId, (tx) => findOrCreateAttempt(tx, deps, actor, orderId))
    if (attempt.checkout_session === null) return createSession(deps, attempt)
    const stillGood = attempt.expires_at !== null && attempt.expires_at > deps.clock.now()
    const due = await deps.db.withCompany(actor.companyId, async (tx) => orderBalanceDue(tx, await lockOrder(tx, orderId)))
    if (attempt.state === 'processing') {
      throw new Problem('payment-in-progress')
    }
    if (stillGood && due === attempt.amount_minor && attempt.checkout_url) return started(attempt)
    // Run out, or for another amount than is due now: ask Stripe how it ended, close it, and begin anew.
    await endLiveAttempt(deps, actor.companyId, orderId)
  }
  throw new Problem('payment-changing')
}

function started(attempt: Attempt): StartedPayment {
  return {
    attemptId: attempt.id,
    url: attempt.checkout_url!,
    amount: { minor: attempt.amount_minor, currency: attempt.currency },
  }
}

async function findOrCreateAttempt(tx: Tx, deps: Dependencies, actor: Actor, orderId: string): Promise<Attempt> {
  const order = await lockOrder(tx, orderId)
  if (actor.customerId !== null && order.customer_id !== actor.customerId) throw notFound('order')
  const live = await lockLiveAttempt(tx, order.company_id, order.id)
  if (live) return live
  const due = await payableAmount(tx, order)
  const standing = await readStripeStanding(tx, order.location_id)
  if (!standing.ready || !standing.stripeAccount) throw new Problem('stripe-not-ready', { reason: standing.sentence })
  const schedule = await feeScheduleInForce(tx, order.company_id, order.currency, deps.clock.now())
  const { rows } = await sql<{ id: string }>`SELECT gen_random_uuid() AS id`.execute(tx)
  const id = rows[0]!.id
  const fee = schedule ? convenienceFee(schedule, due, order.currency) : 0
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
  })
  return attempt
}

async function payableAmount(tx: Tx, order: OrderRow): Promise<number> {
  if (order.order_state === 'voided') throw new Problem('order-voided')
  const due = await orderBalanceDue(tx, order)
  if (due <= 0) throw new Problem('already-paid')
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

/** Stripe keeps an idempotency key for 24 hours; past that the same POST might make a second session, so it is looked up instead. */
const keyLifeMs = 23 * 3_600_000

async function createSession(deps: Dependencies, attempt: Attempt): Promise<StartedPayment> {
  const tooOld = attempt.first_sent_at !== null && deps.clock.now().getTime() - attempt.first_sent_at.getTime() > keyLifeMs
  if (tooOld) {
    await endLiveAttempt(deps, attempt.company_id, attempt.order_id)
    throw new Problem('payment-changing:never-confirmed')
  }
  try {
    await noteSending(deps, attempt)
    const request = attempt.request as unknown as CheckoutRequest
    const facts = await deps.stripe.createCheckout(attempt.stripe_account, request, attempt.idempotency_key)
    return await takeSession(deps, attempt, facts)
  } catch (error) {
    if (error instanceof StripeRefused) return refuse(deps, attempt, error)
    if (!(error instanceof StripeUnreachable)) throw error
    // A stored 5xx would come back for ever under this key: the attempt is settled now, and paying again begins a new one.
    if (error.status !== null && error.status >= 500) await endLiveAttempt(deps, attempt.company_id, attempt.order_id)
    throw unreachable()
  }
}

function unreachable(): Problem {
  return new Problem('stripe-unreachable:paying')
}

async function noteSending(deps: Dependencies, attempt: Attempt): Promise<void> {
  await deps.db.withCompany(attempt.company_id, (tx) =>
    tx
      .updateTable('payment_attempts')
      .set({ first_sent_at: sql<Date>`coalesce(first_sent_at, clock_timestamp())` })
      .where('company_id', '=', attempt.company_id)
      .where('id', '=', attempt.id)
      .execute(),
  )
}

/** Stores the session and only then gives its address away. One that came after its attempt had ended is closed again. */
async function takeSession(deps: Dependencies, attempt: Attempt, facts: CheckoutFacts): Promise<StartedPayment> {
  const state = await deps.db.withCompany(attempt.company_id, async (tx) => {
    await lockOrder(tx, attempt.order_id)
    await noteSession(tx, attempt, facts)
    await moveAttempt(tx, attempt, 'open')
    const now = await tx
      .selectFrom('payment_attempts')
      .select('state')
      .where('company_id', '=', attempt.company_id)
      .where('id', '=', attempt.id)
      .executeTakeFirstOrThrow()
    return now.state
  })
  if (state === 'open' && facts.url) return { ...started(attempt), url: facts.url }
  if (state === 'failed') {
    await deps.stripe.expireCheckout(attempt.stripe_account, facts.session)
    throw new Problem('payment-changing:too-late')
  }
  // Paid, being confirmed or run out in the meantime: the order's own page tells which.
  await observe(deps, hintOf(attempt, facts.session))
  return { ...started(attempt), url: `${deps.config.publicUrl}/shop/orders/${attempt.order_id}` }
}

/** Nothing was made at Stripe: the attempt ends, and the buyer reads why. */
async function refuse(deps: Dependencies, attempt: Attempt, error: StripeRefused): Promise<never> {
  await deps.db.withCompany(attempt.company_id, async (tx) => {
    await lockOrder(tx, attempt.order_id)
    await moveAttempt(tx, attempt, 'failed')
    await tx
      .updateTable('payment_attempts')
      .set({ last_decline: error.message })
      .where('company_id', '=', attempt.company_id)
      .where('id', '=', attempt.id)
      .execute()
  })
  throw new Problem('stripe-refused:page', { reason: error.message })
}

function hintOf(attempt: Attempt, session: string) {
  return {
    companyId: attempt.company_id,
    stripeAccount: attempt.stripe_account,
    object: { type: 'checkout.session', id: session },
  }
}
