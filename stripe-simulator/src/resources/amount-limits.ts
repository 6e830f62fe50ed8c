import { refused } from '../protocol/errors.ts'

const largestAmount = 99_999_999

/** The smallest charge in each currency that Stripe documents one for, in its smallest unit. */
const smallest: Record<string, number> = {
  ...{ aed: 200, aud: 50, bgn: 100, brl: 50, cad: 50, chf: 50, czk: 1_500, dkk: 250, eur: 50, gbp: 30, hkd: 400, huf: 17_500 },
  ...{ inr: 50, jpy: 50, mxn: 1_000, myr: 200, nok: 300, nzd: 50, pln: 200, ron: 200, sek: 300, sgd: 50, thb: 1_000, usd: 50 },
}

/** Currencies with three decimals: Stripe wants the last of them to be 0. */
const threeDecimals = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd'])

/**
 * Whether Stripe charges an amount at all.
 * @throws StripeRefusal 400 when it is below the smallest or above the largest, or its last of three decimals is not 0.
 */
export function checkAmount(amount: number, currency: string): void {
  const least = smallest[currency] ?? 1
  if (amount < least) {
    const message = `Amount must be at least ${least} in the smallest unit of ${currency}.`
    throw refused(message, { code: 'amount_too_small', param: 'amount' })
  }
  if (amount > largestAmount)
    throw refused('Amount must be no more than 99,999,999 in the smallest unit.', { code: 'amount_too_large', param: 'amount' })
  if (!threeDecimals.has(currency) || amount % 10 === 0) return
  const message = `Invalid amount: ${amount}. ${currency} has three decimals, and the last of them has to be 0.`
  throw refused(message, { code: 'parameter_invalid_integer', param: 'amount' })
}
