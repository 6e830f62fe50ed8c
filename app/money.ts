/** An amount of money: integer minor units (cents) and a lower-case ISO 4217 currency. Never a float. */
export type Money = { minor: number; currency: string }

/** Minor-unit digits per currency, as Stripe counts them. A currency that is not listed here is refused, not guessed. */
const exponents: Record<string, number> = {
  usd: 2,
  eur: 2,
  gbp: 2,
  cad: 2,
  aud: 2,
  mxn: 2,
  chf: 2,
  nzd: 2,
  jpy: 0,
  krw: 0,
  clp: 0,
  bhd: 3,
  kwd: 3,
  jod: 3,
}

/** Every currency Florin knows, by its minor-unit digits. */
export const currenciesByExponent: ReadonlyMap<number, string[]> = Map.groupBy(
  Object.keys(exponents),
  (currency) => exponents[currency]!,
)

/** @throws RangeError for a currency Florin does not know. */
export function exponentOf(currency: string): number {
  const exponent = exponents[currency]
  if (exponent === undefined) throw new RangeError(`unknown currency "${currency}"`)
  return exponent
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
