import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Stripe from 'stripe'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Simulator, type SimulatorOptions, startSimulator } from '../src/index.ts'
import { clientOf, errorOf, liveClientOf, readyAccount, sessionParams, start, startReceiver } from './stage.ts'
import { walkEverywhere } from './walk/walk.ts'

/** A simulator with the SDK in each of its modes. */
async function startBoth(options: SimulatorOptions = {}) {
  const { simulator, stripe } = await start(options)
  return { simulator, test: stripe, live: liveClientOf(simulator) }
}

const card = { card: '4242424242424242' }
const paying = { amount: 5_000, currency: 'usd', payment_method: 'pm_card_bypassPending', confirm: true }

/** Every `livemode` in an answer, at any depth. */
function livemodesIn(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([field, content]) => (field === 'livemode' ? [content] : livemodesIn(content)))
}

describe('the key decides about the mode', () => {
  test('what is made in one mode is in no list of the other, and asking for it there is answered in Stripe’s words', async () => {
    const { test: stripe, live } = await startBoth()
    const [inTest, inLive] = [await stripe.customers.create({ name: 'Ida' }), await live.customers.create({ name: 'Ida' })]
    expect([inTest.livemode, inLive.livemode]).toEqual([false, true])
    expect((await stripe.customers.list()).data.map(({ id }) => id)).toEqual([inTest.id])
    expect((await live.customers.list()).data.map(({ id }) => id)).toEqual([inLive.id])
    expect(await errorOf(stripe.customers.retrieve(inLive.id))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'id',
      message: `No such customer: '${inLive.id}'; a similar object exists in live mode, but a test mode key was used to make this request.`,
    })
    expect((await errorOf(live.customers.retrieve(inTest.id))).message).toBe(
      `No such customer: '${inTest.id}'; a similar object exists in test mode, but a live mode key was used to make this request.`,
    )
    expect(await errorOf(live.paymentIntents.create({ ...paying, customer: inTest.id }))).toMatchObject({
      statusCode: 400,
      param: 'customer',
      message: expect.stringContaining('a similar object exists in test mode'),
    })
    expect((await errorOf(live.customers.retrieve('cus_none'))).message).toBe("No such customer: 'cus_none'")
  })

  test('an object of another account is not betrayed by the mode it lives in', async () => {
    const { simulator, test: stripe, live } = await startBoth()
    const hidden = await live.customers.create({}, await readyAccount(simulator.live, live))
    expect((await errorOf(stripe.customers.retrieve(hidden.id))).message).toBe(`No such customer: '${hidden.id}'`)
  })

  test('the platform is one account with two balances; a connected account is in the mode it was made in', async () => {
    const { simulator, test: stripe, live } = await startBoth()
    expect((await live.accounts.retrieveCurrent()).id).toBe((await stripe.accounts.retrieveCurrent()).id)
    await live.paymentIntents.create(paying)
    const available = async (sdk: Stripe) => {
      const balance = await sdk.balance.retrieve()
      return [balance.livemode, balance.available[0]?.amount]
    }
    expect([await available(stripe), await available(live)]).toEqual([
      [false, 0],
      [true, 4_825],
    ])
    const on = await readyAccount(simulator, stripe)
    expect(await errorOf(live.balance.retrieve({}, on))).toMatchObject({ statusCode: 403, code: 'account_invalid' })
    expect(await errorOf(live.accounts.retrieve(on.stripeAccount))).toMatchObject({ statusCode: 403 })
  })

  test('one idempotency key in both modes is two keys', async () => {
    const { test: stripe, live } = await startBoth()
    const once = { idempotencyKey: 'order-1' }
    const [inTest, inLive] = [await stripe.customers.create({}, once), await live.customers.create({}, once)]
    expect(inLive.id).not.toBe(inTest.id)
    expect((await stripe.customers.create({}, once)).id).toBe(inTest.id)
    expect((await live.customers.create({}, once)).id).toBe(inLive.id)
  })

  test('a mode that is at its rate limit does not slow the other', async () => {
    const { simulator, test: stripe, live } = await startBoth({ rateLimit: { reads: 1, writes: 1 } })
    simulator.clock.freeze()
    await stripe.balance.retrieve()
    expect(await errorOf(stripe.balance.retrieve())).toMatchObject({ statusCode: 429 })
    expect((await live.balance.retrieve()).livemode).toBe(true)
  })

  test('a restricted live key works in the live mode alone', async () => {
    const key = 'rk_live_simulator_shop'
    const { simulator, live } = await startBoth({ restrictedKeys: { [key]: { customers: 'read' } } })
    const { id } = await live.customers.create({})
    const shop = clientOf(simulator, key)
    expect((await shop.customers.list()).data.map((one) => one.id)).toEqual([id])
    expect(await errorOf(shop.customers.create({}))).toMatchObject({ statusCode: 403 })
  })

  test('the publishable live key reads a live intent and no other', async () => {
    const { simulator, test: stripe, live } = await startBoth()
    const read = async (sdk: Stripe, key: string) => {
      const { id, client_secret: secret } = await sdk.paymentIntents.create({ amount: 500, currency: 'usd' })
      const answer = await fetch(`${simulator.url}/v1/payment_intents/${id}?client_secret=${secret}`, {
        headers: { authorization: `Bearer ${key}` },
      })
      return answer.status
    }
    expect(await read(live, simulator.live.publishableKey)).toBe(200)
    expect(await read(stripe, simulator.live.publishableKey)).toBe(404)
    expect(await read(live, simulator.publishableKey)).toBe(404)
  })

  test('no real live key is ever taken as an option, and none is repeated', async () => {
    for (const key of ['platformSecretKey', 'liveSecretKey', 'livePublishableKey'] as const) {
      const starting = startSimulator({ [key]: 'sk_live_51HarbourStreet' })
      await expect(starting).rejects.toThrow(/real live keys belong nowhere near a simulator/)
      await expect(starting).rejects.not.toThrow(/Harbour/)
    }
    const { simulator } = await start({ liveSecretKey: 'sk_live_simulator_of_mine' })
    expect((await liveClientOf(simulator).customers.create({})).livemode).toBe(true)
  })

  test('every object, event and page of the live mode says that it is live', async () => {
    const exchanges = await walkEverywhere('live')
    const wrong = exchanges.filter(({ body }) => livemodesIn(body).includes(false))
    expect(wrong.map(({ method, path }) => `${method} ${path}`)).toEqual([])
    expect(exchanges.flatMap(({ body }) => livemodesIn(body)).length).toBeGreaterThan(400)
    const said = JSON.stringify(exchanges.map(({ body }) => body))
    expect(said).not.toMatch(/cs_test_|_test_\w{30}|dashboard\.stripe\.com\/test/)
    expect(said).toMatch(/cs_live_/)
  })
})

