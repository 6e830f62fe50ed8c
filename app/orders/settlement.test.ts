import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type TermKind, termKinds } from '../customers/terms.ts'
import { paymentChoice } from './payment-choice.ts'
import { holdOf, type PayWith, settlementOf, settlementOfOrder } from './settlement.ts'

const payWays: PayWith[] = ['card', 'terms']
const bit = [false, true]
const cases = termKinds.flatMap((terms) =>
  bit.flatMap((required) =>
    bit.flatMap((beyondCredit) => payWays.map((payWith) => ({ terms, required, beyondCredit, payWith }))),
  ),
)
const settled = ({ terms, required, ...asked }: (typeof cases)[number], totalMinor = 1) =>
  settlementOf({ terms, payment_required_at_checkout: required }, { ...asked, totalMinor })

describe('when an order is paid', () => {
  // Terms × “payment required at checkout” × beyond the credit limit × the way chosen: the whole table.
  test.each(cases)('$terms, required $required, beyond the limit $beyondCredit, by $payWith', (each) => {
    const { terms, required, beyondCredit, payWith } = each
    const first = required || terms === 'prepaid' || (beyondCredit && payWith === 'card')
    expect(settled(each)).toBe(first ? 'before_shipping' : terms === 'cod' ? 'on_delivery' : 'on_account')
    expect(holdOf(settled(each), each)).toBe(first ? 'awaiting_payment' : beyondCredit ? 'credit_limit' : null)
  })

  const any = fc.record({
    terms: fc.constantFrom<TermKind>(...termKinds),
    required: fc.boolean(),
    payOnline: fc.boolean(),
    ready: fc.boolean(),
    beyondCredit: fc.boolean(),
    payWith: fc.constantFrom<PayWith>(...payWays),
    totalMinor: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 99_999_999 })),
  })

  test('goods of a prepaid customer never leave unpaid, whatever is switched on or off', () => {
    fc.assert(
      fc.property(any, ({ required, beyondCredit, payWith, totalMinor }) => {
        fc.pre(totalMinor > 0)
        const settlement = settlementOf(
          { terms: 'prepaid', payment_required_at_checkout: required },
          { totalMinor, beyondCredit, payWith },
        )
        expect(holdOf(settlement, { beyondCredit })).toBe('awaiting_payment')
      }),
    )
  })

  test('what comes to nothing waits for nothing', () => {
    fc.assert(
      fc.property(any, ({ terms, required, beyondCredit, payWith }) => {
        const settlement = settlementOf(
          { terms, payment_required_at_checkout: required },
          { totalMinor: 0, beyondCredit, payWith },
        )
        expect([settlement, holdOf(settlement, { beyondCredit })]).toEqual(['nothing_due', null])
      }),
    )
  })

  test('an order says of itself what was said at the checkout', () => {
    fc.assert(
      fc.property(any, ({ terms, required, beyondCredit, payWith, totalMinor }) => {
        const promised = settlementOf({ terms, payment_required_at_checkout: required }, { totalMinor, beyondCredit, payWith })
        const order = { total_minor: totalMinor, payment_required: promised === 'before_shipping', terms }
        expect(settlementOfOrder(order)).toBe(promised)
      }),
    )
  })

  test('there is a way to order unless payment at checkout is a must and cards are not to be had; a way refused says why', () => {
    fc.assert(
      fc.property(any, ({ required, payOnline, ready, totalMinor }) => {
        const total = { minor: totalMinor, currency: 'usd' }
        const choice = paymentChoice({ pay_online: payOnline, payment_required_at_checkout: required }, { ready }, total)
        const chargeable = totalMinor >= 50 && totalMinor <= 99_999_999
        const may = totalMinor === 0 || !required || (payOnline && ready && chargeable)
        expect(choice.card.available || choice.terms.available).toBe(may)
        for (const { available, reason } of Object.values(choice)) expect(reason === null).toBe(available)
      }),
    )
  })
})
