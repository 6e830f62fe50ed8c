import type { Deps } from '../deps.ts'
import { type Endpoint, receiveEvent } from '../payments/receive-event.ts'
import { linkedAccounts, sweep } from './sweep.ts'

const overlapMs = 10 * 60_000
/** Stripe keeps events for 30 days. */
const keptMs = 29 * 24 * 3_600_000

type Dependencies = Pick<Deps, 'db' | 'stripe' | 'clock' | 'log'>

/**
 * Catches up with events whose webhooks never reached us (an outage, a disabled endpoint): walks Stripe's event list of the
 * platform and of every linked account, and puts what is missing into the inbox. Repeating it changes nothing (P14).
 *
 * @returns how many events had been missed.
 */
export async function sweepEvents(deps: Dependencies): Promise<number> {
  let missed = await sweepOne(deps, 'platform', null, new Date(0))
  // What happened on an account before it was linked is none of Florin's money.
  for (const { stripeAccount, linkedAt } of await linkedAccounts(deps))
    missed += await sweepOne(deps, 'connect', stripeAccount, linkedAt)
  return missed
}

function sweepOne(deps: Dependencies, endpoint: Endpoint, stripeAccount: string | null, linkedAt: Date): Promise<number> {
  const kept = deps.clock.now().getTime() - keptMs
  const farthestBack = new Date(Math.max(kept, linkedAt.getTime()))
  return sweep(
    deps,
    { kind: 'events', stripeAccount: stripeAccount ?? 'platform', farthestBack, overlapMs },
    (since) => deps.stripe.listEvents(stripeAccount, since),
    async (hints) => {
      let missed = 0
      for (const hint of hints) missed += await receiveEvent(deps, endpoint, hint)
      return missed
    },
  )
}
