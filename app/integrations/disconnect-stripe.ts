import { sql } from 'kysely'
import type { Deps } from '../deps.ts'
import { type Actor, doerOf } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import type { Origin } from '../identity/record-security-event.ts'
import { notFound } from '../problem.ts'
import { StripeRefused } from '../stripe/failures.ts'
import { payoutAccountChanged } from './payout-account-changed.ts'

/**
 * Ends the link to a Stripe account: customers can no longer pay online there, what is booked stays. An account linked by
 * OAuth is released at Stripe too; an account Florin created stays the seller's own at Stripe.
 *
 * @param reason kept in the audit trail.
 */
export async function disconnectStripe(
  deps: Pick<Deps, 'db' | 'stripe'>,
  actor: Actor,
  id: string,
  reason: string,
  from: Origin = null,
): Promise<void> {
  const { companyId } = actor
  const row = await deps.db.withCompany(companyId, async (tx) => {
    const found = await tx
      .updateTable('stripe_accounts')
      .set({ disconnected_at: sql<Date>`clock_timestamp()`, charges_enabled: false, payouts_enabled: false })
      .where('company_id', '=', companyId)
      .where('id', '=', id)
      .where('disconnected_at', 'is', null)
      .returning(['stripe_account', 'linked_by'])
      .executeTakeFirst()
    if (!found) throw notFound('linked-account')
    await recordActivity(tx, {
      companyId,
      by: doerOf(actor),
      action: 'stripe_account.disconnected',
      subject: { type: 'stripe_account', id },
      summary: `Disconnected Stripe account ${found.stripe_account}: ${reason}`,
    })
    await payoutAccountChanged(tx, actor, from, 'payout-disconnected', found.stripe_account)
    return found
  })
  if (row.linked_by === 'oauth') {
    await deps.stripe.deauthorizeAccount(row.stripe_account).catch((error) => {
      // Already released at Stripe: that is what was wanted.
      if (!(error instanceof StripeRefused)) throw error
    })
  }
}
