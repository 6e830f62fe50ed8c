import fc from 'fast-check'
import type Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import type { Simulator } from '../src/index.ts'
import { errorOf, readyAccount, start } from './stage.ts'

const dayMs = 86_400_000

/** A payment of 500.00 on a connected account, and the dispute or inquiry about it. */
async function disputed(card: string) {
  const { simulator, stripe } = await start()
  simulator.clock.freeze()
  const on = await readyAccount(simulator, stripe)
  const params = { amount: 50_000, currency: 'usd', confirm: true, payment_method: card, application_fee_amount: 250 }
  const intent = await stripe.paymentIntents.create(params, on)
  simulator.clock.advance(60_000)
  const [dispute] = (await stripe.disputes.list({ payment_intent: intent.id }, on)).data
  const read = () => stripe.disputes.retrieve(dispute!.id, {}, on)
  return { simulator, stripe, on, dispute: dispute!, read, charge: String(intent.latest_charge) }
}

const control = (simulator: Simulator, path: string) => fetch(`${simulator.url}/_simulator${path}`, { method: 'POST' })

/** Everything that moved because of a dispute, in minor units. */
const moved = (dispute: Stripe.Dispute) => dispute.balance_transactions.map(({ amount, net }) => [amount, net])

describe('a chargeback', () => {
  test('takes the money and the fee at once, waits for an answer, and is decided by it', async () => {
    const { simulator, stripe, on, dispute, read } = await disputed('pm_card_createDispute')
    expect(dispute).toMatchObject({ status: 'needs_response', is_charge_refundable: false, amount: 50_000 })
    expect(moved(dispute)).toEqual([[-50_000, -51_500]])
    const draft = await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'x' }, submit: false }, on)
    expect(draft).toMatchObject({ status: 'needs_response', evidence_details: { has_evidence: true, submission_count: 0 } })
    const sent = await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'winning_evidence' } }, on)
    expect(sent).toMatchObject({ status: 'under_review', evidence_details: { submission_count: 1 } })
    const again = stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'more' } }, on)
    expect((await errorOf(again)).message).toMatch(/under review/)
    simulator.clock.advance(dayMs)
    expect(await read()).toMatchObject({ status: 'won' })
    expect(moved(await read())).toEqual([
      [-50_000, -51_500],
      [50_000, 50_000],
    ])
  })

  test('is answered with evidence that was kept back, when told to submit it; once', async () => {
    const { simulator, stripe, on, dispute, read } = await disputed('pm_card_createDispute')
    await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'winning_evidence' }, submit: false }, on)
    const sent = await stripe.disputes.update(dispute.id, { submit: true }, on)
    expect(sent).toMatchObject({ status: 'under_review', evidence_details: { submission_count: 1 } })
    expect(await errorOf(stripe.disputes.update(dispute.id, { submit: true }, on))).toMatchObject({ param: 'submit' })
    simulator.clock.advance(dayMs)
    expect((await read()).status).toBe('won')
  })

  test('is never about money that did not come, went back, or was asked for already', async () => {
    const { simulator, stripe, on, charge } = await disputed('pm_card_createDispute')
    const pay = async (payment_method: string, more: object = {}) => {
      await stripe.paymentIntents
        .create({ amount: 900, currency: 'usd', confirm: true, payment_method, ...more }, on)
        .catch(() => null)
      return String((await stripe.charges.list({ limit: 1 }, on)).data[0]?.id)
    }
    const refunded = await pay('pm_card_visa')
    await stripe.refunds.create({ charge: refunded }, on)
    const refusable = [
      charge,
      refunded,
      await pay('pm_card_chargeDeclined'),
      await pay('pm_card_visa', { capture_method: 'manual' }),
    ]
    const before = await stripe.balance.retrieve({}, on)
    for (const one of refusable) expect((await control(simulator, `/charges/${one}/dispute`)).status).toBe(400)
    expect((await stripe.disputes.list({}, on)).data).toHaveLength(1)
    expect(await stripe.balance.retrieve({}, on)).toEqual(before)
  })

  test('cannot be escalated: it goes on as it was', async () => {
    const { simulator, stripe, on, dispute, read } = await disputed('pm_card_createDispute')
    await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'winning_evidence' } }, on)
    expect((await control(simulator, `/disputes/${dispute.id}/escalate`)).status).toBe(400)
    simulator.clock.advance(dayMs)
    expect((await read()).status).toBe('won')
  })

  test('that nobody answers in time is lost, and the money stays away', async () => {
    const { simulator, read, dispute } = await disputed('pm_card_createDispute')
    simulator.clock.advance(6 * dayMs)
    expect((await read()).status).toBe('needs_response')
    simulator.clock.advance(dayMs)
    expect(await read()).toMatchObject({ status: 'lost', evidence_details: { past_due: true } })
    expect(moved(await read())).toEqual(moved(dispute))
  })

  test('of a payment refunded in part is about the rest', async () => {
    const { simulator, stripe } = await start()
    const on = await readyAccount(simulator, stripe)
    const params = { amount: 50_000, currency: 'usd', confirm: true, payment_method: 'pm_card_visa' }
    const charge = String((await stripe.paymentIntents.create(params, on)).latest_charge)
    await stripe.refunds.create({ charge, amount: 20_000 }, on)
    await control(simulator, `/charges/${charge}/dispute`)
    const [dispute] = (await stripe.disputes.list({ charge }, on)).data
    expect(dispute).toMatchObject({ status: 'needs_response', amount: 30_000 })
    expect(await errorOf(stripe.refunds.create({ charge, amount: 1_000 }, on))).toMatchObject({ code: 'charge_disputed' })
  })
})

