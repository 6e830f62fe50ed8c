import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Doer } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { formatMoney } from '../money.ts'
import { notFound, Problem } from '../problem.ts'

export type NewFeeSchedule = {
  /** null: every seller without a schedule of its own. */
  companyId: string | null
  currency: string
  basisPoints: number
  fixedMinor: number
  minimumMinor: number
  capMinor: number | null
  /** null: from now on. */
  effectiveFrom: Date | null
}

/**
 * Adds a convenience fee from a date on, in a transaction of the platform's company. Schedules are dated and never changed or
 * taken away, so that every fee ever taken can be explained.
 * @param at when, for a history told afterwards (the demo's); now otherwise.
 * @throws Problem 400 for a cap below the minimum; 409 for a date in the past; 404 for an unknown seller.
 */
export async function addFeeSchedule(
  tx: Tx,
  platformId: string,
  by: { doer: Doer; name: string },
  wanted: NewFeeSchedule,
  at?: Date,
): Promise<string> {
  if (wanted.capMinor !== null && wanted.capMinor < wanted.minimumMinor) {
    throw new Problem('cap-below-minimum', { field: 'capMinor' })
  }
  const { rows } = await sql<{ now: Date }>`SELECT clock_timestamp() AS now`.execute(tx)
  const now = at ?? rows[0]!.now
  if (wanted.effectiveFrom !== null && wanted.effectiveFrom < now) {
    throw new Problem('never-retroactive')
  }
  // Chosen here: the platform's company may add a seller's schedule but reads it only above companies.
  const id = randomUUID()
  await tx
    .insertInto('fee_schedules')
    .values({
      id,
      company_id: wanted.companyId,
      currency: wanted.currency,
      basis_points: wanted.basisPoints,
      fixed_minor: wanted.fixedMinor,
      minimum_minor: wanted.minimumMinor,
      cap_minor: wanted.capMinor,
      effective_from: wanted.effectiveFrom ?? now,
      created_by_name: by.name,
    })
    .execute()
    .catch((error) => {
      throw (error as { code?: string }).code === '23503' ? notFound('seller') : error
    })
  await recordActivity(tx, {
    companyId: platformId,
    by: by.doer,
    action: 'fee-schedule.added',
    subject: { type: 'fee_schedule', id },
    summary: `Set the convenience fee to ${inWords(wanted)}.`,
    ...(at ? { at } : {}),
    details: { ...wanted, effectiveFrom: (wanted.effectiveFrom ?? now).toISOString() },
  })
  return id
}

function inWords(fee: NewFeeSchedule): string {
  return `${(fee.basisPoints / 100).toFixed(2)} % + ${formatMoney(fee.fixedMinor, fee.currency)}`
}
