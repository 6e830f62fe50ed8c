import Stripe from 'stripe'
import { expect, test } from 'vitest'
import { clientOf, errorOf, readyAccount, sessionParams, start } from './stage.ts'

const raw = (url: string, path: string, init: RequestInit = {}, key = 'sk_test_florin_simulator_0000000000000000') =>
  fetch(`${url}${path}`, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } })
const form = { 'content-type': 'application/x-www-form-urlencoded' }

test('a missing or unknown key is 401, and the answer does not repeat the key', async () => {
  const { simulator } = await start()
  expect((await fetch(`${simulator.url}/v1/balance`)).status).toBe(401)
  const error = await errorOf(clientOf(simulator, 'sk_test_of_somebody_else_entirely').balance.retrieve())
  expect(error).toBeInstanceOf(Stripe.errors.StripeAuthenticationError)
  expect(error.message).toMatch(/^Invalid API Key provided: sk_test_\*+rely$/)
})

test('Basic authentication works as Bearer does', async () => {
  const { simulator } = await start()
  const authorization = `Basic ${Buffer.from(`${simulator.secretKey}:`).toString('base64')}`
  expect((await fetch(`${simulator.url}/v1/balance`, { headers: { authorization } })).status).toBe(200)
})

test('an account that is not connected is 403 account_invalid, whether it exists or not', async () => {
  const { simulator, stripe } = await start()
  const standalone = simulator.state.tables.account
    .rows()
    .map(([id]) => id)
    .find((id) => id !== simulator.platformAccountId)
  for (const stripeAccount of ['acct_nowhere', standalone ?? '']) {
    const error = await errorOf(stripe.paymentIntents.list({}, { stripeAccount }))
    expect(error).toMatchObject({ statusCode: 403, code: 'account_invalid', rawType: 'invalid_request_error' })
  }
})

test('objects of one account cannot be seen from another', async () => {
  const { simulator, stripe } = await start()
  const one = await readyAccount(simulator, stripe, 'One')
  const other = await readyAccount(simulator, stripe, 'Other')
  const customer = await stripe.customers.create({ name: 'Mine' }, one)
  const session = await stripe.checkout.sessions.create(sessionParams(), one)
  expect(await errorOf(stripe.customers.retrieve(customer.id, {}, other))).toMatchObject({
    statusCode: 404,
    code: 'resource_missing',
  })
  expect(await errorOf(stripe.checkout.sessions.retrieve(session.id, {}, other))).toMatchObject({ statusCode: 404 })
  expect(await errorOf(stripe.customers.retrieve(customer.id))).toMatchObject({
    statusCode: 404,
    message: `No such customer: '${customer.id}'`,
  })
  expect((await stripe.customers.list({}, other)).data).toEqual([])
})

test('unknown, missing and invalid parameters are refused by name', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const create = (body: string) =>
    raw(simulator.url, '/v1/payment_intents', { method: 'POST', body, headers: { ...form, 'stripe-account': on.stripeAccount } })
  const cases: [string, object][] = [
    [
      'amount=100&currency=usd&colour=red',
      { code: 'parameter_unknown', param: 'colour', message: 'Received unknown parameter: colour' },
    ],
    [
      'amount=100&currency=usd&automatic_payment_methods[enabled]=true&automatic_payment_methods[x]=1',
      { code: 'parameter_unknown', param: 'automatic_payment_methods[x]' },
    ],
    ['currency=usd', { code: 'parameter_missing', param: 'amount', message: 'Missing required param: amount.' }],
    ['amount=ten&currency=usd', { code: 'parameter_invalid_integer', param: 'amount', message: 'Invalid integer: ten' }],
    ['amount=10.5&currency=usd', { code: 'parameter_invalid_integer', param: 'amount' }],
    ['amount=0&currency=usd', { code: 'parameter_invalid_integer', param: 'amount' }],
    ['amount=999999999&currency=usd', { code: 'amount_too_large', param: 'amount' }],
    ['amount=100&currency=zzz', { param: 'currency' }],
    ['amount=100&currency=', { code: 'parameter_invalid_empty', param: 'currency' }],
    ['amount=100&currency=usd&capture_method=never', { param: 'capture_method' }],
    ['amount=100&currency=usd&payment_method_types[]=card', { code: 'parameter_unknown', param: 'payment_method_types' }],
    ['amount=100&currency=usd&metadata=text', { param: 'metadata', message: 'Invalid hash' }],
    ['amount=100&currency=usd&description=%ff', {}],
  ]
  for (const [body, expected] of cases) {
    const response = await create(body)
    expect([body, response.status]).toEqual([body, 400])
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error', ...expected } })
  }
})