describe('an inquiry', () => {
  test('moves nothing; answered, it is looked at and closed', async () => {
    const { simulator, stripe, on, dispute, read } = await disputed('pm_card_createDisputeInquiry')
    expect(dispute).toMatchObject({ status: 'warning_needs_response', is_charge_refundable: true, balance_transactions: [] })
    const sent = await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'here it is' } }, on)
    expect(sent.status).toBe('warning_under_review')
    simulator.clock.advance(dayMs)
    expect(await read()).toMatchObject({ status: 'warning_closed', balance_transactions: [] })
  })

  test('can still be refunded, and without an answer just ends', async () => {
    const { simulator, stripe, on, read, charge } = await disputed('pm_card_createDisputeInquiry')
    expect((await stripe.refunds.create({ charge, amount: 1_000 }, on)).status).toBe('succeeded')
    simulator.clock.advance(7 * dayMs)
    expect((await read()).status).toBe('warning_closed')
  })

  test('that becomes a dispute takes the money then, and has to be answered anew', async () => {
    const { simulator, stripe, on, dispute, read } = await disputed('pm_card_createDisputeInquiry')
    simulator.clock.advance(3 * dayMs)
    expect((await control(simulator, `/disputes/${dispute.id}/escalate`)).status).toBe(200)
    const escalated = await read()
    expect(escalated).toMatchObject({ status: 'needs_response', is_charge_refundable: false })
    expect(moved(escalated)).toEqual([[-50_000, -51_500]])
    expect(escalated.evidence_details.due_by).toBeGreaterThan(dispute.evidence_details.due_by ?? 0)
    const types = (await stripe.events.list({ type: 'charge.dispute.*' }, on)).data.map(({ type }) => type)
    expect(types).toEqual(['charge.dispute.funds_withdrawn', 'charge.dispute.updated', 'charge.dispute.created'])
    simulator.clock.advance(7 * dayMs)
    expect((await read()).status).toBe('lost')
  })
})

describe('an inquiry that was refunded', () => {
  test('in part becomes a dispute about the rest only', async () => {
    const { simulator, stripe, on, dispute, read, charge } = await disputed('pm_card_createDisputeInquiry')
    await stripe.refunds.create({ charge, amount: 20_000 }, on)
    await control(simulator, `/disputes/${dispute.id}/escalate`)
    expect(await read()).toMatchObject({ status: 'needs_response', amount: 30_000 })
    expect(moved(await read())).toEqual([[-30_000, -31_500]])
  })

  test('wholly cannot become a dispute any more', async () => {
    const { simulator, stripe, on, dispute, read, charge } = await disputed('pm_card_createDisputeInquiry')
    await stripe.refunds.create({ charge }, on)
    expect((await control(simulator, `/disputes/${dispute.id}/escalate`)).status).toBe(400)
    expect(await read()).toMatchObject({ status: 'warning_needs_response', balance_transactions: [] })
  })
})

describe('the application fee', () => {
  test('given back with refunds comes back in proportion: together never more than the fee, and all of it with the last cent', async () => {
    const { simulator, stripe } = await start()
    const on = await readyAccount(simulator, stripe)
    const pieces = fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 400 }), pieces, async (fee, amounts) => {
        const total = amounts.reduce((sum, amount) => sum + amount, 0) + 50
        const { latest_charge } = await stripe.paymentIntents.create(
          {
            amount: total,
            currency: 'usd',
            confirm: true,
            payment_method: 'pm_card_visa',
            application_fee_amount: Math.min(fee, total),
          },
          on,
        )
        const charge = String(latest_charge)
        const returned = async () =>
          (await stripe.applicationFees.list({ charge, limit: 1 })).data.reduce((sum, one) => sum + one.amount_refunded, 0)
        let refunded = 0
        for (const amount of [...amounts, 50]) {
          await stripe.refunds.create({ charge, amount, refund_application_fee: true }, on)
          refunded += amount
          expect(Math.abs((await returned()) - (Math.min(fee, total) * refunded) / total)).toBeLessThanOrEqual(1)
        }
        expect(await returned()).toBe(Math.min(fee, total))
      }),
      { numRuns: 15 },
    )
  })
})
