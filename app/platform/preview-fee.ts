import type { Tx } from '../db/database.ts'
import { exponentOf } from '../money.ts'
import { notFound } from '../problem.ts'
import { assertFee, type NewFeeSchedule } from './add-fee-schedule.ts'
import { convenienceFee, type FeeSchedule, feeScheduleInForce } from './convenience-fee.ts'
import type { FeeRule } from './fee-in-words.ts'

/** Everyday payments, in whole units of the currency, to make a percentage something one can picture. */
const examplePayments = [10, 100, 1_000]

export type Concerned = { id: string; name: string; before: FeeSchedule | null }

/**
 * What a new fee would change, before it is set: for whom, from what, and what it takes of everyday payments. In a transaction
 * above companies; nothing is written.
 * @throws Problem as addFeeSchedule does for the same wish.
 */
export async function previewFee(tx: Tx, wanted: NewFeeSchedule) {
  const effectiveFrom = await assertFee(tx, wanted)
  const sellers = await sellersConcerned(tx, wanted, effectiveFrom)
  if (wanted.companyId !== null && sellers.length === 0) throw notFound('seller')
  const groups = Map.groupBy(sellers, ({ before }) => before?.id ?? '')
  return {
    effectiveFrom: effectiveFrom.toISOString(),
    changes: [...groups.values()].map((group) => {
      const before = group[0]!.before
      return {
        before: before && ruleOf(before),
        sellers: group.map(({ id, name }) => ({ id, name })),
        examples: examplesOf(before, wanted, wanted.currency),
      }
    }),
  }
}

/** What each of the example payments costs before and after. */
export function examplesOf(before: FeeRule | null, after: FeeRule, currency: string) {
  return examplePayments.map((whole) => {
    const payment = whole * 10 ** exponentOf(currency)
    const money = (minor: number) => ({ minor, currency })
    const fee = (rule: FeeRule | null) => money(rule === null ? 0 : convenienceFee(rule, payment, currency))
    return { payment: money(payment), before: fee(before), after: fee(after) }
  })
}

/**
 * The sellers whose payments a schedule will be taken of, and what each pays until then: the one it is for; or, for a general
 * one, everybody who trades in its currency and has no schedule of their own by then.
 * @param without the schedule itself, once it is there.
 */
export async function sellersConcerned(
  tx: Tx,
  { companyId, currency }: Pick<NewFeeSchedule, 'companyId' | 'currency'>,
  from: Date,
  without?: string,
): Promise<Concerned[]> {
  const companies = tx.selectFrom('companies').select(['id', 'name', 'currency']).where('kind', '=', 'seller')
  const sellers = await (companyId === null ? companies.where('currency', '=', currency) : companies.where('id', '=', companyId))
    .orderBy('name')
    .execute()
  const own = await tx
    .selectFrom('fee_schedules')
    .select('company_id')
    .where('currency', '=', currency)
    .where('effective_from', '<=', from)
    .where('company_id', 'is not', null)
    .execute()
  const withOwn = new Set(own.map((row) => row.company_id))
  const concerned = sellers.filter(({ id }) => companyId !== null || !withOwn.has(id))
  return Promise.all(
    concerned.map(async ({ id, name }) => ({
      id,
      name,
      before: await feeScheduleInForce(tx, id, currency, from, without),
    })),
  )
}

function ruleOf({ basisPoints, fixedMinor, minimumMinor, capMinor }: FeeRule): FeeRule {
  return { basisPoints, fixedMinor, minimumMinor, capMinor }
}
