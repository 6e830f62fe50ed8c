import { expect, test } from 'vitest'
import { charge, openSide, refusalOf, settled } from './side.ts'

const side = await openSide()
const { stripe, on } = side
const params = { amount: 10_000, currency: 'usd' } as const

test('the balance transaction of a direct charge is the gross amount less Stripe’s fee and the application fee, each itemised', async () => {
  const made = await charge(side, { application_fee_amount: 123 })
  const { transaction } = await settled(side, made.id)
  expect(transaction).toMatchObject({
    amount: 10_000,
    currency: 'usd',
    type: 'charge',
    reporting_category: 'charge',
    source: made.id,
  })
  expect(transaction.net).toBe(transaction.amount - transaction.fee)
  expect(transaction.fee_details.map((detail) => detail.type).sort()).toEqual(['application_fee', 'stripe_fee'])
  expect(transaction.fee_details.reduce((sum, detail) => sum + detail.amount, 0)).toBe(transaction.fee)
  expect(transaction.fee_details.find((detail) => detail.type === 'application_fee')).toMatchObject({
    amount: 123,
    currency: 'usd',
    application: expect.stringMatching(/^ca_/),
  })
})

test('the platform gets an application fee object with a balance transaction of its own', async () => {
  const made = await charge(side, { application_fee_amount: 123 })
  const { charge: found } = await settled(side, made.id)
  const fee = await stripe.applicationFees.retrieve(String(found.application_fee), { expand: ['balance_transaction'] })
  expect(fee).toMatchObject({
    amount: 123,
    amount_refunded: 0,
    refunded: false,
    account: on.stripeAccount,
    charge: made.id,
    balance_transaction: { type: 'application_fee', amount: 123, fee: 0, net: 123, source: fee.id },
  })
})

test('a charge without an application fee has none, and its fee is Stripe’s alone', async () => {
  const { charge: found, transaction } = await settled(side, (await charge(side)).id)
  expect(found).toMatchObject({ application_fee: null, application_fee_amount: null })
  expect(transaction.fee_details.map((detail) => detail.type)).toEqual(['stripe_fee'])
})

test('an application fee above the amount is refused by its name', async () => {
  const create = stripe.paymentIntents.create({ ...params, application_fee_amount: 10_001 }, on)
  expect(await refusalOf(create)).toMatchObject({
    statusCode: 400,
    type: 'StripeInvalidRequestError',
    param: 'application_fee_amount',
  })
})

test('an application fee on the platform’s own account is refused', async () => {
  const create = stripe.paymentIntents.create({ ...params, application_fee_amount: 10 })
  expect(await refusalOf(create)).toMatchObject({ statusCode: 400, param: 'application_fee_amount' })
})

test('an amount below half a dollar is too small', async () => {
  const create = stripe.paymentIntents.create({ amount: 49, currency: 'usd' }, on)
  expect(await refusalOf(create)).toMatchObject({ statusCode: 400, code: 'amount_too_small' })
})

test('a declined card answers 402 with the code, the bank’s reason, the charge and the intent to try again', async () => {
  const create = charge(side, { payment_method: 'pm_card_visa_chargeDeclinedInsufficientFunds' })
  expect(await refusalOf(create)).toMatchObject({
    statusCode: 402,
    type: 'StripeCardError',
    code: 'card_declined',
    decline_code: 'insufficient_funds',
    charge: expect.stringMatching(/^(ch|py)_/),
    payment_intent: { status: 'requires_payment_method', last_payment_error: { code: 'card_declined' } },
  })
})

test('money can be reserved, captured in part, and the rest is let go', async () => {
  const reserved = await charge(side, { capture_method: 'manual', application_fee_amount: 100 })
  const intent = String(reserved.payment_intent)
  expect(reserved).toMatchObject({ captured: false, amount_captured: 0, status: 'succeeded', balance_transaction: null })
  const captured = await stripe.paymentIntents.capture(intent, { amount_to_capture: 6_000, application_fee_amount: 60 }, on)
  expect(captured).toMatchObject({ status: 'succeeded', amount: 10_000, amount_received: 6_000, amount_capturable: 0 })
  const { charge: found, transaction } = await settled(side, reserved.id)
  expect(found).toMatchObject({ captured: true, amount_captured: 6_000, amount_refunded: 4_000 })
  expect(transaction.amount).toBe(6_000)
})

test('more than was reserved cannot be captured', async () => {
  const reserved = await charge(side, { capture_method: 'manual' })
  const capture = stripe.paymentIntents.capture(String(reserved.payment_intent), { amount_to_capture: 10_001 }, on)
  expect(await refusalOf(capture)).toMatchObject({ statusCode: 400, code: 'amount_too_large' })
})

test('reserved money that is canceled moves nothing', async () => {
  const reserved = await charge(side, { capture_method: 'manual' })
  const canceled = await stripe.paymentIntents.cancel(String(reserved.payment_intent), { cancellation_reason: 'abandoned' }, on)
  expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned', amount_received: 0 })
  expect((await stripe.charges.retrieve(reserved.id, {}, on)).balance_transaction).toBeNull()
})

test('what is paid cannot be canceled', async () => {
  const made = await charge(side)
  const cancel = stripe.paymentIntents.cancel(String(made.payment_intent), {}, on)
  expect(await refusalOf(cancel)).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' })
})

test('an intent’s metadata and description are copied to its charge', async () => {
  const made = await charge(side, { metadata: { order: '7' }, description: 'Order 7' })
  expect(made).toMatchObject({ metadata: { order: '7' }, description: 'Order 7' })
})
