import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { expect, onTestFinished, test } from 'vitest'
import { startSimulator } from '../src/index.ts'
import { clientOf, errorOf, readyAccount, sessionParams, start, startReceiver, startWithWebhooks } from './stage.ts'

test('platform and connected events go to their own endpoints, signed with their own secrets', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  const on = await readyAccount(simulator, stripe)
  const session = await stripe.checkout.sessions.create(sessionParams(41_250, 413), on)
  await simulator.payCheckout(session.id, { card: '4242424242424242' })
  await simulator.webhooks.flush()
  const typesAt = (path: string) => receiver.received.filter((one) => one.path === path).map((one) => one.event.type)
  expect(typesAt('/platform')).toEqual(['application_fee.created'])
  expect(typesAt('/connect').slice(-4).sort()).toEqual([
    'charge.succeeded',
    'checkout.session.completed',
    'payment_intent.created',
    'payment_intent.succeeded',
  ])
  for (const { path, body, signature } of receiver.received) {
    const secret = path === '/platform' ? 'whsec_platform' : 'whsec_connect'
    const event = stripe.webhooks.constructEvent(body, signature, secret)
    expect(event.account).toBe(path === '/platform' ? undefined : on.stripeAccount)
    expect(event).toMatchObject({ livemode: false, api_version: '2026-10-28.endive' })
    expect(() => stripe.webhooks.constructEvent(body, signature, 'whsec_forged')).toThrow(
      Stripe.errors.StripeSignatureVerificationError,
    )
    expect(() => stripe.webhooks.constructEvent(`${body} `, signature, secret)).toThrow()
  }
})

test('events can be listed and read again by the account they belong to, by type and by time', async () => {
  const { simulator, stripe } = await startWithWebhooks()
  const on = await readyAccount(simulator, stripe)
  await stripe.paymentIntents.create(
    { amount: 500, currency: 'usd', confirm: true, payment_method: 'pm_card_visa' },
    { ...on, idempotencyKey: 'order-9' },
  )
  const listed = await stripe.events.list({ types: ['payment_intent.succeeded', 'charge.*'] }, on)
  expect(listed.data.map((event) => event.type)).toEqual(['payment_intent.succeeded', 'charge.succeeded'])
  const event = await stripe.events.retrieve(listed.data[0]?.id ?? '', {}, on)
  expect(event).toMatchObject({
    account: on.stripeAccount,
    request: { idempotency_key: 'order-9', id: expect.stringMatching(/^req_/) },
  })
  expect(await errorOf(stripe.events.retrieve(event.id))).toMatchObject({ statusCode: 404 })
  simulator.clock.advance(35 * 86_400_000)
  expect((await stripe.events.list({}, on)).data).toEqual([])
})

test('an event tells how the object was at that moment', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const intent = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' }, on)
  await stripe.paymentIntents.cancel(intent.id, {}, on)
  const [created] = (await stripe.events.list({ type: 'payment_intent.created' }, on)).data
  expect(created?.data.object).toMatchObject({ id: intent.id, status: 'requires_payment_method' })
})

test('what is not taken is tried again with growing pauses until it is', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks({ retryDelaysMs: [60_000, 600_000, 6_000_000] })
  let answers = [500, 302]
  receiver.answer = () => answers.shift() ?? 200
  const intent = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' })
  await simulator.webhooks.flush()
  const [event] = (await stripe.events.list()).data
  expect(event).toMatchObject({ pending_webhooks: 1, data: { object: { id: intent.id } } })
  expect(receiver.received).toHaveLength(1)
  simulator.clock.advance(59_000)
  await simulator.webhooks.flush()
  expect(receiver.received).toHaveLength(1)
  simulator.clock.advance(2_000)
  await simulator.webhooks.flush()
  expect(receiver.received).toHaveLength(2)
  simulator.webhooks.retryNow()
  await simulator.webhooks.flush()
  expect(receiver.received).toHaveLength(3)
  expect(simulator.webhooks.deliveries[0]).toMatchObject({
    status: 'delivered',
    attempts: [{ status: 500 }, { status: 302 }, { status: 200 }],
  })
  expect((await stripe.events.list()).data[0]?.pending_webhooks).toBe(0)
  answers = [500, 500, 500, 500]
  await stripe.paymentIntents.create({ amount: 500, currency: 'usd' })
  for (const delay of [0, 60_000, 600_000, 6_000_000]) {
    simulator.clock.advance(delay)
    await simulator.webhooks.flush()
  }
  expect(simulator.webhooks.deliveries.at(-1)).toMatchObject({ status: 'failed' })
})