describe('each mode tells its own endpoints', () => {
  test('of its own events, signed with their own secret', async () => {
    const receiver = await startReceiver()
    const endpoint = (path: string, livemode?: boolean) => ({
      url: `${receiver.url}/${path}`,
      secret: `whsec_${path}`,
      connect: false,
      ...(livemode === undefined ? {} : { livemode }),
    })
    const webhookEndpoints = [endpoint('test'), endpoint('live', true)]
    const { simulator, test: stripe, live } = await startBoth({ webhookEndpoints })
    const inLive = await live.customers.create({ name: 'Ida' })
    const made = await live.webhookEndpoints.create({ url: `${receiver.url}/made`, enabled_events: ['customer.deleted'] })
    await stripe.customers.create({ name: 'Gale' })
    await live.customers.del(inLive.id)
    await Promise.all([simulator.webhooks.flush(), simulator.live.webhooks.flush()])
    const told = receiver.received.map(({ path, body, signature }) => {
      const secret = path === '/made' ? String(made.secret) : `whsec_${path.slice(1)}`
      const event = stripe.webhooks.constructEvent(body, signature, secret)
      return `${path} ${event.type} ${event.livemode}`
    })
    expect(told.sort()).toEqual([
      '/live customer.created true',
      '/live customer.deleted true',
      '/made customer.deleted true',
      '/test customer.created false',
    ])
    expect((await stripe.webhookEndpoints.list()).data.map(({ livemode }) => livemode)).toEqual([false])
    expect((await live.webhookEndpoints.list()).data.map(({ livemode }) => livemode)).toEqual([true, true])
  })
})