test('payment_method_types is still taken from a caller on a version before endive', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const headers = { ...form, 'stripe-account': on.stripeAccount, 'stripe-version': '2024-04-10' }
  const response = await raw(simulator.url, '/v1/payment_intents', {
    method: 'POST',
    body: 'amount=100&currency=usd&payment_method_types[]=card',
    headers,
  })
  expect(response.headers.get('stripe-version')).toBe('2024-04-10')
  expect(await response.json()).not.toHaveProperty('allowed_payment_method_types')
  const future = await raw(simulator.url, '/v1/balance', { headers: { 'stripe-version': '2031-01-01.zebra' } })
  expect(future.status).toBe(400)
})

test('an unknown route is 404 in Stripe’s envelope, JSON bodies and huge bodies are refused', async () => {
  const { simulator } = await start()
  const unknown = await raw(simulator.url, '/v1/unicorns')
  expect(unknown.status).toBe(404)
  expect(await unknown.json()).toMatchObject({
    error: {
      type: 'invalid_request_error',
      message: expect.stringContaining('Unrecognized request URL (GET: /v1/unicorns)'),
    },
  })
  expect(unknown.headers.get('request-id')).toMatch(/^req_/)
  const json = await raw(simulator.url, '/v1/customers', {
    method: 'POST',
    body: '{"name":"x"}',
    headers: { 'content-type': 'application/json' },
  })
  expect(json.status).toBe(400)
  const huge = await raw(simulator.url, '/v1/customers', {
    method: 'POST',
    body: `description=${'x'.repeat(10_000_000)}`,
    headers: form,
  }).catch(() => null)
  expect(huge?.status ?? 413).toBe(413)
  const deep = await raw(simulator.url, '/v1/customers', {
    method: 'POST',
    body: `metadata${'[a]'.repeat(200)}=1`,
    headers: form,
  })
  expect(deep.status).toBe(400)
})

test('lists page in both directions and the SDK walks them to the end', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const made: string[] = []
  for (let index = 0; index < 23; index += 1) made.push((await stripe.customers.create({ name: `Customer ${index}` }, on)).id)
  const walked: string[] = []
  for await (const customer of stripe.customers.list({ limit: 5 }, on)) walked.push(customer.id)
  expect(walked).toEqual([...made].reverse())
  const first = await stripe.customers.list({ limit: 10 }, on)
  expect(first.has_more).toBe(true)
  const newer = await stripe.customers.list({ limit: 3, ending_before: walked[5] ?? '' }, on)
  expect([newer.data.map((one) => one.id), newer.has_more]).toEqual([walked.slice(2, 5), true])
  const top = await stripe.customers.list({ limit: 5, ending_before: walked[5] ?? '' }, on)
  expect([top.data.map((one) => one.id), top.has_more]).toEqual([walked.slice(0, 5), false])
  expect(await errorOf(stripe.customers.list({ limit: 101 }, on))).toMatchObject({ param: 'limit' })
  expect(await errorOf(stripe.customers.list({ starting_after: 'cus_none' }, on))).toMatchObject({ param: 'starting_after' })
  const past = await stripe.customers.list({ created: { lt: simulator.clock.now() - 60 } }, on)
  expect(past.data).toEqual([])
})

