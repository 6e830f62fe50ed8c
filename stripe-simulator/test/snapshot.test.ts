import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startSimulator } from '../src/index.ts'
import { clientOf, errorOf, readyAccount, sessionParams, startReceiver } from './stage.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'simulator-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

test('a second start finds everything again, with the pages at the new address', async () => {
  const snapshotFile = join(folder(), 'data', 'stripe.json')
  const first = await startSimulator({ snapshotFile })
  const on = await readyAccount(first, clientOf(first))
  const open = await clientOf(first).checkout.sessions.create(sessionParams(41_250, 413), { ...on, idempotencyKey: 'one' })
  const paid = await clientOf(first).checkout.sessions.create(sessionParams(), on)
  await first.payCheckout(paid.id, { card: '4242424242424242' })
  await first.close()

  const second = await startSimulator({ snapshotFile })
  onTestFinished(() => second.close())
  const stripe = clientOf(second)
  expect(second.platformAccountId).toBe(first.platformAccountId)
  const again = await stripe.checkout.sessions.retrieve(open.id, {}, on)
  expect(again.url).toBe(`${second.url}/c/pay/${open.id}`)
  expect((await stripe.checkout.sessions.create(sessionParams(41_250, 413), { ...on, idempotencyKey: 'one' })).id).toBe(open.id)
  expect(await second.payCheckout(open.id, { card: '4242424242424242' })).toMatchObject({ status: 'paid' })
  expect((await stripe.charges.list({}, on)).data).toHaveLength(2)
  expect(readFileSync(snapshotFile, 'utf8')).not.toContain('4242424242424242')
})

test('a session still expires and a webhook is still delivered after a restart', async () => {
  const snapshotFile = join(folder(), 'stripe.json')
  const receiver = await startReceiver()
  receiver.answer = () => 503
  const webhookEndpoints = [{ url: receiver.url, secret: 'whsec_x', connect: true }]
  const first = await startSimulator({ snapshotFile, webhookEndpoints })
  const on = await readyAccount(first, clientOf(first))
  const session = await clientOf(first).checkout.sessions.create(sessionParams(), on)
  await first.webhooks.flush()
  await first.close()

  receiver.received.length = 0
  receiver.answer = () => 200
  const second = await startSimulator({ snapshotFile, webhookEndpoints })
  onTestFinished(() => second.close())
  second.webhooks.retryNow()
  await second.webhooks.flush()
  expect(receiver.received.map((one) => one.event.type).sort()).toEqual([
    'account.updated',
    'capability.updated',
    'capability.updated',
  ])
  second.clock.advance(86_400_000)
  expect((await clientOf(second).checkout.sessions.retrieve(session.id, {}, on)).status).toBe('expired')
})

test('time that was moved on, or stopped, is so after a restart', async () => {
  const snapshotFile = join(folder(), 'stripe.json')
  const first = await startSimulator({ snapshotFile })
  first.clock.advance(30 * 86_400_000)
  const left = first.clock.now()
  await first.close()
  const second = await startSimulator({ snapshotFile, frozen: true })
  expect(second.clock.now() - left).toBeLessThan(60)
  expect(second.clock.isFrozen).toBe(true)
  const stopped = second.clock.nowMs()
  await second.close()
  const third = await startSimulator({ snapshotFile })
  onTestFinished(() => third.close())
  expect([third.clock.isFrozen, third.clock.nowMs()]).toEqual([true, stopped])
})

test('a file that the first simulator wrote, before there were bank accounts or a live mode, loads and can be worked with', async () => {
  const snapshotFile = join(folder(), 'stripe.json')
  // Written by that program, in March 2026 by its clock; only the events were taken out, and the accounts without any business.
  copyFileSync(new URL('snapshots/oldest.json', import.meta.url), snapshotFile)
  const simulator = await startSimulator({ snapshotFile, clock: { now: () => new Date('2026-03-02T12:00:00Z') } })
  onTestFinished(() => simulator.close())
  const stripe = clientOf(simulator)
  const [stripeAccount = ''] = Object.keys(simulator.state.records.connections)
  const on = { stripeAccount }
  expect(await stripe.charges.list({}, on)).toMatchObject({ data: [{ amount: 41_250, amount_refunded: 1_000 }] })
  expect(await stripe.balance.retrieve({}, on)).toMatchObject({ available: [{ amount: -1_000 }], pending: [{ amount: 39_611 }] })
  const [open] = (await stripe.checkout.sessions.list({ status: 'open' }, on)).data
  expect(open?.url).toBe(`${simulator.url}/c/pay/${open?.id}`)
  expect(await simulator.payCheckout(open?.id ?? '', { card: '4000000000000077' })).toMatchObject({ status: 'paid' })
  const payout = { amount: 100, currency: 'usd' }
  expect(await errorOf(stripe.payouts.create(payout, on))).toMatchObject({
    message: expect.stringContaining('external accounts'),
  })
  simulator.onboard(stripeAccount)
  expect(await stripe.payouts.create({ ...payout, method: 'instant' }, on)).toMatchObject({ status: 'in_transit' })
  await stripe.accounts.update(stripeAccount, { settings: { payouts: { schedule: { interval: 'daily' } } } })
  simulator.clock.advance(7 * 86_400_000)
  const { data } = await stripe.payouts.list({}, on)
  expect(data.reduce((sum, one) => sum + one.amount, 0)).toBe(39_611 + 39_611 - 1_000 - 50)
  expect((await clientOf(simulator, simulator.live.secretKey).accounts.list()).data).toEqual([])
})

test('a file that is no snapshot stops the start', async () => {
  const snapshotFile = join(folder(), 'stripe.json')
  writeFileSync(snapshotFile, '{"version":9}')
  await expect(startSimulator({ snapshotFile })).rejects.toThrow('is not a snapshot')
})
