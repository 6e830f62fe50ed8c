const currencies = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()))

/** Whether this is an ISO 4217 code in Stripe's lower-case spelling. */
export const isCurrency = (code: string): boolean => currencies.has(code)

/** How many minor units make one unit of the currency, as a power of ten. */
function exponentOf(currency: string): number {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

/** An amount in minor units as a person reads it: `41250`, `usd` → `$412.50`. */
export function formatAmount(amount: number, currency: string): string {
  const exponent = exponentOf(currency)
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0')
  const whole = digits.slice(0, digits.length - exponent)
  const decimal = exponent === 0 ? whole : `${whole}.${digits.slice(-exponent)}`
  const sign: Intl.StringNumericLiteral = `${amount < 0 ? '-' : ''}${decimal}` as Intl.StringNumericLiteral
  return new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(sign)
}

/** An amount as a person writes it, in minor units: `412.50`, `usd` → `41250`; undefined when it is none. */
export function amountIn(written: string, currency: string): number | undefined {
  const exponent = exponentOf(currency)
  const [, whole, decimal = ''] = /^(\d{1,9})(?:\.(\d{1,3}))?$/.exec(written.replaceAll(/[,$€£\s]/g, '')) ?? []
  if (whole === undefined || decimal.length > exponent) return undefined
  return Number(`${whole}${decimal.padEnd(exponent, '0')}`)
}