describe('pages and control calls of the live mode', () => {
  test('a live Checkout page takes a test card and sends the buyer on, after 3-D Secure too', async () => {
    const { simulator, test: stripe, live } = await startBoth()
    const on = await readyAccount(simulator.live, live)
    const session = await live.checkout.sessions.create(sessionParams(41_250, 413), on)
    expect(session.id).toMatch(/^cs_live_/)
    expect(session.url).toBe(`${simulator.url}/live/c/pay/${session.id}`)
    expect(await simulator.live.payCheckout(session.id, { card: '4000000000000002' })).toMatchObject({ status: 'declined' })
    expect(await simulator.live.payCheckout(session.id, { card: '4000002760003184', threeDs: 'complete' })).toMatchObject({
      status: 'paid',
      location: `http://shop.example/paid?session=${session.id}`,
    })
    const [charge] = (await live.charges.list({}, on)).data
    expect([charge?.livemode, charge?.receipt_url]).toEqual([true, `${simulator.url}/live/receipts/${charge?.id}`])
    expect((await stripe.applicationFees.list()).data).toEqual([])
    expect((await live.applicationFees.list()).data[0]).toMatchObject({ amount: 413, livemode: true })
    expect(await simulator.payCheckout(session.id, card)).toMatchObject({ status: 'closed' })
  })

  test('the control calls of the live mode stand under /live, on the second port as well', async () => {
    const { simulator, live } = await startBoth({ controlPort: 0 })
    const { id } = await live.accounts.create({})
    for (const url of [simulator.url, simulator.controlUrl]) {
      const health = async (path: string) => (await (await fetch(`${url}${path}/_simulator/health`)).json()) as { mode: string }
      expect([(await health('')).mode, (await health('/live')).mode]).toEqual(['test', 'live'])
      expect((await fetch(`${url}/_simulator/accounts/${id}/onboard`, { method: 'POST' })).status).toBe(404)
    }
    expect((await fetch(`${simulator.url}/live/_simulator/accounts/${id}/onboard`, { method: 'POST' })).status).toBe(200)
    expect((await live.accounts.retrieve(id)).charges_enabled).toBe(true)
  })

  test('OAuth asks in the mode of the application, and hands out live keys that work', async () => {
    const { simulator, test: stripe, live } = await startBoth()
    const code = await allow(simulator, simulator.live.clientId)
    expect(await errorOf(stripe.oauth.token({ grant_type: 'authorization_code', code }))).toMatchObject({ statusCode: 400 })
    const token = await live.oauth.token({ grant_type: 'authorization_code', code })
    expect(token).toMatchObject({
      livemode: true,
      access_token: expect.stringMatching(/^sk_live_\w{32}$/),
      stripe_publishable_key: expect.stringMatching(/^pk_live_\w{32}$/),
    })
    const theirs = clientOf(simulator, token.access_token)
    expect((await theirs.customers.create({})).livemode).toBe(true)
    expect((await theirs.accounts.retrieveCurrent()).id).toBe(token.stripe_user_id)
    // The same people have the same account in the test mode, where nobody has let the platform in.
    const on = { stripeAccount: String(token.stripe_user_id) }
    expect(await errorOf(stripe.balance.retrieve({}, on))).toMatchObject({ statusCode: 403 })
    const inTest = await stripe.oauth.token({
      grant_type: 'authorization_code',
      code: await allow(simulator, simulator.clientId),
    })
    expect([inTest.livemode, inTest.stripe_user_id]).toEqual([false, token.stripe_user_id])
    await live.oauth.deauthorize({ client_id: simulator.live.clientId, stripe_user_id: on.stripeAccount })
    expect(await errorOf(theirs.balance.retrieve())).toMatchObject({ statusCode: 401 })
    expect((await stripe.balance.retrieve({}, on)).livemode).toBe(false)
  })
})

