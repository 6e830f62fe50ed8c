import Stripe from 'stripe'
import { expect, test } from 'vitest'
import { openSide, refusalOf } from './side.ts'

const side = await openSide()
const { stripe, on } = side

test('an account that is not connected is 403 account_invalid', async () => {
  const list = stripe.paymentIntents.list({}, { stripeAccount: 'acct_1NowhereAtAll0000' })
  expect(await refusalOf(list)).toMatchObject({ statusCode: 403, type: 'StripePermissionError', code: 'account_invalid' })
})

test('a key that is none is 401, and is not repeated in full', async () => {
  const key = 'sk_test_0000000000000000000000000000000000NoKey'
  const error = await refusalOf(stripe.balance.retrieve({}, { apiKey: key }))
  expect(error).toBeInstanceOf(Stripe.errors.StripeAuthenticationError)
  expect(error.statusCode).toBe(401)
  expect(error.message).not.toContain(key)
})

test('an object that is not there is 404 resource_missing, with the parameter that named it', async () => {
  expect(await refusalOf(stripe.paymentIntents.retrieve('pi_none', {}, on))).toMatchObject({
    statusCode: 404,
    code: 'resource_missing',
    param: 'intent',
    message: expect.stringContaining("No such payment_intent: 'pi_none'"),
  })
  expect(await refusalOf(stripe.charges.retrieve('ch_none', {}, on))).toMatchObject({ statusCode: 404, param: 'id' })
  expect(await refusalOf(stripe.checkout.sessions.retrieve('cs_test_none', {}, on))).toMatchObject({ statusCode: 404 })
})

test('an object of the connected account is not there for the platform', async () => {
  const customer = await stripe.customers.create({ name: 'Ida' }, on)
  expect(await refusalOf(stripe.customers.retrieve(customer.id))).toMatchObject({ statusCode: 404, code: 'resource_missing' })
})

test('a missing object that a parameter names is 400', async () => {
  const create = stripe.paymentIntents.create({ amount: 500, currency: 'usd', customer: 'cus_none' }, on)
  expect(await refusalOf(create)).toMatchObject({ statusCode: 400, code: 'resource_missing', param: 'customer' })
})

test('an unknown parameter is refused by its name, in brackets', async () => {
  const top = stripe.rawRequest('POST', '/v1/payment_intents', { amount: 500, currency: 'usd', colour: 'red' }, on)
  expect(await refusalOf(top)).toMatchObject({ statusCode: 400, code: 'parameter_unknown', param: 'colour' })
  const inside = { amount: 500, currency: 'usd', automatic_payment_methods: { enabled: true, colour: 'red' } }
  const nested = stripe.rawRequest('POST', '/v1/payment_intents', inside, on)
  expect(await refusalOf(nested)).toMatchObject({ code: 'parameter_unknown', param: 'automatic_payment_methods[colour]' })
})

test('a missing parameter is refused by its name', async () => {
  const create = stripe.rawRequest('POST', '/v1/payment_intents', { currency: 'usd' }, on)
  expect(await refusalOf(create)).toMatchObject({ statusCode: 400, code: 'parameter_missing', param: 'amount' })
})

test('an amount that is no whole number is refused', async () => {
  const create = stripe.rawRequest('POST', '/v1/payment_intents', { amount: '10.5', currency: 'usd' }, on)
  expect(await refusalOf(create)).toMatchObject({ statusCode: 400, code: 'parameter_invalid_integer', param: 'amount' })
})

test('a currency that is none is refused', async () => {
  const create = stripe.paymentIntents.create({ amount: 500, currency: 'zzz' }, on)
  expect(await refusalOf(create)).toMatchObject({ statusCode: 400, param: 'currency' })
})

test('endive refuses payment_method_types on payment intents and on sessions', async () => {
  const intent = { amount: 500, currency: 'usd', payment_method_types: ['card'] }
  expect(await refusalOf(stripe.rawRequest('POST', '/v1/payment_intents', intent, on))).toMatchObject({
    statusCode: 400,
    param: expect.stringMatching(/^payment_method_types/),
  })
  const price_data = { currency: 'usd', unit_amount: 500, product_data: { name: 'x' } }
  const session = {
    mode: 'payment',
    success_url: 'https://example.com/',
    line_items: [{ quantity: 1, price_data }],
    payment_method_types: ['card'],
  }
  expect(await refusalOf(stripe.rawRequest('POST', '/v1/checkout/sessions', session, on))).toMatchObject({
    statusCode: 400,
    param: expect.stringMatching(/^payment_method_types/),
  })
})

test('a route that is none is 404', async () => {
  expect(await refusalOf(stripe.rawRequest('GET', '/v1/herrings', {}, on))).toMatchObject({ statusCode: 404 })
})

test('a field that cannot be expanded is refused, and so are more than four levels', async () => {
  const list = (expand: string[]) => refusalOf(stripe.charges.list({ limit: 1, expand }, on))
  await stripe.paymentIntents.create(
    { amount: 500, currency: 'usd', confirm: true, payment_method: 'pm_card_visa', return_url: 'https://example.com/' },
    on,
  )
  expect(await list(['data.amount'])).toMatchObject({ statusCode: 400 })
  expect(await list(['data.payment_intent.latest_charge.payment_intent.latest_charge.payment_intent'])).toMatchObject({
    statusCode: 400,
  })
})
