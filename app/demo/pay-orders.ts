import type { Deps } from '../deps.ts'
import type { BuyingActor } from '../orders/buyer.ts'
import { observe } from '../payments/observe.ts'
import { observeApplicationFee } from '../payments/observe-application-fee.ts'
import { startPayment } from '../payments/start-payment.ts'
import type { Chance } from './chance.ts'
import type { SimulatorTime } from './simulator-time.ts'

/** Somebody is going to pay an order by card, at a moment. */
export type Due = { orderId: string; at: Date; buyer: BuyingActor }

type Dependencies = Pick<Deps, 'db' | 'stripe' | 'config'>

/** At once; more would only wait for each other on a machine with two cores. */
const together = 4
const declined = '4000000000000002'
const cards = ['4242424242424242', '4242424242424242', '5555555555554444', '378282246310005', '4000056655665556'] as const

/**
 * Pays orders by card, each at its moment: a payment page is opened, a buyer pays there, and Florin looks at what Stripe has,
 * as it does for every payment. Now and then a card is declined first.
 */
export async function payOrders(deps: Dependencies, simulator: SimulatorTime, dues: Due[], chance: Chance): Promise<void> {
  const sorted = dues.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  if (sorted.length === 0) return
  await simulator.moveTo(new Date(sorted[0]!.at.getTime() - 60_000))
  const sessions = await eachOf(sorted, async ({ orderId, at, buyer }) => {
    const opened = new Date(at.getTime() - 60_000)
    const { url } = await startPayment({ ...deps, clock: { now: () => opened } }, buyer, orderId, opened)
    return /cs_\w+/.exec(url)![0]
  })
  const paid: { session: string; at: Date; buyer: BuyingActor }[] = []
  for (const [index, { at, buyer }] of sorted.entries()) {
    await simulator.moveTo(at)
    const session = sessions[index]!
    if (chance.between(1, 15) === 1) await simulator.pay(session, declined)
    paid.push({ session, at: await simulator.pay(session, chance.oneOf(cards)), buyer })
  }
  const accounts = await deps.db.withCompany(sorted[0]!.buyer.companyId, (tx) =>
    tx
      .selectFrom('payment_attempts')
      .select(['checkout_session', 'stripe_account'])
      .where('checkout_session', 'in', sessions)
      .execute(),
  )
  const accountOf = new Map(accounts.map((row) => [row.checkout_session, row.stripe_account]))
  // One after the other, so that the numbers of payments rise with time.
  for (const { session, at, buyer } of paid) {
    const object = { type: 'checkout.session', id: session }
    await observe(deps, { companyId: buyer.companyId, stripeAccount: accountOf.get(session)!, object }, undefined, at)
  }
}

/** Books the platform's side of every payment of a company. */
export async function bookFees(deps: Pick<Deps, 'db' | 'stripe'>, companyId: string): Promise<void> {
  const payments = await deps.db.withCompany(companyId, (tx) =>
    tx.selectFrom('payments').select('application_fee').where('application_fee', 'is not', null).orderBy('received_at').execute(),
  )
  await eachOf(payments, ({ application_fee: fee }) => observeApplicationFee(deps, fee!))
}

/** Does the same with all of them, a few at once. @returns what came of each, in their order. */
async function eachOf<T, R>(things: T[], act: (thing: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const waiting = things.entries()
  const work = async () => {
    for (const [index, thing] of waiting) results[index] = await act(thing)
  }
  await Promise.all(Array.from({ length: together }, work))
  return results
}
