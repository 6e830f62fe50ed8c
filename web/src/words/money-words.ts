import type { Money } from '../api/answers.ts'
import { locale } from './locale.ts'

const exponents = new Map<string, number>()

/** Digits after the point in a currency; 2 where the browser knows none. */
export function exponentOf(currency: string): number {
  const known = exponents.get(currency)
  if (known !== undefined) return known
  const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
  const exponent = maximumFractionDigits ?? 2
  exponents.set(currency, exponent)
  return exponent
}

/** An amount's decimal digits as text, moved and never divided: 41250 usd → "412.50". */
export function decimalText({ minor, currency }: Money): `${number}` {
  const exponent = exponentOf(currency)
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
  const text = exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
  return `${minor < 0 ? '-' : ''}${text}` as `${number}`
}

/** The digits of an amount as the reader writes them: "1,412.50". */
export function amountWords(money: Money): string {
  const digits = exponentOf(money.currency)
  // Intl takes decimal text exactly; a number would pass through a float.
  return new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    decimalText(money),
  )
}

/** "1,412.50 USD". */
export function moneyWords(money: Money): string {
  return `${amountWords(money)} ${money.currency.toUpperCase()}`
}

/** Reads what a person typed into an amount field: "1,412.5" → 141250; null when it is not an amount. */
export function parseAmount(text: string, currency: string): number | null {
  const exponent = exponentOf(currency)
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(text.trim().replaceAll(',', ''))
  if (!match || (match[2]?.length ?? 0) > exponent) return null
  return Number(`${match[1]}${(match[2] ?? '').padEnd(exponent, '0')}`)
}

export function zero(currency: string): Money {
  return { minor: 0, currency }
}
