import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { recordActivity } from '../identity/record-activity.ts'
import type { AccountFacts } from '../stripe/facts.ts'
import { StripeRefused } from '../stripe/failures.ts'
import { collects, type Standing, sentenceOf, standingOf } from './stripe-standing.ts'

/**
 * Reads a linked account again and stores where it stands. An account that no longer lets us in was disconnected at Stripe.
 *
 * @param finish runs in the same transaction (the inbox marks its row done there).
 * @returns whether it can collect; when not, the caller closes its payment pages.
 * @throws StripeUnreachable.
 */
export async function refreshStripeAccount(
  deps: Pick<Deps, 'db' | 'stripe'>,
  companyId: string,
  stripeAccount: string,
  finish?: (tx: Tx) => Promise<void>,
): Promise<boolean> {
  const facts = await readOrGone(deps, stripeAccount)
  return deps.db.withCompany(companyId, async (tx) => {
    const standing = await storeFacts(tx, companyId, stripeAccount, facts)
    await finish?.(tx)
    return collects(standing)
  })
}

async function readOrGone({ stripe }: Pick<Deps, 'stripe'>, stripeAccount: string): Promise<AccountFacts | null> {
  try {
    return await stripe.readAccount(stripeAccount)
  } catch (error) {
    const noEntry = error instanceof StripeRefused && (error.status === 403 || error.status === 404)
    if (noEntry) return null
    throw error
  }
}

async function storeFacts(tx: Tx, companyId: string, stripeAccount: string, facts: AccountFacts | null): Promise<Standing> {
  const before = await tx
    .selectFrom('stripe_accounts')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('stripe_account', '=', stripeAccount)
    .forUpdate()
    .executeTakeFirst()
  // Disconnected here is final for this link; linking again makes it anew.
  if (!before || before.disconnected_at) return standingOf(before ?? null)
  const after = await tx
    .updateTable('stripe_accounts')
    .set(
      facts
        ? {
            details_submitted: facts.detailsSubmitted,
            charges_enabled: facts.chargesEnabled,
            payouts_enabled: facts.payoutsEnabled,
            requirements: JSON.stringify(facts.requirements),
            business_name: facts.businessName,
            read_at: sql<Date>`clock_timestamp()`,
          }
        : { charges_enabled: false, payouts_enabled: false, disconnected_at: sql<Date>`clock_timestamp()` },
    )
    .where('company_id', '=', companyId)
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  if (standingOf(before) === standingOf(after)) return standingOf(after)
  await recordActivity(tx, {
    companyId,
    by: { kind: 'stripe' },
    action: 'stripe_account.standing_changed',
    subject: { type: 'stripe_account', id: before.id },
    summary: sentenceOf(standingOf(after)),
    details: { from: standingOf(before), to: standingOf(after) },
  })
  return standingOf(after)
}
