import type { Money } from '../money.ts'
import { type Sentence, say } from '../words/sentence.ts'
import type { BreakRow } from './list-breaks.ts'
import type { BreakFacts, BreakKind } from './raise-break.ts'

/** What a difference says: what happened, what to do next, and how much it is about. */
type Told = { sentence: Sentence; nextStep: Sentence; amount: Money | null }

/**
 * A difference in words. Facts that an older Florin did not keep are left out, and the payment's own amount stands in.
 */
export function breakInWords(row: Pick<BreakRow, 'kind' | 'facts' | 'paid_minor' | 'paid_currency' | 'order_number'>): Told {
  const paid =
    row.paid_minor === null || row.paid_currency === null ? null : { minor: row.paid_minor, currency: row.paid_currency }
  return words[row.kind](row.facts as never, { paid, order: row.order_number ?? '–' })
}

type About = { paid: Money | null; order: string }
const words: { [K in BreakKind]: (facts: Partial<BreakFacts[K]>, about: About) => Told } = {
  amount_differs: (facts, { paid }) => ({
    sentence: say('breaks', 'amount_differs', { charged: shown(paid), agreed: shown(agreed(facts)) }),
    nextStep: say('breaks', 'amount_differs:do'),
    amount: paid,
  }),
  currency_differs: (facts, { paid }) => ({
    sentence: say('breaks', 'currency_differs', { charged: shown(paid), agreed: shown(agreed(facts)) }),
    nextStep: say('breaks', 'currency_differs:do'),
    amount: paid,
  }),
  overpaid: (facts, { paid, order }) => {
    const excess = money(facts.excessMinor, facts.currency) ?? paid
    return {
      sentence: facts.voided
        ? say('breaks', 'overpaid:voided', { amount: shown(excess), order })
        : say('breaks', 'overpaid', { amount: shown(excess), order }),
      nextStep: say('breaks', 'overpaid:do'),
      amount: excess,
    }
  },
  unknown_charge: (_facts, { paid }) => ({
    sentence: say('breaks', 'unknown_charge', { amount: shown(paid) }),
    nextStep: say('breaks', 'unknown_charge:do'),
    amount: paid,
  }),
  settlement_currency: (facts, { paid }) => ({
    sentence: say('breaks', 'settlement_currency', {
      amount: shown(paid),
      settled: shown(money(facts.settledMinor, facts.settledCurrency)),
    }),
    nextStep: say('breaks', 'settlement_currency:do'),
    amount: paid,
  }),
  refund_not_booked: (facts, { paid }) => {
    const refunded = money(facts.refundedMinor, facts.currency)
    return {
      sentence: say('breaks', 'refund_not_booked', { refunded: shown(refunded), charged: shown(paid) }),
      nextStep: say('breaks', 'refund_not_booked:do'),
      amount: refunded,
    }
  },
  dispute_not_booked: (facts, { paid }) => {
    const disputed = money(facts.amountMinor, facts.currency) ?? paid
    const told = { amount: shown(disputed) }
    if (facts.outcome === 'lost')
      return {
        sentence: say('breaks', 'dispute_not_booked:lost', told),
        nextStep: say('breaks', 'dispute_not_booked:lost:do'),
        amount: disputed,
      }
    if (facts.outcome === 'won')
      return {
        sentence: say('breaks', 'dispute_not_booked:won', told),
        nextStep: say('breaks', 'dispute_not_booked:won:do'),
        amount: disputed,
      }
    return {
      sentence: say('breaks', 'dispute_not_booked', told),
      nextStep: say('breaks', 'dispute_not_booked:do'),
      amount: disputed,
    }
  },
  attempt_undecided: (_facts, { order }) => ({
    sentence: say('breaks', 'attempt_undecided', { order }),
    nextStep: say('breaks', 'attempt_undecided:do'),
    amount: null,
  }),
  attempt_unknown: (facts, { order }) => {
    const asked = money(facts.amountMinor, facts.currency)
    return {
      sentence: say('breaks', 'attempt_unknown', { amount: shown(asked), order, account: facts.stripeAccount ?? '–' }),
      nextStep: say('breaks', 'attempt_unknown:do'),
      amount: asked,
    }
  },
}

function agreed(facts: { agreedMinor?: number; agreedCurrency?: string }): Money | null {
  return money(facts.agreedMinor, facts.agreedCurrency)
}

function money(minor: number | undefined, currency: string | undefined): Money | null {
  return minor === undefined || currency === undefined ? null : { minor, currency }
}

function shown(amount: Money | null): Money | string {
  return amount ?? '–'
}
