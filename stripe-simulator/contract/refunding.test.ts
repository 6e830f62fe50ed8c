import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { charge, openSide, refusalOf, settled } from './side.ts'

const side = await openSide()
const { stripe, on } = side

const transactionOf = async (refund: Stripe.Refund): Promise<Stripe.BalanceTransaction> => {
  const read = () => stripe.refunds.retrieve(refund.id, { expand: ['balance_transaction'] }, on)
  const { balance_transaction: found } = await side.eventually(read, (one) => one.balance_transaction !== null)
  if (found === null || typeof found === 'string' || found === undefined)
    throw new Error('the balance transaction was not expanded')
  return found
}

test('a refund takes its amount off the seller’s balance; Stripe’s fee is not returned', async () => {
  const made = await charge(side)
  await settled(side, made.id)
  const refund = await stripe.refunds.create({ charge: made.id, amount: 4_000 }, on)
  expect(refund).toMatchObject({ amount: 4_000, charge: made.id, payment_intent: made.payment_intent, status: 'succeeded' })
  expect(await transactionOf(refund)).toMatchObject({ amount: -4_000, fee: 0, net: -4_000, type: 'refund', source: refund.id })
})

test('a refund leaves the application fee with the platform unless it is asked for', async () => {
  const made = await charge(side, { application_fee_amount: 100 })
  const { charge: found } = await settled(side, made.id)
  await stripe.refunds.create({ charge: made.id }, on)
  expect(await stripe.applicationFees.retrieve(String(found.application_fee))).toMatchObject({
    amount_refunded: 0,
    refunded: false,
  })
})

test('an application fee that is asked for comes back in proportion to the refund', async () => {
  const made = await charge(side, { application_fee_amount: 100 })
  const { charge: found } = await settled(side, made.id)
  await stripe.refunds.create({ charge: made.id, amount: 2_500, refund_application_fee: true }, on)
  const fee = await stripe.applicationFees.retrieve(String(found.application_fee))
  expect(fee).toMatchObject({ amount: 100, amount_refunded: 25, refunded: false })
  expect(fee.refunds.data).toMatchObject([{ object: 'fee_refund', amount: 25, fee: fee.id }])
})

test('the parts of an application fee that comes back sum to the whole', async () => {
  const made = await charge(side, { amount: 10_000, application_fee_amount: 101 })
  const { charge: found } = await settled(side, made.id)
  for (const amount of [3_333, 3_333, 3_334])
    await stripe.refunds.create({ charge: made.id, amount, refund_application_fee: true }, on)
  const fee = await stripe.applicationFees.retrieve(String(found.application_fee))
  expect(fee).toMatchObject({ amount_refunded: 101, refunded: true })
})

test('the application fee given back stands in the fee details of the refund’s balance transaction', async () => {
  const made = await charge(side, { application_fee_amount: 100 })
  await settled(side, made.id)
  const refund = await stripe.refunds.create({ charge: made.id, refund_application_fee: true }, on)
  const transaction = await transactionOf(refund)
  expect(transaction).toMatchObject({ amount: -10_000, fee: -100, net: -9_900 })
  expect(transaction.fee_details).toMatchObject([{ type: 'application_fee', amount: -100 }])
})

test('refunds go up to the whole amount and not beyond', async () => {
  const made = await charge(side)
  await stripe.refunds.create({ charge: made.id, amount: 6_000 }, on)
  expect(await refusalOf(stripe.refunds.create({ charge: made.id, amount: 4_001 }, on))).toMatchObject({ statusCode: 400 })
  await stripe.refunds.create({ charge: made.id, amount: 4_000 }, on)
  expect(await stripe.charges.retrieve(made.id, {}, on)).toMatchObject({ amount_refunded: 10_000, refunded: true })
  expect(await refusalOf(stripe.refunds.create({ charge: made.id }, on))).toMatchObject({ code: 'charge_already_refunded' })
})

test('a charge shows its refunds only when they are expanded; the list by charge gives them newest first', async () => {
  const made = await charge(side)
  const first = await stripe.refunds.create({ charge: made.id, amount: 1_000 }, on)
  const second = await stripe.refunds.create({ charge: made.id, amount: 2_000 }, on)
  expect((await stripe.charges.retrieve(made.id, {}, on)).refunds).toBeUndefined()
  const expanded = await stripe.charges.retrieve(made.id, { expand: ['refunds'] }, on)
  expect(expanded.refunds?.data).toHaveLength(2)
  const listed = await stripe.refunds.list({ charge: made.id }, on)
  expect(listed.data.map((one) => one.id)).toEqual([second.id, first.id])
})

test('a refund can be made of a payment intent', async () => {
  const made = await charge(side)
  const refund = await stripe.refunds.create({ payment_intent: String(made.payment_intent) }, on)
  expect(refund).toMatchObject({ amount: 10_000, charge: made.id })
})

test('a refund that its bank sends back fails later, and the money is the seller’s again', async () => {
  const made = await charge(side, { payment_method: 'pm_card_refundFail' })
  const refund = await stripe.refunds.create({ charge: made.id }, on)
  const failed = await side.eventually(
    () => stripe.refunds.retrieve(refund.id, {}, on),
    (one) => one.status === 'failed',
  )
  expect(failed.failure_balance_transaction).toMatch(/^txn_/)
})

test('money that is only reserved cannot be refunded', async () => {
  const reserved = await charge(side, { capture_method: 'manual' })
  expect(await refusalOf(stripe.refunds.create({ charge: reserved.id }, on))).toMatchObject({ statusCode: 400 })
})
