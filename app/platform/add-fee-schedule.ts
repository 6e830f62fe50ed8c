import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Doer } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { whatChanged } from '../identity/what-changed.ts'
import { notFound, Problem } from '../problem.ts'
import { render } from '../words/render.ts'
import { type FeeRule, feeInWords } from './fee-in-words.ts'

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
 * @param before what it takes over from, for the audit trail.
 * @throws Problem 400 for a cap below the minimum; 409 for a date in the past; 404 for an unknown seller.
 */
export async function addFeeSchedule(
  tx: Tx,
  platformId: string,
  by: { doer: Doer; name: string },
  wanted: NewFeeSchedule,
  before: FeeFact | null = null,
): Promise<string> {
  const effectiveFrom = await assertFee(tx, wanted)
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
      effective_from: effectiveFrom,
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
    summary: `Set the convenience fee to ${render(feeInWords(wanted, wanted.currency), 'en')}.`,
    details: { ...wanted, effectiveFrom: effectiveFrom.toISOString(), ...whatChanged({ fee: before }, { fee: asFact(wanted) }) },
  })
  return id
}

/**
 * Holds a wished-for fee against the rules.
 * @returns the moment it begins, by the database's clock. @throws Problem 400 or 409.
 */
export async function assertFee(tx: Tx, wanted: NewFeeSchedule): Promise<Date> {
  if (wanted.capMinor !== null && wanted.capMinor < wanted.minimumMinor) {
    throw new Problem('cap-below-minimum', { field: 'capMinor' })
  }
  const { rows } = await sql<{ now: Date }>`SELECT clock_timestamp() AS now`.execute(tx)
  const now = rows[0]!.now
  if (wanted.effectiveFrom !== null && wanted.effectiveFrom < now) throw new Problem('never-retroactive')
  return wanted.effectiveFrom ?? now
}

/** A fee as the audit trail keeps it: with its currency, so that it reads by itself. */
export type FeeFact = FeeRule & { currency: string }

function asFact({ currency, basisPoints, fixedMinor, minimumMinor, capMinor }: FeeFact): FeeFact {
  return { currency, basisPoints, fixedMinor, minimumMinor, capMinor }
}

/** The schedule of the same scope and currency that a new one takes over from. In a transaction above companies. */
export async function readReplaced(tx: Tx, { companyId, currency, effectiveFrom }: NewFeeSchedule): Promise<FeeFact | null> {
  const row = await tx
    .selectFrom('fee_schedules')
    .selectAll()
    .where('currency', '=', currency)
    .where('effective_from', '<=', sql<Date>`coalesce(${effectiveFrom}::timestamptz, clock_timestamp())`)
    .where('company_id', companyId === null ? 'is' : '=', companyId)
    .orderBy('effective_from', 'desc')
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const { basis_points: basisPoints, fixed_minor: fixedMinor, minimum_minor: minimumMinor, cap_minor: capMinor } = row
  return { currency, basisPoints, fixedMinor, minimumMinor, capMinor }
}
