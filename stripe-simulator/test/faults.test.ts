import Stripe from 'stripe'
import { expect, test } from 'vitest'
import { errorOf, readyAccount, start } from './stage.ts'

const params = { amount: 500, currency: 'usd' }
const path = '/v1/payment_intents'

test('an answer lost after the work was done is found again by the SDK’s own retry, and the work is done once', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  for (const kind of ['reset_after', 'reset_before'] as const) {
    simulator.faults.add({ kind, path, method: 'POST' })
    const made = await stripe.paymentIntents.create(params, { ...on, idempotencyKey: kind })
    const again = await stripe.paymentIntents.create(params, { ...on, idempotencyKey: kind })
    expect(again.id).toBe(made.id)
  }
  expect((await stripe.paymentIntents.list({}, on)).data).toHaveLength(2)
})

test('half an answer, or none twice, is a connection error, though the work was done once', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  // The SDK repeats a reset connection once of its own accord, even when told never to retry.
  for (const [kind, times] of [
    ['half_body', 1],
    ['reset_after', 2],
  ] as const) {
    simulator.faults.add({ kind, path, method: 'POST', times })
    const keyed = { ...on, idempotencyKey: kind }
    expect(await errorOf(stripe.paymentIntents.create(params, keyed))).toBeInstanceOf(Stripe.errors.StripeConnectionError)
    await stripe.paymentIntents.create(params, keyed)
  }
  expect((await stripe.paymentIntents.list({}, on)).data).toHaveLength(2)
})

test('a 500 is kept under its key and comes again, with and without the work', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  for (const [kind, made] of [
    ['error_500', 0],
    ['error_500_after', 1],
  ] as const) {
    simulator.faults.add({ kind, path, method: 'POST' })
    const keyed = { ...on, idempotencyKey: kind }
    const first = await errorOf(stripe.paymentIntents.create(params, keyed))
    expect(first).toBeInstanceOf(Stripe.errors.StripeAPIError)
    const again = await errorOf(stripe.paymentIntents.create(params, keyed))
    expect(again).toMatchObject({ statusCode: 500, headers: { 'idempotent-replayed': 'true' } })
    expect((await stripe.paymentIntents.list({}, on)).data).toHaveLength(made)
  }
})

test('a 429 is not kept: the next try with the same key works', async () => {
  const { simulator, stripe } = await start()
  const on = { ...(await readyAccount(simulator, stripe)), idempotencyKey: 'k' }
  simulator.faults.add({ kind: 'rate_limit', path, times: 1 })
  expect(await errorOf(stripe.paymentIntents.create(params, on))).toMatchObject({ statusCode: 429, code: 'rate_limit' })
  expect((await stripe.paymentIntents.create(params, on)).amount).toBe(500)
  simulator.faults.add({ kind: 'lock_timeout', path, times: 1 })
  expect(await errorOf(stripe.paymentIntents.create(params, { ...on, idempotencyKey: 'l' }))).toMatchObject({
    statusCode: 429,
    code: 'lock_timeout',
  })
})

test('the SDK tries again by itself when an object is locked or a key is in use, and the work is done once', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const { host, port, secretKey } = simulator
  const seen: number[] = []
  const httpClient = Stripe.createFetchHttpClient(async (...sent: Parameters<typeof fetch>) => {
    const answer = await fetch(...sent)
    seen.push(answer.status)
    if (answer.status === 409) simulator.faults.release()
    return answer
  })
  const patient = new Stripe(secretKey, { host, port, protocol: 'http', telemetry: false, maxNetworkRetries: 1, httpClient })
  simulator.faults.add({ kind: 'lock_timeout', path, method: 'POST' })
  expect((await patient.paymentIntents.create(params, on)).amount).toBe(500)
  simulator.faults.add({ kind: 'hold_after', path, method: 'POST' })
  const keyed = { ...on, idempotencyKey: 'twice' }
  const first = stripe.paymentIntents.create(params, keyed)
  await simulator.faults.waitForHeld()
  expect((await patient.paymentIntents.create(params, keyed)).id).toBe((await first).id)
  expect(seen).toEqual([429, 200, 409, 200])
  expect((await stripe.paymentIntents.list({}, on)).data).toHaveLength(2)
})

test('a plan strikes the nth matching request only, and on the given account only', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  simulator.faults.add({ kind: 'error_500', path: '/v1/payment_intents/*', nth: 2, account: on.stripeAccount })
  const intent = await stripe.paymentIntents.create(params, on)
  await stripe.paymentIntents.retrieve(intent.id, {}, on)
  expect(await errorOf(stripe.paymentIntents.retrieve(intent.id, {}, on))).toMatchObject({ statusCode: 500 })
  expect((await stripe.paymentIntents.retrieve(intent.id, {}, on)).id).toBe(intent.id)
})

test('an answer can be held until it is released, and the work is seen meanwhile', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  simulator.faults.add({ kind: 'hold_after', path, method: 'POST' })
  const slow = stripe.paymentIntents.create(params, on)
  await simulator.faults.waitForHeld()
  expect((await stripe.paymentIntents.list({}, on)).data).toHaveLength(1)
  simulator.faults.clear()
  expect((await slow).amount).toBe(500)
})

test('everything can be done over HTTP from another process', async () => {
  const { simulator, stripe } = await start()
  const call = async (method: string, route: string, body?: object) => {
    const response = await fetch(`${simulator.url}/_simulator${route}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return { status: response.status, body: (await response.json()) as { id: string; now: number } }
  }
  const account = await stripe.accounts.create({ business_profile: { name: 'Remote' } })
  expect((await call('POST', `/accounts/${account.id}/onboard`)).body).toMatchObject({ charges_enabled: true })
  expect((await call('POST', '/faults', { kind: 'error_500', path: '/v1/balance' })).body.id).toBe('fault_1')
  expect(await errorOf(stripe.balance.retrieve())).toMatchObject({ statusCode: 500 })
  expect((await call('POST', '/faults', { kind: 'meteor' })).status).toBe(400)
  expect((await call('DELETE', '/faults')).body).toEqual({ ok: true })
  const before = (await call('GET', '/clock')).body.now
  await call('POST', '/clock/advance', { seconds: 3600 })
  expect((await call('GET', '/clock')).body.now - before).toBeGreaterThanOrEqual(3600)
  expect((await call('GET', '/objects/account')).body).toHaveLength(4)
  expect((await call('GET', '/health')).body).toMatchObject({ ok: true, url: simulator.url })
})
