import type { Tx } from '../db/database.ts'
import { collects, type Standing, sentenceOf, standingOf } from './stripe-standing.ts'

/** Which Stripe account collects for a location, and whether it can. */
export type StripeStanding = { ready: boolean; stripeAccount: string | null; standing: Standing; sentence: string }

/**
 * The account that collects for `locationId`: its own if it has one, else the company's.
 * @param locationId null asks for the company's own account.
 */
export async function readStripeStanding(tx: Tx, locationId: string | null): Promise<StripeStanding> {
  const linked = await tx
    .selectFrom('stripe_accounts')
    .selectAll()
    .where('disconnected_at', 'is', null)
    .where((eb) => eb.or([eb('location_id', 'is', null), ...(locationId ? [eb('location_id', '=', locationId)] : [])]))
    // The location's own first: nulls sort last.
    .orderBy('location_id')
    .executeTakeFirst()
  const standing = standingOf(linked ?? null)
  return {
    ready: collects(standing),
    stripeAccount: linked?.stripe_account ?? null,
    standing,
    sentence: sentenceOf(standing),
  }
}
