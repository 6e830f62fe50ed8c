import type { Tx } from '../db/database.ts'
import { standingOf } from '../integrations/stripe-standing.ts'
import { feeScheduleInForce } from './convenience-fee.ts'

/** Every seller of the installation, where its Stripe accounts stand, and what it pays. In a transaction above companies. */
export async function listSellers(tx: Tx, now: Date) {
  const sellers = await tx
    .selectFrom('companies')
    .select(['id', 'name', 'slug', 'currency'])
    .where('kind', '=', 'seller')
    .orderBy('name')
    .execute()
  const accounts = await tx.selectFrom('stripe_accounts').selectAll().where('disconnected_at', 'is', null).execute()
  const items = []
  for (const seller of sellers) {
    const schedule = await feeScheduleInForce(tx, seller.id, seller.currency, now)
    items.push({
      id: seller.id,
      name: seller.name,
      slug: seller.slug,
      stripe: accounts
        .filter((account) => account.company_id === seller.id)
        .map((account) => ({ account: account.stripe_account, standing: standingOf(account) })),
      feeSchedule: schedule && {
        id: schedule.id,
        basisPoints: schedule.basisPoints,
        fixed: { minor: schedule.fixedMinor, currency: seller.currency },
        minimum: { minor: schedule.minimumMinor, currency: seller.currency },
        cap: schedule.capMinor === null ? null : { minor: schedule.capMinor, currency: seller.currency },
        effectiveFrom: schedule.effectiveFrom.toISOString(),
      },
    })
  }
  return items
}

export async function sellerNames(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx.selectFrom('companies').select(['id', 'name']).execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}
