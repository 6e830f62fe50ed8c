import type { TFunction } from 'i18next'
import { moneyWords, percentForm } from '../../words/money-words.ts'
import { writeNumber } from '../../words/read-number.ts'

/** A convenience fee: hundredths of a percent of the payment plus a fixed part, within bounds, all in minor units. */
export type FeeRule = { currency: string; basisPoints: number; fixedMinor: number; minimumMinor: number; capMinor: number | null }

/** "0.50 % + 0.10 USD, at least 0.25 USD, at most 15.00 USD". */
export function feeWords(rule: FeeRule, t: TFunction<'operator'>): string {
  const money = (minor: number) => moneyWords({ minor, currency: rule.currency })
  const percent = writeNumber(rule.basisPoints, percentForm)
  const parts = [
    rule.fixedMinor > 0 ? t('fees.plus', { percent, fixed: money(rule.fixedMinor) }) : t('fees.percentOnly', { percent }),
    ...(rule.minimumMinor > 0 ? [t('fees.atLeast', { amount: money(rule.minimumMinor) })] : []),
    ...(rule.capMinor === null ? [] : [t('fees.atMost', { amount: money(rule.capMinor) })]),
  ]
  return parts.join(', ')
}

const basisPointsInOne = 10_000n

/** What the rule takes of a payment, in minor units: the percentage rounded half up, then the bounds, never more than the payment. */
export function feeOf(rule: FeeRule, paymentMinor: number): number {
  const share = (BigInt(paymentMinor) * BigInt(rule.basisPoints) + basisPointsInOne / 2n) / basisPointsInOne
  const atLeast = Math.max(Number(share) + rule.fixedMinor, rule.minimumMinor)
  return Math.min(atLeast, rule.capMinor ?? atLeast, paymentMinor)
}
