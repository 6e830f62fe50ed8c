import Stripe from 'stripe'
import { afterEach, expect, test } from 'vitest'
import { currentVersion } from '../src/protocol/versions.ts'
import { tellCount } from './counted.ts'
import { clientOf, errorOf, readyAccount, start, startWithWebhooks } from './stage.ts'

afterEach((context) => tellCount(context, 'Promises kept with the official SDK'))

const intentParams = { amount: 500, currency: 'usd' }

/** An account with `count` customers, named by number in the order they were made. */
async function withCustomers(count: number) {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  for (let index = 0; index < count; index++) await stripe.customers.create({ name: String(index) }, on)
  return { stripe, on }
}

test('for await walks over every page, newest first, and stops when it is told to', async () => {
  const { stripe, on } = await withCustomers(12)
  const names: string[] = []
  for await (const customer of stripe.customers.list({ limit: 5 }, on)) names.push(customer.name ?? '')
  expect(names).toEqual(['11', '10', '9', '8', '7', '6', '5', '4', '3', '2', '1', '0'])
  const seen: string[] = []
  await stripe.customers
    .list({ limit: 5 }, on)
    .autoPagingEach((customer) => (seen.push(customer.name ?? '') < 7 ? undefined : false))
  expect(seen).toHaveLength(7)
})

test('autoPagingToArray gathers up to its limit, backwards too when it begins at an older one', async () => {
  const { stripe, on } = await withCustomers(9)
  const all = await stripe.customers.list({ limit: 2 }, on).autoPagingToArray({ limit: 7 })
  expect(all.map((one) => one.name)).toEqual(['8', '7', '6', '5', '4', '3', '2'])
  const oldest = (await stripe.customers.list({ limit: 100 }, on)).data.at(-1)?.id ?? ''
  const newer = await stripe.customers.list({ limit: 3, ending_before: oldest }, on).autoPagingToArray({ limit: 100 })
  expect(newer.map((one) => one.name)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
})

test('a page that was asked for while objects are being added neither repeats nor misses one', async () => {
  const { stripe, on } = await withCustomers(6)
  const seen = new Set<string>()
  for await (const customer of stripe.customers.list({ limit: 2 }, on)) {
    expect(seen.has(customer.id)).toBe(false)
    seen.add(customer.id)
    if (seen.size < 4) await stripe.customers.create({ name: 'late' }, on)
  }
  expect(seen.size).toBe(6)
})

test('the SDK repeats what got lost on the way and what Stripe asks it to repeat, and the work is done once', async () => {
  for (const kind of ['reset_after', 'lock_timeout'] as const) {
    const { simulator, stripe } = await start()
    const on = await readyAccount(simulator, stripe)
    simulator.faults.add({ kind, method: 'POST', path: '/v1/payment_intents' })
    const patient = clientOf(simulator, simulator.secretKey, 2)
    const made = await patient.paymentIntents.create(intentParams, on)
    expect((await stripe.paymentIntents.list({}, on)).data.map((one) => one.id)).toEqual([made.id])
    expect(simulator.faults.list()).toMatchObject([{ kind, seen: 2, done: 1 }])
  }
})

test('the SDK does not repeat an error of the server, which keeps its idempotency key', async () => {
  const { simulator } = await start()
  simulator.faults.add({ kind: 'error_500', path: '/v1/customers', times: 9 })
  const patient = clientOf(simulator, simulator.secretKey, 2)
  expect(await errorOf(patient.customers.create({}))).toBeInstanceOf(Stripe.errors.StripeAPIError)
  expect(simulator.faults.list()).toMatchObject([{ seen: 1, done: 1 }])
})

test('every kind of failure comes out as the class that the SDK has for it', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const { errors } = Stripe
  const create = (more: object = {}, options: Stripe.RequestOptions = on) =>
    errorOf(stripe.paymentIntents.create({ ...intentParams, ...more }, options))
  expect(await create({ confirm: true, payment_method: 'pm_card_chargeDeclinedInsufficientFunds' })).toMatchObject({
    type: 'StripeCardError',
    statusCode: 402,
    code: 'card_declined',
    decline_code: 'insufficient_funds',
    charge: expect.stringMatching(/^ch_/),
    payment_intent: { status: 'requires_payment_method' },
    requestId: expect.stringMatching(/^req_/),
  })
  expect(await create({ amount: 0 })).toBeInstanceOf(errors.StripeInvalidRequestError)
  expect(await errorOf(clientOf(simulator, 'sk_test_wrong').balance.retrieve())).toBeInstanceOf(errors.StripeAuthenticationError)
  expect(await create({}, { stripeAccount: 'acct_nowhere' })).toBeInstanceOf(errors.StripePermissionError)
  const key = { ...on, idempotencyKey: 'order-1' }
  await stripe.paymentIntents.create(intentParams, key)
  expect(await create({ amount: 501 }, key)).toBeInstanceOf(errors.StripeIdempotencyError)
  simulator.faults.add({ kind: 'rate_limit' })
  expect(await create()).toBeInstanceOf(errors.StripeRateLimitError)
  simulator.faults.add({ kind: 'error_500' })
  expect(await create()).toBeInstanceOf(errors.StripeAPIError)
  simulator.faults.add({ kind: 'reset_before', times: 2 })
  expect(await create()).toBeInstanceOf(errors.StripeConnectionError)
  simulator.faults.add({ kind: 'half_body' })
  const half = await stripe.balance.retrieve({}, on).catch((cause: unknown) => cause)
  expect(half).toBeInstanceOf(Error)
})

