import { sql } from 'kysely'
import type { Deps } from '../deps.ts'
import { readStripeStanding } from '../integrations/read-stripe-standing.ts'
import { refreshStripeAccount } from '../integrations/refresh-stripe-account.ts'
import { lockOrder } from '../orders/lock-order.ts'
import { Problem } from '../problem.ts'
import type { CheckoutRequest } from '../stripe/checkout.ts'
import type { CheckoutFacts } from '../stripe/facts.ts'
import { StripeRefused, StripeUnreachable } from '../stripe/failures.ts'
import { type Attempt, moveAttempt, noteSession } from './attempts.ts'
import { closeAtStripe, endLiveAttempt } from './end-live-attempt.ts'
import { lookAgain } from './look-again.ts'

type Dependencies = Pick<Deps, 'db' | 'stripe' | 'clock' | 'config'>

export type StartedPayment = { attemptId: string; url: string; amount: { minor: number; currency: string } }

export function started(attempt: Attempt, url: string): StartedPayment {
  return { attemptId: attempt.id, url, amount: { minor: attempt.amount_minor, currency: attempt.currency } }
}

/** Stripe keeps an idempotency key for 24 hours; past that the same POST might make a second session, so it is looked up instead. */
const keyLifeMs = 23 * 3_600_000

/**
 * Creates the attempt's session at Stripe, or takes up the one that was created when the answer got lost.
 *
 * @throws Problem 503 Stripe does not answer; 422 when Stripe refuses; 409 when the attempt has ended meanwhile, or its account
 *   does not let us in any more.
 */
export async function createSession(deps: Dependencies, attempt: Attempt): Promise<StartedPayment> {
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

/**
 * Stores the session and only then gives its address away. One that came after its attempt had ended, or after its account had
 * stopped collecting here, is closed again.
 */
async function takeSession(deps: Dependencies, attempt: Attempt, facts: CheckoutFacts): Promise<StartedPayment> {
  const { state, collects } = await deps.db.withCompany(attempt.company_id, async (tx) => {
    const order = await lockOrder(tx, attempt.order_id)
    await noteSession(tx, attempt, facts)
    await moveAttempt(tx, attempt, 'open')
    const now = await tx
      .selectFrom('payment_attempts')
      .select('state')
      .where('company_id', '=', attempt.company_id)
      .where('id', '=', attempt.id)
      .executeTakeFirstOrThrow()
    const standing = await readStripeStanding(tx, order.location_id)
    return { state: now.state, collects: standing.ready && standing.stripeAccount === attempt.stripe_account }
  })
  if (state === 'open' && collects && facts.url) return started(attempt, facts.url)
  const sent = { ...attempt, checkout_session: facts.session }
  if (state === 'failed' || state === 'unknown' || !collects) {
    await closeAtStripe(deps, sent, facts.session)
    throw new Problem('payment-changing:too-late')
  }
  // Paid, being confirmed or run out in the meantime: the order's own page tells which.
  await lookAgain(deps, sent)
  return started(attempt, `${deps.config.publicUrl}/shop/orders/${attempt.order_id}`)
}

/** Nothing was made at Stripe: the attempt ends, and the buyer reads why. */
async function refuse(deps: Dependencies, attempt: Attempt, error: StripeRefused): Promise<never> {
  const noEntry = error.status === 403 || error.status === 404
  await deps.db.withCompany(attempt.company_id, async (tx) => {
    await lockOrder(tx, attempt.order_id)
    await moveAttempt(tx, attempt, 'failed')
    await tx
      .updateTable('payment_attempts')
      // Why an account does not let Florin in is not the buyer's to read.
      .set({ last_decline: noEntry ? null : error.message })
      .where('company_id', '=', attempt.company_id)
      .where('id', '=', attempt.id)
      .execute()
  })
  if (noEntry) {
    // The owner ended the connection, and the event that says so is not here yet: look, so that nobody else is sent there.
    await refreshStripeAccount(deps, attempt.company_id, attempt.stripe_account)
    throw new Problem('stripe-not-ready:buyer')
  }
  throw new Problem('stripe-refused:page', { reason: error.message })
}
