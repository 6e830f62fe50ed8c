import type { Deps } from '../deps.ts'
import { observe } from '../payments/observe.ts'
import { StripeUnreachable } from '../stripe/failures.ts'
import { type Linked, linkedAccounts, sweep } from './sweep.ts'

/** A balance transaction may be attached to its charge some time after the capture; a day is far more than that takes. */
const overlapMs = 24 * 3_600_000

type Dependencies = Pick<Deps, 'db' | 'stripe' | 'clock' | 'log'>

/**
 * The last net under the money: walks what really reached each linked account's balance, and looks at every charge that is
 * not posted with its fees yet, even when Stripe never made an event of it (P1). Repeating it changes nothing (P14).
 *
 * @returns how many charges had been missed.
 */
export async function sweepCharges(deps: Dependencies): Promise<number> {
  let missed = 0
  for (const linked of await linkedAccounts(deps)) {
    missed += await sweep(
      deps,
      { kind: 'charges', stripeAccount: linked.stripeAccount, farthestBack: linked.linkedAt, overlapMs },
      (since) => deps.stripe.listChargesOnBalance(linked.stripeAccount, since),
      (charges) => observeMissing(deps, linked, charges),
    )
  }
  return missed
}

async function observeMissing(deps: Dependencies, { companyId, stripeAccount }: Linked, charges: string[]): Promise<number> {
  if (charges.length === 0) return 0
  const settled = await deps.db.withCompany(companyId, (tx) =>
    tx
      .selectFrom('payments')
      .select('charge')
      .where('company_id', '=', companyId)
      .where('charge', 'in', charges)
      .where('balance_transaction', 'is not', null)
      .execute(),
  )
  const known = new Set(settled.map(({ charge }) => charge))
  const missing = charges.filter((charge) => !known.has(charge))
  let found = 0
  for (const id of missing) {
    try {
      await observe(deps, { companyId, stripeAccount, object: { type: 'charge', id } })
      found += 1
    } catch (error) {
      if (error instanceof StripeUnreachable) throw error
      // One charge that cannot be booked keeps no other from it; every walk of the next day tries it again.
      deps.log.error({ err: error, charge: id }, 'a charge on the balance could not be booked')
    }
  }
  return found
}
