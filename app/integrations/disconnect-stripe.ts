import { sql } from 'kysely'
import { enqueue } from '../db/enqueue.ts'
import type { Deps } from '../deps.ts'
import { type Actor, doerOf } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import type { Origin } from '../identity/record-security-event.ts'
import { notFound } from '../problem.ts'
import { StripeRefused } from '../stripe/failures.ts'
import { type ClosedPages, type ClosePages, closedPagesInWords } from './closed-pages.ts'
import { payoutAccountChanged } from './payout-account-changed.ts'

/**
 * Ends the link to a Stripe account: customers can no longer pay online there, their open payment pages are closed, and what is
 * booked stays. An account linked by OAuth is released at Stripe too, after that; an account Florin created stays the seller's
 * own at Stripe.
 *
 * @param reason kept in the audit trail.
 * @returns how the open pages ended.
 * @throws Problem 404 when it is not linked.
 */
export async function disconnectStripe(
  deps: Pick<Deps, 'db' | 'stripe'>,
  closePages: ClosePages,
  actor: Actor,
  { id, reason }: { id: string; reason: string },
  from: Origin = null,
): Promise<ClosedPages> {
  const { companyId } = actor
  const about = { companyId, by: doerOf(actor), subject: { type: 'stripe_account', id } } as const
  // First nothing new can begin on it; only then are its pages closed, while Stripe still lets us.
  const stripeAccount = await deps.db.withCompany(companyId, async (tx) => {
    const found = await tx
      .updateTable('stripe_accounts')
      .set({ disconnected_at: sql<Date>`clock_timestamp()`, charges_enabled: false, payouts_enabled: false })
      .where('company_id', '=', companyId)
      .where('id', '=', id)
      .where('disconnected_at', 'is', null)
      .returning(['stripe_account', 'linked_by', 'disconnected_at'])
      .executeTakeFirst()
    if (!found) throw notFound('linked-account')
    await recordActivity(tx, {
      ...about,
      action: 'stripe_account.disconnected',
      summary: `Disconnected Stripe account ${found.stripe_account}: ${reason}`,
    })
    await payoutAccountChanged(tx, actor, from, 'payout-disconnected', found.stripe_account)
    if (found.linked_by === 'oauth') {
      const factId = `${id} ${found.disconnected_at?.toISOString()}`
      await enqueue(tx, { companyId, kind: 'stripe.release-account', factId, payload: { stripeAccount: found.stripe_account } })
    }
    return found.stripe_account
  })
  const ends = await closePages(companyId, stripeAccount)
  const summary = closedPagesInWords(ends)
  if (summary !== '') {
    await deps.db.withCompany(companyId, (tx) =>
      recordActivity(tx, { ...about, action: 'stripe_account.pages_closed', summary, details: ends }),
    )
  }
  return ends
}

/**
 * Gives an account that was disconnected back to its owner at Stripe, after its last pages are closed. One that was linked again
 * meanwhile is kept.
 *
 * @throws StripeUnreachable: ask again later.
 */
export async function releaseAccount(
  deps: Pick<Deps, 'db' | 'stripe'>,
  closePages: ClosePages,
  { companyId, stripeAccount }: { companyId: string; stripeAccount: string },
): Promise<void> {
  const isDisconnected = () =>
    deps.db.withCompany(companyId, (tx) =>
      tx
        .selectFrom('stripe_accounts')
        .select('id')
        .where('company_id', '=', companyId)
        .where('stripe_account', '=', stripeAccount)
        .where('disconnected_at', 'is not', null)
        .executeTakeFirst(),
    )
  if (!(await isDisconnected())) return
  await closePages(companyId, stripeAccount)
  if (!(await isDisconnected())) return
  await deps.stripe.deauthorizeAccount(stripeAccount).catch((error) => {
    // Already released at Stripe: that is what was wanted.
    if (!(error instanceof StripeRefused)) throw error
  })
}
