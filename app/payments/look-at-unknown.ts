import type { Deps } from '../deps.ts'
import { StripeRefused } from '../stripe/failures.ts'
import { observe } from './observe.ts'

/** What one run looks at; whatever is left is looked at when its events come, and stays a person's task until then. */
const attemptsMax = 200

/**
 * Looks again at the attempts that were lost from sight, after their Stripe account was linked anew: closes what is still open,
 * so that nobody pays twice, and books what was paid.
 *
 * @throws StripeUnreachable: ask again later.
 */
export async function lookAtUnknown(deps: Pick<Deps, 'db' | 'stripe'>, companyId: string, stripeAccount: string): Promise<void> {
  const unknown = await deps.db.withCompany(companyId, (tx) =>
    tx
      .selectFrom('payment_attempts')
      .select('checkout_session')
      .where('company_id', '=', companyId)
      .where('stripe_account', '=', stripeAccount)
      .where('state', '=', 'unknown')
      .orderBy('state_changed_at', 'desc')
      .limit(attemptsMax)
      .execute(),
  )
  for (const { checkout_session: session } of unknown) {
    if (session === null) continue
    try {
      await deps.stripe.expireCheckout(stripeAccount, session).catch((error) => {
        // Not open any more: what it is, Stripe tells below.
        if (!(error instanceof StripeRefused)) throw error
      })
      await observe(deps, { companyId, stripeAccount, object: { type: 'checkout.session', id: session } })
    } catch (error) {
      // Still not to be seen: it stays what it is.
      if (!(error instanceof StripeRefused)) throw error
    }
  }
}