test('expand follows ids to four levels, in objects and in lists, and refuses what cannot be expanded', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const session = await stripe.checkout.sessions.create(sessionParams(41_250, 413), on)
  await simulator.payCheckout(session.id, { card: '4242424242424242' })
  const deep = await stripe.checkout.sessions.retrieve(
    session.id,
    { expand: ['payment_intent.latest_charge.balance_transaction.source', 'line_items'] },
    on,
  )
  const intent = deep.payment_intent as Stripe.PaymentIntent
  const transaction = (intent.latest_charge as Stripe.Charge).balance_transaction as Stripe.BalanceTransaction
  expect(transaction.source).toMatchObject({ object: 'charge', amount: 41_250 })
  expect(deep.line_items?.data[0]).toMatchObject({ description: 'Order 1', amount_total: 41_250 })
  const listed = await stripe.balanceTransactions.list({ expand: ['data.source.payment_intent'] }, on)
  expect(listed.data[0]?.source).toMatchObject({ object: 'charge', payment_intent: { id: intent.id } })
  const fee = await stripe.applicationFees.list({ expand: ['data.charge', 'data.account'] })
  expect(fee.data[0]).toMatchObject({ charge: { object: 'charge' }, account: { id: on.stripeAccount } })
  expect(await errorOf(stripe.checkout.sessions.retrieve(session.id, { expand: ['metadata'] }, on))).toMatchObject({
    statusCode: 400,
    param: 'expand',
  })
  expect(await errorOf(stripe.checkout.sessions.retrieve(session.id, { expand: ['a.b.c.d.e'] }, on))).toMatchObject({
    statusCode: 400,
    param: 'expand',
  })
  const plain = await stripe.paymentIntents.retrieve(intent.id, {}, on)
  expect(plain.latest_charge).toMatch(/^ch_/)
})

test('what is refused has changed nothing: a wrong path to expand, a default that is not the customer’s', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const [made, account] = [simulator.state.tables.customer.size, simulator.state.tables.account.size]
  const wrong = { invoice_settings: { default_payment_method: 'pm_none' } }
  expect(await errorOf(stripe.customers.create({ expand: ['nothing'] }, on))).toMatchObject({ statusCode: 400, param: 'expand' })
  expect(await errorOf(stripe.accounts.create({ expand: ['nothing'] }))).toMatchObject({ statusCode: 400 })
  expect(await errorOf(stripe.customers.create(wrong, on))).toMatchObject({ code: 'resource_missing' })
  expect(await errorOf(stripe.customers.create({ payment_method: 'pm_card_chargeDeclined' }, on))).toMatchObject({
    statusCode: 402,
  })
  expect([simulator.state.tables.customer.size, simulator.state.tables.account.size]).toEqual([made, account])
  const first = { payment_method: 'pm_card_visa', invoice_settings: { default_payment_method: 'pm_card_visa' } }
  const customer = await stripe.customers.create(first, on)
  expect(customer.invoice_settings.default_payment_method).toMatch(/^pm_/)
  expect(await errorOf(stripe.customers.update(customer.id, { name: 'Bea', ...wrong }, on))).toMatchObject({ statusCode: 400 })
  expect((await stripe.customers.retrieve(customer.id, {}, on)) as object).toMatchObject({ name: null })
})

test('a repeated key gets the same answer and does no second work', async () => {
  const { simulator, stripe } = await start()
  const on = { ...(await readyAccount(simulator, stripe)), idempotencyKey: 'order-1' }
  const first = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' }, on)
  const second = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' }, on)
  expect(second.id).toBe(first.id)
  expect(second.lastResponse.headers).toMatchObject({
    'idempotent-replayed': 'true',
    'original-request': first.lastResponse.requestId,
  })
  expect((await stripe.paymentIntents.list({}, { stripeAccount: on.stripeAccount })).data).toHaveLength(1)
})

