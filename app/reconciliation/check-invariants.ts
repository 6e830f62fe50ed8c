import { sql } from 'kysely'
import type { Deps } from '../deps.ts'
import { invariants } from './invariants.ts'

export type Fault = { invariant: string; found: string }

const shownMax = 20

/** Asks every invariant of one company's books. @returns the faults, none when the books are in order. */
export async function checkInvariants({ db }: Pick<Deps, 'db'>, companyId: string): Promise<Fault[]> {
  return db.withCompany(companyId, async (tx) => {
    const faults: Fault[] = []
    for (const [invariant, query] of Object.entries(invariants)) {
      const { rows } = await sql.raw<{ found: string }>(`SELECT * FROM (${query}) AS fault(found) LIMIT ${shownMax}`).execute(tx)
      faults.push(...rows.map((row) => ({ invariant, found: row.found })))
    }
    return faults
  })
}

/**
 * Compares the books with Stripe, per currency: what our Stripe clearing account says against the account's balance there,
 * available and pending together, and what has been paid out of it, which is not booked yet.
 */
export async function compareClearing(deps: Pick<Deps, 'db' | 'stripe'>, companyId: string): Promise<Fault[]> {
  const { accounts, balances } = await deps.db.withCompany(companyId, async (tx) => ({
    accounts: await tx.selectFrom('stripe_accounts').select('stripe_account').execute(),
    balances: await tx.selectFrom('account_balances').selectAll().where('account', '=', 'stripe_clearing').execute(),
  }))
  const faults: Fault[] = []
  for (const { stripe_account: account } of accounts) {
    const [held, paidOut] = await Promise.all([deps.stripe.readBalance(account), deps.stripe.readPaidOut(account)])
    const ours = new Map(balances.filter((each) => each.party === account).map((each) => [each.currency, each.balance_minor]))
    for (const currency of new Set([...held.keys(), ...paidOut.keys(), ...ours.keys()])) {
      const [there, here] = [(held.get(currency) ?? 0) + (paidOut.get(currency) ?? 0), ours.get(currency) ?? 0]
      if (there !== here)
        faults.push({
          invariant: 'Stripe clearing is Stripe’s balance',
          found: `${account} ${currency}: Stripe ${there}, books ${here}`,
        })
    }
  }
  return faults
}
