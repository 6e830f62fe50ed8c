import Stripe from 'stripe'
import { expect, test } from 'vitest'
import { start, startReceiver, startWithWebhooks } from './stage.ts'

const intent = { amount: 500, currency: 'usd' }

test('an event that Stripe never makes: what happened has happened, and neither list nor webhook tells of it', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  simulator.lostEvents.lose('payment_intent.*', 1)
  const made = await stripe.paymentIntents.create(intent)
  await stripe.paymentIntents.cancel(made.id)
  await simulator.webhooks.flush()
  expect((await stripe.paymentIntents.retrieve(made.id)).status).toBe('canceled')
  expect((await stripe.events.list()).data.map(({ type }) => type)).toEqual(['payment_intent.canceled'])
  expect(receiver.received.map(({ event }) => event.type)).toEqual(['payment_intent.canceled'])
  expect(simulator.lostEvents.list()).toEqual([])
})

test('delayed, a webhook comes when the simulator’s time has gone by', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  simulator.clock.freeze()
  simulator.webhooks.delay(90)
  await stripe.paymentIntents.create(intent)
  await simulator.webhooks.flush()
  simulator.clock.advance(89_000)
  await simulator.webhooks.flush()
  expect(receiver.received).toEqual([])
  simulator.clock.advance(1_000)
  await simulator.webhooks.flush()
  expect(receiver.received).toHaveLength(1)
})

test('two events of the same second can come in either order', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  simulator.clock.freeze()
  simulator.webhooks.hold()
  await stripe.paymentIntents.create({ ...intent, confirm: true, payment_method: 'pm_card_visa' })
  const { data } = await stripe.events.list()
  expect(new Set(data.map(({ created }) => created)).size).toBe(1)
  simulator.webhooks.release({ order: 'reversed' })
  await simulator.webhooks.flush()
  expect(receiver.received.map(({ event }) => event.id).toSorted()).toEqual(data.map(({ id }) => id).toSorted())
  expect(receiver.received[0]?.event.type).toBe('payment_intent.succeeded')
})

test('a rolled secret signs at once; the old one is good as well until its time is over', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  const platform = simulator.state.tables.webhook_endpoint
    .of(simulator.platformAccountId)
    .find(({ url }) => /platform/.test(url))!
  const fresh = simulator.rollSecret(platform.id, 3_600)
  const tell = async () => {
    await stripe.paymentIntents.create(intent)
    await simulator.webhooks.flush()
    const { body, signature } = receiver.received.at(-1)!
    const verifies = (secret: string) => {
      try {
        return Stripe.webhooks.constructEvent(body, signature, secret, 10_000) !== undefined
      } catch {
        return false
      }
    }
    return [verifies('whsec_platform'), verifies(fresh)]
  }
  expect(await tell()).toEqual([true, true])
  simulator.clock.advance(3_600_000)
  expect(await tell()).toEqual([false, true])
})

test('an endpoint that is switched off is told nothing, not what waited, nor later what it missed', async () => {
  const receiver = await startReceiver()
  receiver.answer = () => 500
  const { simulator, stripe } = await start({ retryDelaysMs: [60_000, 60_000] })
  const made = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['customer.created'] })
  await stripe.customers.create({ name: 'waits' })
  await simulator.webhooks.flush()
  await stripe.webhookEndpoints.update(made.id, { disabled: true })
  await stripe.customers.create({ name: 'missed' })
  simulator.clock.advance(600_000)
  await simulator.webhooks.flush()
  await stripe.webhookEndpoints.update(made.id, { disabled: false })
  receiver.answer = () => 200
  await stripe.customers.create({ name: 'new' })
  await simulator.webhooks.flush()
  expect(receiver.received.map(({ body }) => JSON.parse(body).data.object.name)).toEqual(['waits', 'new'])
})

test('what waits for an endpoint that is taken away waits no longer, and takes no room from others', async () => {
  const receiver = await startReceiver()
  receiver.answer = () => 500
  const { simulator, stripe } = await start({ retryDelaysMs: [60_000, 60_000] })
  const made = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['customer.created'] })
  await stripe.customers.create({ name: 'tried' })
  await simulator.webhooks.flush()
  simulator.webhooks.hold()
  await stripe.customers.create({ name: 'held' })
  await stripe.webhookEndpoints.del(made.id)
  simulator.webhooks.release()
  simulator.clock.advance(600_000)
  await simulator.webhooks.flush()
  expect(simulator.webhooks.deliveries.map(({ status }) => status)).toEqual(['failed', 'failed'])
  expect(receiver.received).toHaveLength(1)
})

test('what an endpoint never takes is tried for three days and then given up', async () => {
  const receiver = await startReceiver()
  receiver.answer = () => 503
  const { simulator, stripe } = await start({ webhookEndpoints: [{ url: receiver.url, secret: 'whsec_x', connect: false }] })
  await stripe.customers.create({})
  await simulator.webhooks.flush()
  const [delivery] = simulator.webhooks.deliveries
  const hoursUntilGivenUp = async (): Promise<number> => {
    for (let hour = 1; hour < 100; hour++) {
      simulator.clock.advance(3_600_000)
      await simulator.webhooks.flush()
      if (delivery?.status === 'failed') return hour
    }
    return Number.NaN
  }
  // Each pause begins when the attempt before has failed, so that an hour may go by between a moment and our look at it.
  expect(Math.abs((await hoursUntilGivenUp()) - 72)).toBeLessThanOrEqual(6)
  expect(receiver.received.length).toBeGreaterThan(8)
})

test('ten thousand webhooks to dead endpoints are bounded: the rest fails at once, and the API goes on', async () => {
  const dead = await startReceiver()
  await dead.close()
  const endpoint = { url: dead.url, secret: 'whsec_x', connect: false }
  const { simulator, stripe } = await start({
    webhookEndpoints: Array.from({ length: 100 }, () => endpoint),
    retryDelaysMs: [86_400_000],
  })
  simulator.webhooks.hold()
  for (let event = 0; event < 105; event++) await stripe.customers.create({ name: 'Ida' })
  expect(simulator.webhooks.waiting()).toHaveLength(10_000)
  expect(simulator.webhooks.deliveries.filter(({ status }) => status === 'failed')).toHaveLength(500)
  simulator.webhooks.release()
  await simulator.webhooks.flush()
  expect(simulator.webhooks.waiting().every(({ attempts }) => attempts.length === 1)).toBe(true)
  expect((await stripe.customers.list({ limit: 1 })).data).toHaveLength(1)
})
