import { type Sentence, say } from '../words/sentence.ts'
import type { FeeSchedule } from './convenience-fee.ts'

export type FeeRule = Pick<FeeSchedule, 'basisPoints' | 'fixedMinor' | 'minimumMinor' | 'capMinor'>

/** "0.50 % of each card payment + 0.10 USD, at least 0.25 USD, at most 15.00 USD". */
export function feeInWords(rule: FeeRule | null, currency: string): Sentence {
  if (rule === null) return say('fees', 'rule:none')
  const money = (minor: number) => ({ minor, currency })
  const percent = (rule.basisPoints / 100).toFixed(2)
  let words =
    rule.fixedMinor > 0
      ? say('fees', 'rule:percent-and-fixed', { percent, fixed: money(rule.fixedMinor) })
      : say('fees', 'rule:percent', { percent })
  if (rule.minimumMinor > 0) words = say('fees', 'rule:at-least', { rule: words, amount: money(rule.minimumMinor) })
  if (rule.capMinor !== null) words = say('fees', 'rule:at-most', { rule: words, amount: money(rule.capMinor) })
  return words
}
