import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startSimulator } from '../src/index.ts'
import { clientOf, readyAccount, sessionParams, startReceiver } from './stage.ts'

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

test('a file of an older simulator, with fewer kinds of things in it, loads and can be worked with', async () => {
  const snapshotFile = join(folder(), 'stripe.json')
  const first = await startSimulator({ snapshotFile })
  const on = await readyAccount(first, clientOf(first))
  const session = await clientOf(first).checkout.sessions.create(sessionParams(), on)
  await first.close()
  const whole = JSON.parse(readFileSync(snapshotFile, 'utf8')) as Record<string, Record<string, unknown>>
  const { version, baseUrl, records = {}, tables = {} } = whole
  const only = (from: Record<string, unknown>, names: string[]) => Object.fromEntries(names.map((name) => [name, from[name]]))
  // What the first snapshots had.
  const kinds = ['account', 'charge', 'checkout.session', 'customer', 'event', 'payment_intent', 'payment_method', 'refund']
  const kept = ['platform', 'connections', 'cards', 'sessions', 'intents', 'capabilities', 'tasks', 'accountKeys', 'idempotency']
  writeFileSync(snapshotFile, JSON.stringify({ version, baseUrl, records: only(records, kept), tables: only(tables, kinds) }))
  const second = await startSimulator({ snapshotFile })
  onTestFinished(() => second.close())
  expect(await second.payCheckout(session.id, { card: '4000000000000077' })).toMatchObject({ status: 'paid' })
  // Bank accounts are newer than that file: the owner names one by onboarding again.
  second.onboard(on.stripeAccount)
  expect(await clientOf(second).payouts.create({ amount: 100, currency: 'usd' }, on)).toMatchObject({ status: 'pending' })
})

test('a file that is no snapshot stops the start', async () => {
  const snapshotFile = join(folder(), 'stripe.json')
  writeFileSync(snapshotFile, '{"version":9}')
  await expect(startSimulator({ snapshotFile })).rejects.toThrow('is not a snapshot')
})
