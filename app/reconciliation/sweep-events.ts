import { sql } from 'kysely'
import type { Deps } from '../deps.ts'
import { type Endpoint, receiveEvent } from '../payments/receive-event.ts'
import type { EventHint } from '../stripe/facts.ts'
import { StripeRefused, StripeUnreachable } from '../stripe/failures.ts'

/** Events may appear in Stripe's list a little after their time; looking back this far each time misses none. */
const overlapMs = 10 * 60_000
/** Stripe keeps events for 30 days; an account that was never swept is walked from its beginning here. */
const farthestBackMs = 29 * 24 * 3_600_000

/**
 * Catches up with events whose webhooks never reached us (an outage, a disabled endpoint): walks Stripe's event list of the
 * platform and of every linked account, and puts what is missing into the inbox. Repeating it changes nothing (P14).
 *
 * @returns how many events had been missed.
 */
export async function sweepEvents(deps: Pick<Deps, 'db' | 'stripe' | 'clock' | 'log'>): Promise<number> {
  const linked = await deps.db.withPlatform((tx) =>
    tx.selectFrom('stripe_accounts').select('stripe_account').where('disconnected_at', 'is', null).execute(),
  )
  let missed = await sweepOne(deps, 'platform', null)
  for (const { stripe_account } of linked) missed += await sweepOne(deps, 'connect', stripe_account)
  return missed
}

async function sweepOne(
  deps: Pick<Deps, 'db' | 'stripe' | 'clock' | 'log'>,
  endpoint: Endpoint,
  stripeAccount: string | null,
): Promise<number> {
  const key = { kind: 'events', stripe_account: stripeAccount ?? 'platform' }
  const began = deps.clock.now()
  const walked = await deps.db.withPlatform((tx) =>
    tx
      .selectFrom('sweeps')
      .select('walked_to')
      .where((eb) => eb.and(key))
      .executeTakeFirst(),
  )
  const from = walked ? walked.walked_to.getTime() - overlapMs : began.getTime() - farthestBackMs
  let hints: EventHint[]
  try {
    hints = await deps.stripe.listEvents(stripeAccount, new Date(from))
  } catch (error) {
    if (!(error instanceof StripeUnreachable || error instanceof StripeRefused)) throw error
    deps.log.warn({ err: error, stripeAccount }, 'events could not be swept yet')
    return 0
  }
  let missed = 0
  for (const hint of hints) missed += await receiveEvent(deps, endpoint, hint)
  await deps.db.withPlatform((tx) =>
    tx
      .insertInto('sweeps')
      .values({ ...key, walked_to: began })
      .onConflict((conflict) =>
        conflict
          .columns(['kind', 'stripe_account'])
          .doUpdateSet({ walked_to: sql`greatest(sweeps.walked_to, excluded.walked_to)` }),
      )
      .execute(),
  )
  return missed
}
