import type { Tx } from '../db/database.ts'
import { assertMinor, basisPointsOf, stripeLimits } from '../money.ts'

/** The operator's convenience fee, taken by Stripe as the platform's application fee out of the seller's proceeds. */
export type FeeSchedule = {
  id: string
  /** Hundredths of a percent of the payment. */
  basisPoints: number
  fixedMinor: number
  minimumMinor: number
  /** null: no cap. */
  capMinor: number | null
  effectiveFrom: Date
}

/**
 * The fee schedule for a company's payment at a moment: its own before the general one, the newest that is in force.
 * A schedule is never changed, so what an attempt froze can be explained for ever.
 * @param without a schedule to leave out, to learn what was before it.
 * @returns null where none is in force: then no fee is taken.
 */
export async function feeScheduleInForce(
  tx: Tx,
  companyId: string,
  currency: string,
  at: Date,
  without?: string,
): Promise<FeeSchedule | null> {
  const row = await tx
    .selectFrom('fee_schedules')
    .selectAll()
    .where('currency', '=', currency)
    .where('effective_from', '<=', at)
    .$if(without !== undefined, (query) => query.where('id', '<>', without!))
    .where((eb) => eb.or([eb('company_id', '=', companyId), eb('company_id', 'is', null)]))
    .orderBy((eb) => eb('company_id', 'is', null))
    .orderBy('effective_from', 'desc')
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    basisPoints: row.basis_points,
    fixedMinor: row.fixed_minor,
    minimumMinor: row.minimum_minor,
    capMinor: row.cap_minor,
    effectiveFrom: row.effective_from,
  }
}

/**
 * The fee on a payment: the percentage (rounded half up) plus the fixed part, at least the minimum, at most the cap, and never
 * more than the payment itself. Where Stripe charges in steps, the fee is cut down to a whole one.
 * @param amountMinor the payment in minor units, positive. @throws RangeError for an amount that is not a whole positive one.
 */
export function convenienceFee(
  schedule: Pick<FeeSchedule, 'basisPoints' | 'fixedMinor' | 'minimumMinor' | 'capMinor'>,
  amountMinor: number,
  currency: string,
): number {
  if (assertMinor(amountMinor) <= 0) throw new RangeError(`not a payment: ${amountMinor}`)
  const computed = basisPointsOf(amountMinor, schedule.basisPoints) + schedule.fixedMinor
  const atLeast = Math.max(computed, schedule.minimumMinor)
  const atMost = schedule.capMinor === null ? atLeast : Math.min(atLeast, schedule.capMinor)
  const fee = Math.min(atMost, amountMinor)
  return fee - (fee % stripeLimits(currency).stepMinor)
}
