import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { start, startReceiver } from './stage.ts'

/** An endpoint that takes every call and never answers. */
async function startHanging(): Promise<string> {
  const server = createServer(() => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function startBeside(customers: number) {
  const receiver = await startReceiver()
  const hanging = await startHanging()
  const { simulator, stripe } = await start({
    webhookEndpoints: [
      { url: hanging, secret: 'whsec_hanging', connect: false },
      { url: receiver.url, secret: 'whsec_healthy', connect: false },
    ],
  })
  for (let made = 0; made < customers; made++) await stripe.customers.create({})
  return { receiver, simulator }
}

test('an endpoint that hangs keeps no other waiting', async () => {
  const { receiver, simulator } = await startBeside(100)
  await expect.poll(() => receiver.received.length, { timeout: 15_000 }).toBe(100)
  const healthy = simulator.webhooks.deliveries.filter(({ status }) => status === 'delivered')
  expect(healthy).toHaveLength(100)
  // None of the other's calls had to end for that: not one has an attempt behind it.
  expect(simulator.webhooks.waiting().every(({ attempts }) => attempts.length === 0)).toBe(true)
})

test('waiting for all deliveries ends although one endpoint hangs, and tells how many are left', async () => {
  const { simulator } = await startBeside(3)
  expect(await simulator.webhooks.flush(200)).toEqual({ left: 3 })
})

test('deliveries are told a page at a time, oldest first, each once', async () => {
  const { simulator, stripe } = await start({
    webhookEndpoints: [{ url: 'http://127.0.0.1:9', secret: 'whsec_x', connect: false }],
  })
  simulator.webhooks.hold()
  for (let made = 0; made < 7; made++) await stripe.customers.create({})
  type Page = { data: { id: string }[]; has_more: boolean }
  const page = async (query: string): Promise<Page> =>
    (await (await fetch(`${simulator.url}/_simulator/webhooks/deliveries?${query}`)).json()) as Page
  const first = await page('limit=3')
  const second = await page(`limit=3&after=${first.data[2]?.id}`)
  const third = await page(`limit=3&after=${second.data[2]?.id}`)
  expect([first.has_more, second.has_more, third.has_more]).toEqual([true, true, false])
  const told = [...first.data, ...second.data, ...third.data].map(({ id }) => id)
  expect(told).toEqual(simulator.webhooks.deliveries.map(({ id }) => id))
  expect((await page('')).data).toHaveLength(7)
  const refused = await Promise.all(
    ['limit=0', 'limit=1001', 'limit=x', 'after=del_unknown'].map(
      async (query) => (await fetch(`${simulator.url}/_simulator/webhooks/deliveries?${query}`)).status,
    ),
  )
  expect(refused).toEqual([400, 400, 400, 404])
})