test('a request that gets no answer in time is a connection error', async () => {
  const { simulator, stripe } = await start()
  simulator.faults.add({ kind: 'hold_before', path: '/v1/balance', times: 2 })
  const error = await errorOf(stripe.balance.retrieve({}, { timeout: 50 }))
  expect(error).toBeInstanceOf(Stripe.errors.StripeConnectionError)
})

test('what the SDK tells of an answer is what was sent: request id, account, version, key', async () => {
  const { simulator, stripe } = await start()
  const on = { ...(await readyAccount(simulator, stripe)), idempotencyKey: 'order-1' }
  const told: unknown[] = []
  stripe.on('response', (event: unknown) => told.push(event))
  const { lastResponse } = await stripe.paymentIntents.create(intentParams, on)
  expect(lastResponse).toMatchObject({
    requestId: expect.stringMatching(/^req_/),
    statusCode: 200,
    apiVersion: currentVersion,
    idempotencyKey: 'order-1',
    stripeAccount: on.stripeAccount,
  })
  expect(told).toMatchObject([{ request_id: lastResponse.requestId, status: 200, account: on.stripeAccount }])
})

/** One webhook as it arrived, and a client to check it with. */
async function oneWebhook() {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  const on = await readyAccount(simulator, stripe)
  await stripe.customers.create({ name: 'Ida' }, on)
  await simulator.webhooks.flush()
  const received = receiver.received.find((one) => one.event.type === 'customer.created')
  if (!received) throw new Error('no webhook came')
  return { stripe, received, at: simulator.clock.nowMs() }
}

test('constructEvent takes the bytes that were sent, with the secret they were signed with', async () => {
  const { stripe, received } = await oneWebhook()
  const event = stripe.webhooks.constructEvent(received.body, received.signature, 'whsec_connect')
  expect(event).toMatchObject({ id: received.event.id, type: 'customer.created', account: received.event.account })
  const later = await stripe.webhooks.constructEventAsync(Buffer.from(received.body), received.signature, 'whsec_connect')
  expect(later.id).toBe(event.id)
})

test('constructEvent refuses changed bytes, another secret, and a signature older than the tolerance', async () => {
  const { stripe, received, at } = await oneWebhook()
  const verify = (body: string, secret: string, seconds: number) => () =>
    stripe.webhooks.constructEvent(body, received.signature, secret, 300, undefined, at + seconds * 1_000)
  expect(verify(received.body, 'whsec_connect', 290)).not.toThrow()
  expect(verify(received.body, 'whsec_connect', 310)).toThrow(Stripe.errors.StripeSignatureVerificationError)
  expect(verify(received.body, 'whsec_platform', 0)).toThrow(Stripe.errors.StripeSignatureVerificationError)
  expect(verify(received.body.replace('Ida', 'Eve'), 'whsec_connect', 0)).toThrow(Stripe.errors.StripeSignatureVerificationError)
})

test('while a secret is rolled constructEvent takes both, and afterwards the new one alone', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  const endpoint = simulator.state.tables.webhook_endpoint
    .of(simulator.platformAccountId)
    .find((one) => simulator.state.records.webhookSecrets[one.id]?.connect === true)
  const fresh = simulator.rollSecret(endpoint?.id ?? '', 3_600)
  const on = await readyAccount(simulator, stripe)
  const next = async () => {
    await stripe.customers.create({}, on)
    await simulator.webhooks.flush()
    const received = receiver.received.at(-1)
    const at = simulator.clock.nowMs()
    return (secret: string) => () =>
      stripe.webhooks.constructEvent(received?.body ?? '', received?.signature ?? '', secret, 300, undefined, at)
  }
  const meanwhile = await next()
  for (const secret of ['whsec_connect', fresh]) expect(meanwhile(secret)).not.toThrow()
  simulator.clock.advance(3_601_000)
  const afterwards = await next()
  expect(afterwards(fresh)).not.toThrow()
  expect(afterwards('whsec_connect')).toThrow(Stripe.errors.StripeSignatureVerificationError)
})

test('a header the SDK makes for tests is signed as the simulator signs', async () => {
  const { stripe, received } = await oneWebhook()
  const timestamp = Number(/t=(\d+)/.exec(received.signature)?.[1])
  const made = stripe.webhooks.generateTestHeaderString({ payload: received.body, secret: 'whsec_connect', timestamp })
  expect(made).toBe(received.signature)
})
