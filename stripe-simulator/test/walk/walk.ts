import type Stripe from 'stripe'
import { type Simulator, startSimulator } from '../../src/index.ts'
import { type Exchange, type Recorder, record } from './recording.ts'
import { walkAccounts } from './walk-accounts.ts'
import { walkBankDebits } from './walk-bank-debits.ts'
import { walkCatalogue } from './walk-catalogue.ts'
import { walkCustomers } from './walk-customers.ts'
import { walkMoney } from './walk-money.ts'
import { walkPages } from './walk-pages.ts'
import { walkPayments } from './walk-payments.ts'
import { walkPlatform } from './walk-platform.ts'
import { walkSetup } from './walk-setup.ts'

/** Where a walk goes: a simulator, the recorder in front of it, and an account that can charge. */
export type Walk = Recorder & { simulator: Simulator; on: { stripeAccount: string } }

/** Waits for a refusal: the walk wants to see one. */
export const refusal = (call: Promise<unknown>): Promise<void> =>
  call.then(
    () => {
      throw new Error('the call was expected to be refused')
    },
    () => {},
  )

/** The object a list must have. */
export function first<T>(list: Stripe.ApiList<T>): T {
  const [one] = list.data
  if (one === undefined) throw new Error('the list is empty')
  return one
}

/** A walk over every route of a simulator, with as many parameters as a caller would use. @returns all that went over the wire. */
export async function walkOver(simulator: Simulator): Promise<Exchange[]> {
  const recorder = record(simulator)
  const account = await walkAccounts({ ...recorder, simulator })
  const walk: Walk = { ...recorder, simulator, on: { stripeAccount: account } }
  await walkCatalogue(walk)
  await walkCustomers(walk)
  await walkPayments(walk)
  await walkMoney(walk)
  await walkSetup(walk)
  await walkBankDebits(walk)
  await walkPages(walk)
  await walkPlatform(walk)
  return recorder.exchanges
}

/** The same on a simulator of its own. @param mode in which it walks. */
export async function walkEverywhere(mode: 'test' | 'live' = 'test'): Promise<Exchange[]> {
  const both = await startSimulator()
  try {
    // The API has one address for both modes.
    return await walkOver(mode === 'live' ? { ...both, ...both.live, url: both.url } : both)
  } finally {
    await both.close()
  }
}
