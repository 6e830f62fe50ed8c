import fc from 'fast-check'
import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { feeGivenBack, processingFee, standardRate } from '../src/fees.ts'
import type { Simulator } from '../src/index.ts'
import { formatAmount } from '../src/money.ts'
import { errorOf, readyAccount, sessionParams, start, startWithWebhooks } from './stage.ts'

test('Stripe’s fee is 2.9 % rounded half up, and thirty cents', () => {
  const fees = [50, 100, 1_000, 41_250, 99_999_999].map((amount) => processingFee(amount, standardRate))
  expect(fees).toEqual([31, 33, 59, 1_226, 2_900_030])
  expect(() => processingFee(1.5, standardRate)).toThrow(RangeError)
})

test('application fees given back over any number of refunds sum to the whole fee', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(cuts, fc.integer({ min: 0, max: 60_000 }), (parts, fee) => {
      const charged = parts.reduce((sum, part) => sum + part, 0)
      let before = 0
      let given = 0
      for (const part of parts) {
        given += feeGivenBack(fee, charged, before, before + part)
        before += part
      }
      expect(given).toBe(fee)
    }),
  )
})

test('amounts are shown in their currency’s own decimals', () => {
  expect([
    formatAmount(41_250, 'usd'),
    formatAmount(5, 'usd'),
    formatAmount(-150, 'usd'),
    formatAmount(41_250, 'jpy'),
    formatAmount(1_234_567, 'kwd'),
  ]).toEqual(['$412.50', '$0.05', '-$1.50', '¥41,250', 'KWD\u00a01,234.567'])
})

async function paidOrder(simulator: Simulator, stripe: Stripe, card = '4242424242424242', amount = 41_250, fee = 413) {
  const on = await readyAccount(simulator, stripe)
  const session = await stripe.checkout.sessions.create(sessionParams(amount, fee), on)
  await simulator.payCheckout(session.id, { card })
  const charge = (await stripe.charges.list({}, on)).data[0]
  if (!charge) throw new Error('nothing was charged')
  return { on, charge }
}

const balanced = (transactions: Stripe.BalanceTransaction[]) => {
  for (const one of transactions) {
    expect(one.net).toBe(one.amount - one.fee)
    expect(one.fee_details.reduce((sum, detail) => sum + detail.amount, 0)).toBe(one.fee)
  }
}

test('the seller gets the amount less both fees, itemised; the platform gets its fee', async () => {
  const { simulator, stripe } = await start()
  const { on, charge } = await paidOrder(simulator, stripe)
  const mine = (await stripe.balanceTransactions.list({}, on)).data
  expect(mine).toHaveLength(1)
  expect(mine[0]).toMatchObject({ amount: 41_250, fee: 1_639, net: 39_611, type: 'charge', source: charge.id, status: 'pending' })
  expect(mine[0]?.fee_details).toMatchObject([
    { type: 'stripe_fee', amount: 1_226 },
    { type: 'application_fee', amount: 413, application: simulator.clientId },
  ])
  balanced(mine)
  const fee = (await stripe.applicationFees.list({ charge: charge.id })).data[0]
  expect(fee).toMatchObject({ id: charge.application_fee, account: on.stripeAccount, amount: 413, refunded: false })
  const platform = (await stripe.balanceTransactions.list()).data
  expect(platform).toMatchObject([{ type: 'application_fee', amount: 413, fee: 0, net: 413, source: fee?.id }])
  expect((await stripe.balance.retrieve({}, on)).pending).toMatchObject([{ amount: 39_611, currency: 'usd' }])
  simulator.clock.advance(4 * 86_400_000)
  expect((await stripe.balance.retrieve({}, on)).available).toMatchObject([{ amount: 39_611, currency: 'usd' }])
})

