import type Stripe from 'stripe'
import { calling } from './failures.ts'

const pageSize = 100
/** Far more than a seller is paid out in a life: every day for a hundred years. */
const payoutsMax = 36_500

/** What has left the account's balance for its bank and did not come back: minor units by currency. @throws RangeError beyond `payoutsMax`. */
export async function readPaidOut(stripe: Stripe, stripeAccount: string): Promise<Map<string, number>> {
  const paidOut = new Map<string, number>()
  const all = stripe.payouts.list({ limit: pageSize }, { stripeAccount })
  const payouts = await calling(all.autoPagingToArray({ limit: payoutsMax + 1 }))
  if (payouts.length > payoutsMax) throw new RangeError(`account ${stripeAccount} has more than ${payoutsMax} payouts`)
  for (const { status, currency, amount } of payouts) {
    if (status !== 'failed' && status !== 'canceled') paidOut.set(currency, (paidOut.get(currency) ?? 0) + amount)
  }
  return paidOut
}
