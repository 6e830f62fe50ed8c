import type { Money } from '../api/answers.ts'
import { locale } from './locale.ts'
import { type NumberForm, readNumber, writeNumber } from './read-number.ts'

/**
 * Digits after the point where they are not two. Of its own knowledge a browser gives some currencies fewer than Stripe and the
 * ledger count (the forint: none), and would be a hundred times off.
 */
const exponents: Record<string, number> = { jpy: 0, krw: 0, clp: 0, bhd: 3, kwd: 3, jod: 3 }

/** Digits after the point in a currency, as the ledger counts them. */
export const exponentOf = (currency: string): number => exponents[currency] ?? 2

/** An amount's decimal digits as text, moved and never divided: 41250 usd → "412.50". */
export function decimalText({ minor, currency }: Money): `${number}` {
  const exponent = exponentOf(currency)
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
  const text = exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
  return `${minor < 0 ? '-' : ''}${text}` as `${number}`
}

/** The digits of an amount as the reader writes them: "1,412.50". */
export function amountWords({ minor, currency }: Money): string {
  return writeNumber(minor, { locale, decimals: exponentOf(currency) })
}

/** "1,412.50 USD". */
export function moneyWords(money: Money): string {
  return `${amountWords(money)} ${money.currency.toUpperCase()}`
}

/** How an amount of a currency is typed: with its code or its sign, or without. */
export function amountForm(currency: string): NumberForm {
  const code = currency.toUpperCase()
  if (!/^[A-Z]{3}$/.test(code)) return { locale, decimals: exponentOf(currency), units: [] }
  const parts = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: code,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0)
  const symbol = parts.find(({ type }) => type === 'currency')?.value ?? code
  return { locale, decimals: exponentOf(currency), units: [code, symbol] }
}

/** A percentage has two decimals: what is read and written are its hundredths, basis points. */
export const percentForm: NumberForm = { locale, decimals: 2, units: ['%', '٪'] }
export const wholeForm: NumberForm = { locale, decimals: 0 }

/** The number in a field's text; null when there is none or it is not clear which. An empty text is null too. */
export function numberIn(text: string, form: NumberForm): number | null {
  const reading = readNumber(text, form)
  return reading.kind === 'number' ? reading.minor : null
}

/** "7.5 %" of 750: as many decimals as it has. */
export function percentWords(basisPoints: number): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(
    `${decimalText({ minor: basisPoints, currency: 'usd' })}e-2` as `${number}`,
  )
}

export function zero(currency: string): Money {
  return { minor: 0, currency }
}