test('refunds in parts go up to the whole amount and not beyond, with the fee in proportion when asked', async () => {
  const { simulator, stripe } = await start()
  const { on, charge } = await paidOrder(simulator, stripe, undefined, 10_000, 101)
  const first = await stripe.refunds.create(
    {
      charge: charge.id,
      amount: 3_333,
      refund_application_fee: true,
      reason: 'requested_by_customer',
      metadata: { why: 'short' },
    },
    on,
  )
  expect(first).toMatchObject({ amount: 3_333, status: 'succeeded', charge: charge.id, metadata: { why: 'short' } })
  await stripe.refunds.create({ payment_intent: String(charge.payment_intent), amount: 3_333 }, on)
  expect(await errorOf(stripe.refunds.create({ charge: charge.id, amount: 3_335 }, on))).toMatchObject({
    statusCode: 400,
    param: 'amount',
  })
  await stripe.refunds.create({ charge: charge.id, refund_application_fee: true }, on)
  expect(await errorOf(stripe.refunds.create({ charge: charge.id }, on))).toMatchObject({ code: 'charge_already_refunded' })
  const after = await stripe.charges.retrieve(charge.id, { expand: ['refunds'] }, on)
  expect([after.amount_refunded, after.refunded, after.refunds?.data.length]).toEqual([10_000, true, 3])
  const fee = await stripe.applicationFees.retrieve(String(charge.application_fee))
  expect([fee.amount_refunded, fee.refunds.data.map((one) => one.amount)]).toEqual([68, [34, 34]])
  const transactions = (await stripe.balanceTransactions.list({ type: 'refund' }, on)).data
  expect(transactions.map((one) => [one.amount, one.fee, one.net])).toEqual([
    [-3_334, -34, -3_300],
    [-3_333, 0, -3_333],
    [-3_333, -34, -3_299],
  ])
  balanced(transactions)
  expect((await stripe.refunds.list({ payment_intent: String(charge.payment_intent) }, on)).data).toHaveLength(3)
})

test('a refund can fail later and give the money back, or succeed later', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  const failing = await paidOrder(simulator, stripe, '4000000000005126')
  const failed = await stripe.refunds.create({ charge: failing.charge.id }, failing.on)
  expect(failed.status).toBe('succeeded')
  simulator.clock.advance(10_000)
  expect(await stripe.refunds.retrieve(failed.id, {}, failing.on)).toMatchObject({
    status: 'failed',
    failure_balance_transaction: expect.stringMatching(/^txn_/),
  })
  expect(await stripe.charges.retrieve(failing.charge.id, {}, failing.on)).toMatchObject({ amount_refunded: 0, refunded: false })
  const pending = await paidOrder(simulator, stripe, '4000000000007726')
  const slow = await stripe.refunds.create({ charge: pending.charge.id }, pending.on)
  expect(slow.status).toBe('pending')
  simulator.clock.advance(10_000)
  expect((await stripe.refunds.retrieve(slow.id, {}, pending.on)).status).toBe('succeeded')
  await simulator.webhooks.flush()
  const types = receiver.received.map((one) => one.event.type).filter((type) => type.startsWith('refund.'))
  expect(types).toEqual(['refund.created', 'refund.updated', 'refund.failed', 'refund.created', 'refund.updated'])
})

test('a disputed payment leaves the balance with its fee, comes back when won and stays away when lost', async () => {
  const { simulator, stripe } = await start()
  const { on, charge } = await paidOrder(simulator, stripe, '4000000000000259')
  simulator.clock.runDue()
  const dispute = (await stripe.disputes.list({ charge: charge.id }, on)).data[0]
  expect(dispute).toMatchObject({
    amount: 41_250,
    status: 'needs_response',
    reason: 'fraudulent',
    balance_transactions: [{ amount: -41_250, fee: 1_500, net: -42_750 }],
  })
  expect(await errorOf(stripe.refunds.create({ charge: charge.id }, on))).toMatchObject({ code: 'charge_disputed' })
  await stripe.disputes.update(dispute?.id ?? '', { evidence: { uncategorized_text: 'winning_evidence' } }, on)
  simulator.clock.advance(10_000)
  const won = await stripe.disputes.retrieve(dispute?.id ?? '', {}, on)
  expect([won.status, won.balance_transactions.map((one) => one.amount)]).toEqual(['won', [-41_250, 41_250]])
  const other = await paidOrder(simulator, stripe, '4000000000002685')
  simulator.clock.runDue()
  const second = (await stripe.disputes.list({}, other.on)).data[0]
  expect((await stripe.disputes.close(second?.id ?? '', {}, other.on)).status).toBe('lost')
  const types = (await stripe.events.list({ type: 'charge.dispute.*', limit: 20 }, on)).data.map((event) => event.type).reverse()
  expect(types).toEqual([
    'charge.dispute.created',
    'charge.dispute.funds_withdrawn',
    'charge.dispute.updated',
    'charge.dispute.funds_reinstated',
    'charge.dispute.closed',
  ])
})

