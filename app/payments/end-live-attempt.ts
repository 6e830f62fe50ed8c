import type { Deps } from '../deps.ts'
import { lockOrder } from '../orders/lock-order.ts'
import { Problem } from '../problem.ts'
import { StripeRefused, StripeUnreachable } from '../stripe/failures.ts'
import { stateOf } from './attempt-states.ts'
import { type Attempt, lockLiveAttempt, moveAttempt, noteSession } from './attempts.ts'
import { lookAgain } from './look-again.ts'

/**
 * Ends an order's live attempt, so that the order may be voided or paid anew: closes the page at Stripe first, and books the
 * money if the buyer was quicker. A page that Stripe does not let us close or see any more ends as `unknown`. Does nothing when
 * no attempt is live.
 *
 * @param only ends this attempt and no later one.
 * @throws Problem 503 when Stripe does not answer (the attempt stays live); 409 when a payment is being confirmed.
 */
export async function endLiveAttempt(
  deps: Pick<Deps, 'db' | 'stripe'>,
  companyId: string,
  orderId: string,
  only?: string,
): Promise<void> {
  const attempt = await deps.db.withCompany(companyId, async (tx) => {
    await lockOrder(tx, orderId)
    return lockLiveAttempt(tx, companyId, orderId)
  })
  if (!attempt || (only !== undefined && attempt.id !== only)) return
  try {
    if (attempt.checkout_session) await closeAtStripe(deps, attempt, attempt.checkout_session)
    else await settleUnsent(deps, attempt)
  } catch (error) {
    if (error instanceof StripeUnreachable) {
      throw new Problem('stripe-unreachable:page-open')
    }
    throw error
  }
  const left = await deps.db.withCompany(companyId, (tx) => lockLiveAttempt(tx, companyId, orderId))
  if (left) throw new Problem('payment-in-progress:wait')
}

export async function closeAtStripe(deps: Pick<Deps, 'db' | 'stripe'>, attempt: Attempt, session: string): Promise<void> {
  try {
    await deps.stripe.expireCheckout(attempt.stripe_account, session)
  } catch (error) {
    // Not open any more (paid, expired or being confirmed), or not ours to close. What it is, Stripe tells below.
    if (!(error instanceof StripeRefused)) throw error
  }
  await lookAgain(deps, { ...attempt, checkout_session: session })
}

/** We never learnt whether Stripe made the session. Nobody has its address, so nobody can pay it: look it up, and close it. */
async function settleUnsent(deps: Pick<Deps, 'db' | 'stripe'>, attempt: Attempt): Promise<void> {
  const facts = attempt.first_sent_at ? await findSession(deps, attempt, attempt.first_sent_at) : null
  await deps.db.withCompany(attempt.company_id, async (tx) => {
    await lockOrder(tx, attempt.order_id)
    const live = await lockLiveAttempt(tx, attempt.company_id, attempt.order_id)
    if (live?.id !== attempt.id || live.checkout_session) return
    if (facts) await noteSession(tx, live, facts)
    await moveAttempt(tx, live, facts ? stateOf(facts) : 'failed')
  })
  if (facts) await closeAtStripe(deps, attempt, facts.session)
}

/** An account that does not let us look has no page that anybody could have been sent to. */
async function findSession({ stripe }: Pick<Deps, 'stripe'>, attempt: Attempt, sentAt: Date) {
  return stripe.findCheckoutByReference(attempt.stripe_account, attempt.id, sentAt).catch((error) => {
    if (error instanceof StripeRefused) return null
    throw error
  })
}
