import type Stripe from 'stripe'
import { calling } from './failures.ts'

const pageSize = 100
/** Every day for twenty-seven years; the SDK reads no more at once. */
const payoutsMax = 10_000

/** What has left the account's balance for its bank and did not come back: minor units by currency. @throws RangeError when there are `payoutsMax`. */
export async function readPaidOut(stripe: Stripe, stripeAccount: string): Promise<Map<string, number>> {
  const paidOut = new Map<string, number>()
  const all = stripe.payouts.list({ limit: pageSize }, { stripeAccount })
  const payouts = await calling(all.autoPagingToArray({ limit: payoutsMax }))
  if (payouts.length === payoutsMax) throw new RangeError(`account ${stripeAccount} has ${payoutsMax} payouts or more`)
  for (const { status, currency, amount } of payouts) {
    if (status !== 'failed' && status !== 'canceled') paidOut.set(currency, (paidOut.get(currency) ?? 0) + amount)
  }
  return paidOut
}
