/** An amount of money: integer minor units (cents) and a lower-case ISO 4217 currency. Never a float. */
export type Money = { minor: number; currency: string }

/** A currency: its digits after the point as Stripe counts them, and the smallest amount Stripe charges in it. */
type Currency = { exponent: 0 | 2 | 3; minimumMinor: number }

/**
 * The currencies Florin keeps books in; one that is not listed is refused, not guessed.
 * Minimums are those Stripe documents. For the last five it documents none and converts half a dollar at the day's rate:
 * ours lie a little above that, so that what Florin takes Stripe takes too.
 */
const currencies: Record<string, Currency> = {
  usd: { exponent: 2, minimumMinor: 50 },
  eur: { exponent: 2, minimumMinor: 50 },
  gbp: { exponent: 2, minimumMinor: 30 },
  cad: { exponent: 2, minimumMinor: 50 },
  aud: { exponent: 2, minimumMinor: 50 },
  nzd: { exponent: 2, minimumMinor: 50 },
  chf: { exponent: 2, minimumMinor: 50 },
  mxn: { exponent: 2, minimumMinor: 1_000 },
  brl: { exponent: 2, minimumMinor: 50 },
  sek: { exponent: 2, minimumMinor: 300 },
  nok: { exponent: 2, minimumMinor: 300 },
  dkk: { exponent: 2, minimumMinor: 250 },
  pln: { exponent: 2, minimumMinor: 200 },
  czk: { exponent: 2, minimumMinor: 1_500 },
  huf: { exponent: 2, minimumMinor: 17_500 },
  ron: { exponent: 2, minimumMinor: 200 },
  aed: { exponent: 2, minimumMinor: 200 },
  inr: { exponent: 2, minimumMinor: 50 },
  sgd: { exponent: 2, minimumMinor: 50 },
  hkd: { exponent: 2, minimumMinor: 400 },
  myr: { exponent: 2, minimumMinor: 200 },
  thb: { exponent: 2, minimumMinor: 1_000 },
  jpy: { exponent: 0, minimumMinor: 50 },
  krw: { exponent: 0, minimumMinor: 1_000 },
  clp: { exponent: 0, minimumMinor: 600 },
  bhd: { exponent: 3, minimumMinor: 200 },
  kwd: { exponent: 3, minimumMinor: 200 },
  jod: { exponent: 3, minimumMinor: 400 },
}

export const knownCurrencies = Object.keys(currencies)

/** Stripe takes eight digits in one payment, whatever the currency. */
const stripeDigitsMax = 99_999_999

/** @throws RangeError for a currency Florin does not know. */
function currencyOf(code: string): Currency {
  const currency = Object.hasOwn(currencies, code) ? currencies[code] : undefined
  if (!currency) throw new RangeError(`unknown currency "${code}"`)
  return currency
}

/** @throws RangeError for a currency Florin does not know. */
export function exponentOf(currency: string): number {
  return currencyOf(currency).exponent
}

/** Every currency Florin knows, by its minor-unit digits. */
export const currenciesByExponent: ReadonlyMap<number, string[]> = Map.groupBy(knownCurrencies, exponentOf)

/** What Stripe takes in one charge: from `minimumMinor` to `maximumMinor`, in whole multiples of `stepMinor`. */
export type StripeLimits = { minimumMinor: number; maximumMinor: number; stepMinor: number }

/**
 * The amounts Stripe charges in a currency. With three decimals the last digit has to be 0, as Stripe asks for.
 * @throws RangeError for a currency Florin does not know.
 */
export function stripeLimits(currency: string): StripeLimits {
  const { exponent, minimumMinor } = currencyOf(currency)
  const stepMinor = exponent === 3 ? 10 : 1
  return { minimumMinor, maximumMinor: stripeDigitsMax - (stripeDigitsMax % stepMinor), stepMinor }
}

/** Guards a boundary: an integer number of minor units that a double holds exactly. @throws RangeError otherwise. */
export function assertMinor(minor: number): number {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`not an integer amount of minor units: ${minor}`)
  return minor
}

/** Writes an amount for people: "412.50 USD". The digits are moved as text, so nothing is rounded on the way. */
export function formatMoney(minor: number, currency: string): string {
  const exponent = exponentOf(currency)
  const digits = String(Math.abs(assertMinor(minor))).padStart(exponent + 1, '0')
  const whole = digits.slice(0, digits.length - exponent).replace(/\B(?=(\d{3})+$)/g, ',')
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`
  return `${minor < 0 ? '-' : ''}${whole}${fraction} ${currency.toUpperCase()}`
}

/**
 * `minor` × `basisPoints` / 10 000, rounded half up, in integers throughout.
 * @param basisPoints hundredths of a percent: 250 is 2.5 %.
 */
export function basisPointsOf(minor: number, basisPoints: number): number {
  return assertMinor(Number((BigInt(assertMinor(minor)) * BigInt(basisPoints) + 5000n) / 10000n))
}