/** The owner of the first account on offer lets the platform in. @returns the code to exchange. */
async function allow(simulator: Simulator, clientId: string): Promise<string> {
  const asked = new URLSearchParams({ response_type: 'code', client_id: clientId, redirect_uri: 'http://app.example/back' })
  const address = `${simulator.url}/oauth/authorize?${asked}`
  const account = /value="(acct_\w+)"/.exec(await (await fetch(address)).text())?.[1] ?? ''
  const body = new URLSearchParams({ account, press: 'connect' })
  const answer = await fetch(address, { method: 'POST', body, redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? address).searchParams.get('code') ?? ''
}

describe('both modes in one run', () => {
  test('one clock: what waits in either happens in order of time', async () => {
    const { simulator, test: stripe, live } = await startBoth()
    simulator.clock.freeze()
    const session = (sdk: Stripe, hours: number) =>
      sdk.checkout.sessions.create({ ...sessionParams(), expires_at: simulator.clock.now() + hours * 3_600 })
    const [late, early] = [await session(stripe, 2), await session(live, 1)]
    simulator.clock.advance(3_600_000)
    const status = async () => [
      (await stripe.checkout.sessions.retrieve(late.id)).status,
      (await live.checkout.sessions.retrieve(early.id)).status,
    ]
    expect(await status()).toEqual(['open', 'expired'])
    simulator.clock.advance(86_400_000)
    expect(await status()).toEqual(['expired', 'expired'])
    const ended = async (sdk: Stripe) => (await sdk.events.list({ type: 'checkout.session.expired' })).data[0]?.created ?? 0
    expect((await ended(stripe)) - (await ended(live))).toBe(3_600)
  })

  test('one list of faults and one log of requests, which tells the mode', async () => {
    const { simulator, test: stripe, live } = await startBoth()
    simulator.faults.add({ kind: 'error_500', path: '/v1/balance', times: 2 })
    expect(await errorOf(live.balance.retrieve())).toMatchObject({ statusCode: 500 })
    expect(await errorOf(stripe.balance.retrieve())).toMatchObject({ statusCode: 500 })
    const modesIn = async (query: string) => {
      const page = await (await fetch(`${simulator.url}/live/dashboard/requests${query}`)).text()
      return [...page.matchAll(/<span class="hint">(\w+)<\/span> \/v1\/balance/g)].map(([, mode]) => mode)
    }
    expect([await modesIn(''), await modesIn('?mode=live')]).toEqual([['test', 'live'], ['live']])
  })

  test('one file keeps both', async () => {
    const snapshotFile = join(folder(), 'stripe.json')
    const first = await startSimulator({ snapshotFile })
    const [inTest, inLive] = [await clientOf(first).customers.create({}), await liveClientOf(first).customers.create({})]
    const session = await liveClientOf(first).checkout.sessions.create(sessionParams())
    await first.close()
    const { simulator, test: stripe, live } = await startBoth({ snapshotFile })
    expect((await stripe.customers.list()).data.map(({ id }) => id)).toEqual([inTest.id])
    expect((await live.customers.list()).data.map(({ id }) => id)).toEqual([inLive.id])
    expect((await live.checkout.sessions.retrieve(session.id)).url).toBe(`${simulator.url}/live/c/pay/${session.id}`)
    expect(await simulator.live.payCheckout(session.id, card)).toMatchObject({ status: 'paid' })
  })

  test('a file from before there was a live mode still loads, with an empty one beside it', async () => {
    const snapshotFile = join(folder(), 'stripe.json')
    const first = await startSimulator({ snapshotFile })
    const inTest = await clientOf(first).customers.create({})
    await first.close()
    const { live: _live, ...before } = JSON.parse(readFileSync(snapshotFile, 'utf8')) as Record<string, unknown>
    writeFileSync(snapshotFile, JSON.stringify(before))
    const { simulator, test: stripe, live } = await startBoth({ snapshotFile })
    expect((await stripe.customers.list()).data.map(({ id }) => id)).toEqual([inTest.id])
    expect((await live.customers.list()).data).toEqual([])
    expect((await live.accounts.retrieveCurrent()).id).toBe(simulator.platformAccountId)
  })
})

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'simulator-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}
