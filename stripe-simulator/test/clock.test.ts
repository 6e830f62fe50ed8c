import { expect, test } from 'vitest'
import type { Simulator } from '../src/index.ts'
import { clientOf, liveClientOf, readyAccount, sessionParams, start } from './stage.ts'

const daySeconds = 86_400

type Answered = { status: number; body: Record<string, unknown> }

async function control(simulator: Simulator, path: string, body: object = {}): Promise<Answered> {
  const answer = await fetch(`${simulator.url}/_simulator${path}`, { method: 'POST', body: JSON.stringify(body) })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

test('a history is told: time begins months ago, goes along, and catches up with the real one', async () => {
  const { simulator, stripe } = await start({ payoutSchedule: 'daily' })
  const before = Math.floor(Date.now() / 1000)
  const { body } = await control(simulator, '/clock/begin', { seconds: 100 * daySeconds })
  expect(Number(body.now)).toBeGreaterThanOrEqual(before - 100 * daySeconds)
  expect(Number(body.now)).toBeLessThan(before - 99 * daySeconds)
  const on = await readyAccount(simulator, stripe)
  const session = await stripe.checkout.sessions.create(sessionParams(), on)
  await control(simulator, '/clock/advance', { seconds: 3_600 })
  await simulator.payCheckout(session.id, { card: '4242424242424242' })
  const [charge] = (await stripe.charges.list({}, on)).data
  expect(charge?.created).toBe(Number(body.now) + 3_600)

  expect((await control(simulator, '/clock/catch-up')).status).toBe(200)
  expect(simulator.clock.isFrozen).toBe(false)
  expect(simulator.clock.now() - before).toBeLessThan(60)
  expect(simulator.clock.now()).toBeGreaterThanOrEqual(before)
  const [payout] = (await stripe.payouts.list({}, on)).data
  expect(payout).toMatchObject({ status: 'paid' })
  expect(payout?.created).toBeLessThan(before - 80 * daySeconds)
})

test('time does not begin earlier where something has happened, in either mode', async () => {
  for (const clientOfMode of [clientOf, liveClientOf]) {
    const { simulator } = await start()
    await clientOfMode(simulator).products.create({ name: 'A rose' })
    const now = simulator.clock.now()
    expect(await control(simulator, '/clock/begin', { seconds: 60 })).toMatchObject({ status: 400 })
    expect(simulator.clock.now()).toBeGreaterThanOrEqual(now)
  }
})

test('time that is ahead of the real one does not go back to it', async () => {
  const { simulator } = await start()
  await control(simulator, '/clock/advance', { seconds: daySeconds })
  const then = simulator.clock.now()
  const refused = { status: 400, body: { error: expect.stringContaining('ahead') } }
  expect(await control(simulator, '/clock/catch-up')).toMatchObject(refused)
  expect(simulator.clock.now()).toBeGreaterThanOrEqual(then)
})