test('deliveries can be held, then released backwards, twice, one by one; or lost', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  const pay = () => stripe.paymentIntents.create({ amount: 500, currency: 'usd', confirm: true, payment_method: 'pm_card_visa' })
  const types = () => receiver.received.splice(0).map((one) => one.event.type)
  simulator.webhooks.hold()
  await pay()
  await simulator.webhooks.flush()
  expect(types()).toEqual([])
  simulator.webhooks.release({ order: 'reversed', times: 2 })
  await simulator.webhooks.flush()
  const twice = types()
  expect([twice.length, new Set(twice).size]).toEqual([6, 3])
  simulator.webhooks.hold()
  await pay()
  const held = simulator.webhooks.waiting()
  simulator.webhooks.release({ order: [held[2]?.event ?? ''] })
  await simulator.webhooks.flush()
  expect(types()).toEqual(['payment_intent.succeeded'])
  simulator.webhooks.release()
  await simulator.webhooks.flush()
  expect(types().sort()).toEqual(['charge.succeeded', 'payment_intent.created'])
  simulator.webhooks.drop(3)
  await pay()
  await simulator.webhooks.flush()
  expect(types()).toEqual([])
  expect((await stripe.events.list()).data).toHaveLength(9)
  simulator.webhooks.resend((await stripe.events.list()).data[0]?.id ?? '', 5)
  await simulator.webhooks.flush()
  expect(types()).toEqual(Array.from({ length: 5 }, () => 'payment_intent.succeeded'))
})

test('a dead endpoint costs nothing but its deliveries, however many wait', async () => {
  const dead = await startReceiver()
  await dead.close()
  const { simulator, stripe } = await start({
    webhookEndpoints: [{ url: dead.url, secret: 'whsec_x', connect: false }],
    retryDelaysMs: [],
  })
  for (let index = 0; index < 40; index += 1) await stripe.customers.create({})
  await simulator.webhooks.flush()
  expect(new Set(simulator.webhooks.deliveries.map((delivery) => delivery.status))).toEqual(new Set(['failed']))
  expect((await stripe.customers.list({ limit: 100 })).data).toHaveLength(40)
})

test('endpoints can be made, filtered by event, disabled and taken away by the API', async () => {
  const receiver = await startReceiver()
  const { simulator, stripe } = await start()
  const made = await stripe.webhookEndpoints.create({
    url: receiver.url,
    enabled_events: ['customer.created'],
    api_version: '2024-04-10',
  })
  expect(made.secret).toMatch(/^whsec_/)
  expect(await stripe.webhookEndpoints.retrieve(made.id)).not.toHaveProperty('secret')
  const create = async () => {
    const customer = await stripe.customers.create({})
    await stripe.customers.update(customer.id, { name: 'x' })
    await simulator.webhooks.flush()
  }
  await create()
  expect(receiver.received.map((one) => [one.event.type, one.event.api_version])).toEqual([['customer.created', '2024-04-10']])
  expect(
    stripe.webhooks.constructEvent(receiver.received[0]?.body ?? '', receiver.received[0]?.signature ?? '', made.secret ?? '')
      .type,
  ).toBe('customer.created')
  await stripe.webhookEndpoints.update(made.id, { disabled: true })
  await create()
  await stripe.webhookEndpoints.del(made.id)
  await create()
  expect(receiver.received).toHaveLength(1)
})

test('an empty secret stops the start', async () => {
  await expect(start({ webhookEndpoints: [{ url: 'http://127.0.0.1:9', secret: '', connect: false }] })).rejects.toThrow(
    'empty secret',
  )
})

test('an endpoint that never answers does not keep the simulator from ending, and the delivery is not forgotten', async () => {
  const silent = createServer(() => {})
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void silent.close())
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
  const simulator = await startSimulator({ webhookEndpoints: [{ url, secret: 'whsec_x', connect: false }] })
  const reached = new Promise((resolve) => silent.once('request', resolve))
  await clientOf(simulator).customers.create({})
  await reached
  await simulator.close()
  expect(simulator.webhooks.deliveries).toMatchObject([{ status: 'waiting', attempts: [{ status: null, error: 'no answer' }] }])
})