test('an inquiry moves no money', async () => {
  const { simulator, stripe } = await start()
  const { on } = await paidOrder(simulator, stripe, '4000000000001976')
  simulator.clock.runDue()
  expect((await stripe.disputes.list({}, on)).data[0]).toMatchObject({
    status: 'warning_needs_response',
    balance_transactions: [],
  })
})

test('the balance transaction can come later, and charge.updated tells', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks({ balanceTransactions: 'later' })
  const { on, charge } = await paidOrder(simulator, stripe)
  expect(charge).toMatchObject({ status: 'succeeded', balance_transaction: null, application_fee: null })
  simulator.clock.advance(2_000)
  await simulator.webhooks.flush()
  const settled = await stripe.charges.retrieve(charge.id, { expand: ['balance_transaction'] }, on)
  expect(settled.balance_transaction).toMatchObject({ fee: 1_639 })
  expect(receiver.received.at(-1)?.event.type).toBe('charge.updated')
})

test('a reserved amount is captured in part, the rest let go; or is canceled whole', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const reserve = () =>
    stripe.paymentIntents.create(
      {
        amount: 1_000,
        currency: 'usd',
        capture_method: 'manual',
        confirm: true,
        payment_method: 'pm_card_visa',
        application_fee_amount: 50,
      },
      on,
    )
  const held = await reserve()
  expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 1_000, amount_received: 0 })
  expect(await errorOf(stripe.paymentIntents.capture(held.id, { amount_to_capture: 1_001 }, on))).toMatchObject({
    code: 'amount_too_large',
  })
  const captured = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 600, application_fee_amount: 30 }, on)
  expect(captured).toMatchObject({ status: 'succeeded', amount_received: 600, amount_capturable: 0 })
  const [transaction] = (await stripe.balanceTransactions.list({}, on)).data
  expect(transaction).toMatchObject({ amount: 600, fee: 47 + 30 })
  const refund = await stripe.refunds.create({ payment_intent: held.id }, on)
  expect(refund.amount).toBe(600)
  const other = await reserve()
  expect((await stripe.paymentIntents.cancel(other.id, { cancellation_reason: 'abandoned' }, on)).status).toBe('canceled')
  expect(await errorOf(stripe.paymentIntents.cancel(other.id, {}, on))).toMatchObject({ code: 'payment_intent_unexpected_state' })
})

test('off-session payments decline with 402 when the bank wants to see the buyer; on-session ones ask for it', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const base = { amount: 700, currency: 'usd', confirm: true, payment_method: 'pm_card_authenticationRequired' }
  const off = await errorOf(stripe.paymentIntents.create({ ...base, off_session: true }, on))
  expect(off).toMatchObject({ statusCode: 402, code: 'authentication_required', type: 'StripeCardError' })
  const asked = await stripe.paymentIntents.create({ ...base, return_url: 'http://shop.example/back' }, on)
  expect(asked.status).toBe('requires_action')
  const url = asked.next_action?.redirect_to_url?.url ?? ''
  const done = await fetch(url, { method: 'POST', body: new URLSearchParams({ answer: 'complete' }), redirect: 'manual' })
  expect(done.headers.get('location')).toContain('redirect_status=succeeded')
  expect((await stripe.paymentIntents.retrieve(asked.id, {}, on)).status).toBe('succeeded')
})

test('money can be paid out once it is available, and a payout can fail even after it was paid', async () => {
  const { simulator, stripe } = await start()
  const { on } = await paidOrder(simulator, stripe, '4000000000000077')
  expect(await errorOf(stripe.payouts.create({ amount: 39_612, currency: 'usd' }, on))).toMatchObject({
    code: 'balance_insufficient',
  })
  const payout = await stripe.payouts.create({ amount: 39_611, currency: 'usd' }, on)
  expect((await stripe.balance.retrieve({}, on)).available).toMatchObject([{ amount: 0 }])
  simulator.clock.advance(2 * 86_400_000)
  expect((await stripe.payouts.retrieve(payout.id, {}, on)).status).toBe('paid')
  await fetch(`${simulator.url}/_simulator/payouts/${payout.id}/fail`, { method: 'POST' })
  expect(await stripe.payouts.retrieve(payout.id, {}, on)).toMatchObject({ status: 'failed', failure_code: 'account_closed' })
  expect((await stripe.balance.retrieve({}, on)).available).toMatchObject([{ amount: 39_611 }])
})
