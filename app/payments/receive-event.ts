import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import type { EventHint } from '../stripe/facts.ts'

export type Endpoint = 'platform' | 'connect'

/**
 * Keeps a verified event, once, before it is answered (P13). The company comes from the event's verified account; an account
 * nobody here has linked is kept too, for the operator to see.
 *
 * @returns the number of rows written: 0 when the event was already there.
 */
export async function receiveEvent(deps: Pick<Deps, 'db' | 'stripe'>, endpoint: Endpoint, hint: EventHint): Promise<number> {
  return deps.db.withPlatform((tx) => keepEvent(tx, deps.stripe.livemode, endpoint, hint))
}

async function keepEvent(tx: Tx, livemode: boolean, endpoint: Endpoint, hint: EventHint): Promise<number> {
  const owner = hint.stripeAccount
    ? await tx
        .selectFrom('stripe_accounts')
        .select('company_id')
        .where('stripe_account', '=', hint.stripeAccount)
        .executeTakeFirst()
    : undefined
  const homeless = endpoint === 'connect' && !owner
  const inserted = await tx
    .insertInto('inbox')
    .values({
      endpoint,
      event: hint.event,
      type: hint.type,
      stripe_account: hint.stripeAccount,
      company_id: owner?.company_id ?? null,
      livemode: hint.livemode,
      object_type: hint.objectType,
      object_id: hint.objectId,
      // A live event on a test installation, or the reverse, is none of our business; it is kept and never acted on.
      state: hint.livemode !== livemode ? 'ignored' : homeless ? 'unknown_account' : 'waiting',
    })
    .onConflict((conflict) => conflict.columns(['endpoint', 'event']).doNothing())
    .executeTakeFirst()
  const written = Number(inserted.numInsertedOrUpdatedRows ?? 0n)
  if (written > 0) await sql`SELECT pg_notify('florin_inbox', '')`.execute(tx)
  return written
}
