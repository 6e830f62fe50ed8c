import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { errorOf, startWithWebhooks } from './stage.ts'

const dayMs = 86_400_000
const agreed = { customer_acceptance: { type: 'offline' as const } }

/** A refund of a debit that has succeeded, on its way to the buyer's bank; and how its fate is decided. */
async function refundOnItsWay() {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  const { id: stripeAccount } = await stripe.accounts.create({
    capabilities: { us_bank_account_ach_payments: { requested: true } },
  })
  simulator.onboard(stripeAccount)
  const on = { stripeAccount }
  const payment_method = 'pm_usBankAccount_success'
  const debit = { amount: 20_000, currency: 'usd', confirm: true, payment_method, mandate_data: agreed }
  const { id: payment_intent } = await stripe.paymentIntents.create(debit, on)
  simulator.clock.advance(7 * dayMs)
  const refund = await stripe.refunds.create({ payment_intent, amount: 500, instructions_email: 'ida@shop.example' }, on)
  const control = async (what: 'ask' | 'decide', body: object = {}): Promise<number> => {
    const url = `${simulator.url}/_simulator/refunds/${refund.id}/${what}`
    return (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).status
  }
  const told = async () => {
    await simulator.webhooks.flush()
    const types = receiver.received.map(({ event }) => event.type)
    return types.slice(types.indexOf('refund.created') + 1).filter((type) => /^(refund|charge)\./.test(type))
  }
  const available = async (): Promise<number> => (await stripe.balance.retrieve({}, on)).available[0]?.amount ?? 0
  const now = (): Promise<Stripe.Refund> => stripe.refunds.retrieve(refund.id, {}, on)
  const charge = () => stripe.charges.retrieve(String(refund.charge), {}, on)
  return { simulator, stripe, on, refund, control, told, available, now, charge }
}

test('a refund to a bank account can be decided at once, or fail, also after it had succeeded', async () => {
  const { refund, control, told, available, now, charge } = await refundOnItsWay()
  const without = await available()
  expect(refund).toMatchObject({ status: 'pending', pending_reason: 'processing' })
  expect([await control('decide'), (await now()).status]).toEqual([200, 'succeeded'])
  expect([await control('decide'), await control('decide', { failure: 'boredom' })]).toEqual([400, 400])
  expect(await control('decide', { failure: 'declined' })).toBe(200)
  expect(await now()).toMatchObject({ status: 'failed', failure_reason: 'declined' })
  expect([(await available()) - without, (await charge()).amount_refunded]).toEqual([500, 0])
  expect(await control('decide', { failure: 'declined' })).toBe(400)
  const changed = ['refund.updated', 'charge.refund.updated']
  expect(await told()).toEqual(['charge.refunded', ...changed, ...changed, 'refund.failed', 'charge.updated'])
})

test('a refund that waits for its buyer can be canceled, which brings the money back; no other one can', async () => {
  const { simulator, stripe, on, refund, control, available, now, charge } = await refundOnItsWay()
  const without = await available()
  const refusal = { statusCode: 400, message: expect.stringContaining('cannot be canceled because it has a status of pending') }
  expect(await errorOf(stripe.refunds.cancel(refund.id, {}, on))).toMatchObject(refusal)
  expect(await control('ask')).toBe(200)
  const asked = await now()
  expect(asked).toMatchObject({ status: 'requires_action', next_action: { type: 'display_details' } })
  expect(asked.next_action?.display_details).toEqual({
    email_sent: { email_sent_at: expect.any(Number), email_sent_to: 'ida@shop.example' },
    expires_at: (asked.next_action?.display_details?.email_sent.email_sent_at ?? 0) + 45 * 86_400,
  })
  simulator.clock.advance(10 * dayMs)
  const canceled = await stripe.refunds.cancel(refund.id, {}, on)
  expect(canceled).toMatchObject({ status: 'canceled', failure_reason: 'merchant_request' })
  expect(canceled.next_action).toBeUndefined()
  expect([(await available()) - without, (await charge()).amount_refunded]).toEqual([500, 0])
  simulator.clock.advance(60 * dayMs)
  expect((await now()).status).toBe('canceled')
  expect(await errorOf(stripe.refunds.cancel(refund.id, {}, on))).toMatchObject({ statusCode: 400 })
})

test('a buyer who does not answer in 45 days gets nothing; one who does, gets the money', async () => {
  const [silent, answering] = [await refundOnItsWay(), await refundOnItsWay()]
  for (const one of [silent, answering]) expect(await one.control('ask', { email: 'other@shop.example' })).toBe(200)
  expect(await answering.control('decide')).toBe(200)
  for (const one of [silent, answering]) one.simulator.clock.advance(46 * dayMs)
  expect([(await silent.now()).status, (await answering.now()).status]).toEqual(['failed', 'succeeded'])
  expect(await silent.control('ask')).toBe(400)
})