test('a key used for other parameters or another endpoint is refused', async () => {
  const { simulator, stripe } = await start()
  const on = { ...(await readyAccount(simulator, stripe)), idempotencyKey: 'order-1' }
  await stripe.paymentIntents.create({ amount: 500, currency: 'usd' }, on)
  expect(await errorOf(stripe.paymentIntents.create({ amount: 501, currency: 'usd' }, on))).toBeInstanceOf(
    Stripe.errors.StripeIdempotencyError,
  )
  expect(await errorOf(stripe.customers.create({}, on))).toMatchObject({ statusCode: 400, rawType: 'idempotency_error' })
})

test('a key is not used up by a request that was refused when its parameters were read, but is by a decline', async () => {
  const { simulator, stripe } = await start()
  const on = { ...(await readyAccount(simulator, stripe)), idempotencyKey: 'order-1' }
  await errorOf(stripe.paymentIntents.create({ amount: -1, currency: 'usd' }, on))
  const declined = { amount: 500, currency: 'usd', confirm: true, payment_method: 'pm_card_chargeDeclined' }
  const first = await errorOf(stripe.paymentIntents.create(declined, on))
  const again = await errorOf(stripe.paymentIntents.create(declined, on))
  expect(first).toMatchObject({ statusCode: 402, code: 'card_declined', decline_code: 'generic_decline' })
  expect(again.payment_intent?.id).toBe(first.payment_intent?.id)
})

test('a key belongs to its account, and is forgotten after a day of the simulator’s clock', async () => {
  const { simulator, stripe } = await start()
  const one = { ...(await readyAccount(simulator, stripe)), idempotencyKey: 'order-1' }
  const other = { ...(await readyAccount(simulator, stripe)), idempotencyKey: 'order-1' }
  const params = { amount: 500, currency: 'usd' }
  const first = await stripe.paymentIntents.create(params, one)
  expect((await stripe.paymentIntents.create(params, other)).id).not.toBe(first.id)
  simulator.clock.advance(86_399_000)
  expect((await stripe.paymentIntents.create(params, one)).id).toBe(first.id)
  simulator.clock.advance(2_000)
  expect((await stripe.paymentIntents.create(params, one)).id).not.toBe(first.id)
})

test('a second call with a key whose first call is still at work is 409', async () => {
  const { simulator, stripe } = await start()
  const on = { ...(await readyAccount(simulator, stripe)), idempotencyKey: 'order-1' }
  simulator.faults.add({ kind: 'hold_before', path: '/v1/payment_intents' })
  const slow = stripe.paymentIntents.create({ amount: 500, currency: 'usd' }, on)
  await simulator.faults.waitForHeld()
  expect(await errorOf(stripe.paymentIntents.create({ amount: 500, currency: 'usd' }, on))).toMatchObject({
    statusCode: 409,
    code: 'idempotency_key_in_use',
    headers: { 'stripe-should-retry': 'true' },
  })
  simulator.faults.release()
  expect((await slow).object).toBe('payment_intent')
})

test('names that every JavaScript object knows open nothing', async () => {
  const { simulator, stripe } = await start()
  for (const name of ['__proto__', 'constructor', 'toString']) {
    expect((await raw(simulator.url, '/v1/balance', {}, name)).status).toBe(401)
    expect(await errorOf(stripe.balance.retrieve({}, { stripeAccount: name }))).toMatchObject({ statusCode: 403 })
    expect((await fetch(`${simulator.url}/connect/setup/${name}`)).status).toBe(404)
    expect((await fetch(`${simulator.url}/_simulator/objects/${name}`)).status).toBe(404)
  }
  const body = 'constructor=1&metadata[toString]=2'
  expect((await raw(simulator.url, '/v1/customers', { method: 'POST', body, headers: form })).status).toBe(400)
})
