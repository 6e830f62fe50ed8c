import { execFile } from 'node:child_process'
import { connect, createServer } from 'node:net'
import { promisify } from 'node:util'
import fc from 'fast-check'
import Stripe from 'stripe'
import { describe, expect, onTestFinished, test } from 'vitest'
import { faultKinds, numbersFrom } from '../src/fault-plans.ts'
import { IdempotencyKeys } from '../src/protocol/idempotency.ts'
import { errorOf, readyAccount, start } from './stage.ts'

const customers = (stripe: Stripe, count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, nth) =>
      stripe.customers.create({ name: `Buyer ${nth}` }).then(
        () => null,
        (error: unknown) => error,
      ),
    ),
  )

describe('the rate of requests', () => {
  test('beyond so many writes in one second an account is refused, the others are not, and the next second all may', async () => {
    const { simulator, stripe } = await start({ rateLimit: { reads: 25, writes: 3 } })
    simulator.clock.freeze()
    const answers = await customers(stripe, 5)
    const refused = answers.filter((error) => error instanceof Stripe.errors.StripeRateLimitError)
    expect(refused).toHaveLength(2)
    expect(refused[0]).toMatchObject({
      statusCode: 429,
      code: 'rate_limit',
      headers: { 'stripe-rate-limited-reason': 'global-rate' },
    })
    expect((await stripe.customers.list()).data).toHaveLength(3)
    simulator.clock.advance(1_000)
    expect(await customers(stripe, 3)).toEqual([null, null, null])
  })

  test('a refusal uses up no idempotency key', async () => {
    const { simulator, stripe } = await start({ rateLimit: { reads: 25, writes: 1 } })
    simulator.clock.freeze()
    await customers(stripe, 1)
    const keyed = { idempotencyKey: 'once' }
    expect(await errorOf(stripe.customers.create({ name: 'Ida' }, keyed))).toBeInstanceOf(Stripe.errors.StripeRateLimitError)
    simulator.clock.advance(1_000)
    expect((await stripe.customers.create({ name: 'Ida' }, keyed)).name).toBe('Ida')
  })
})

describe('room', () => {
  test('a full simulator says so, still answers what it has, and changes nothing', async () => {
    const { stripe } = await start({ objectsMax: 6 })
    const answers = await customers(stripe, 8)
    const full = answers.filter((error) => error instanceof Stripe.errors.StripeAPIError)
    expect(full.length).toBeGreaterThan(0)
    expect(full[0]).toMatchObject({ statusCode: 503, message: expect.stringContaining('objectsMax') })
    expect((await stripe.customers.list()).data).toHaveLength(8 - full.length)
  })
})

describe('a door that is shut', () => {
  test('refuses connections as a program that is not running, and is as before when it opens', async () => {
    const { simulator, stripe } = await start({ controlPort: 0 })
    await stripe.customers.create({ name: 'Ida' })
    await simulator.door.shut()
    const refused = new Promise((resolve) => connect(simulator.port, simulator.host).once('error', resolve))
    expect(await refused).toMatchObject({ code: 'ECONNREFUSED' })
    expect(await errorOf(stripe.customers.list())).toBeInstanceOf(Stripe.errors.StripeConnectionError)
    const health = await fetch(`${simulator.controlUrl}/_simulator/health`)
    expect(health.status).toBe(200)
    await fetch(`${simulator.controlUrl}/_simulator/door/open`, { method: 'POST' })
    expect((await stripe.customers.list()).data).toHaveLength(1)
  })
})

test('a door whose port was taken meanwhile stays shut and says so; it opens when the port is free, as often as wanted', async () => {
  const { simulator, stripe } = await start()
  const warnings: string[] = []
  const warn = (warning: Error) => warnings.push(warning.name)
  process.on('warning', warn)
  onTestFinished(() => void process.off('warning', warn))
  await simulator.door.shut()
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(simulator.port, simulator.host, resolve))
  await expect(simulator.door.open()).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await new Promise((resolve) => other.close(resolve))
  await simulator.door.open()
  for (let time = 0; time < 12; time++) {
    await simulator.door.shut()
    await simulator.door.open()
  }
  expect((await stripe.customers.list()).data).toEqual([])
  expect(warnings).toEqual([])
})

describe('control calls', () => {
  test('that nobody can mean are refused and change nothing', async () => {
    const { simulator, stripe } = await start()
    const on = await readyAccount(simulator, stripe)
    const paid = await stripe.paymentIntents.create(
      { amount: 500, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, return_url: 'http://a.example/' },
      on,
    )
    const [before, events] = [simulator.clock.now(), simulator.state.tables.event.size]
    const status = async (path: string, body: object): Promise<number> =>
      (await fetch(`${simulator.url}/_simulator${path}`, { method: 'POST', body: JSON.stringify(body) })).status
    const [event] = simulator.state.tables.event.of(on.stripeAccount)
    const refused: [path: string, body: object, status?: number][] = [
      ...[-1, 1e13, 'soon'].map((seconds): [string, object] => ['/clock/advance', { seconds }]),
      ...[1e12, 0, -1, 1.5].map((times): [string, object] => ['/webhooks/release', { times }]),
      ...[1e12, 0, -1, 1.5].map((times): [string, object] => ['/webhooks/resend', { event: event?.id, times }]),
      ['/webhooks/resend', { event: 'evt_none' }, 404],
      ['/webhooks/release', { order: ['evt_none'] }, 404],
      ['/webhooks/release', { order: 'sideways' }],
      ['/webhooks/drop', { count: -1 }],
      ['/webhooks/delay', { seconds: -5 }],
      ['/webhooks/endpoints/we_none/roll', {}, 404],
      ['/events/lose', { type: 7 }],
      ['/faults', { kind: 'slow', delayMs: -1 }],
      ['/faults', { kind: 'error_500', nth: 0 }],
      ['/faults', { seed: 1, percent: 200 }],
      ['/door/shut', { seconds: 0 }],
      [`/accounts/${on.stripeAccount}/onboard`, { outcome: 'perhaps' }],
      [`/accounts/${on.stripeAccount}/restrict`, { reason: 'boredom' }],
      [`/accounts/${on.stripeAccount}/version`, { version: 'yesterday' }],
      ['/accounts/acct_none/onboard', {}, 404],
      [`/charges/${paid.latest_charge}/decide`, {}],
      [`/charges/${paid.latest_charge}/take-back`, {}],
      ['/charges/ch_none/dispute', {}, 404],
      ['/disputes/dp_none/close', {}, 404],
      ['/payouts/po_none/fail', {}, 404],
      ['/refunds/re_none/decide', {}, 404],
      ['/refunds/re_none/ask', {}, 404],
      [`/payment_methods/${paid.payment_method}/renew`, { expMonth: 13 }],
      ['/checkout/cs_none/pay', { card: '4242424242424242', threeDs: 'maybe' }],
      ['/checkout/cs_none/pay', { card: '4242424242424242' }, 404],
      ['/faults/release', { id: 'fault_none' }, 404],
      ['/nothing', {}, 404],
    ]
    for (const [path, body, expected = 400] of refused)
      expect([path, body, await status(path, body)]).toEqual([path, body, expected])
    expect(simulator.clock.now() - before).toBeLessThan(60)
    expect([simulator.state.tables.event.size, simulator.faults.list(), simulator.webhooks.isHolding]).toEqual([
      events,
      [],
      false,
    ])
  })

  test('what is over cannot be decided again', async () => {
    const { simulator, stripe } = await start()
    const on = await readyAccount(simulator, stripe)
    const paying = { amount: 5_000, currency: 'usd', confirm: true, return_url: 'http://a.example/' }
    await stripe.paymentIntents.create({ ...paying, amount: 50_000, payment_method: 'pm_card_bypassPending' }, on)
    await stripe.paymentIntents.create({ ...paying, payment_method: 'pm_card_createDispute' }, on)
    simulator.clock.advance(1_000)
    const [dispute] = (await stripe.disputes.list({}, on)).data
    const payout = await stripe.payouts.create({ amount: 100, currency: 'usd' }, on)
    const status = async (path: string, body = {}): Promise<number> =>
      (await fetch(`${simulator.url}/_simulator${path}`, { method: 'POST', body: JSON.stringify(body) })).status
    expect(await status(`/disputes/${dispute?.id}/close`, { outcome: 'maybe' })).toBe(400)
    for (const expected of [200, 400]) {
      expect(await status(`/disputes/${dispute?.id}/close`, { outcome: 'won' })).toBe(expected)
      expect(await status(`/payouts/${payout.id}/fail`)).toBe(expected)
    }
  })
})

describe('faults by seed', () => {
  /** What happens to a run of requests, one after the other. */
  async function fatesOf(seed: number, percent: number): Promise<string[]> {
    const { simulator, stripe } = await start()
    simulator.faults.add({ seed, percent, kinds: ['error_500', 'lock_timeout', 'key_in_use'] })
    const fates: string[] = []
    for (let nth = 0; nth < 40; nth++) {
      const error = await errorOf(stripe.customers.retrieve('cus_nobody'))
      fates.push((error as Stripe.errors.StripeError).code ?? 'api_error')
    }
    return fates
  }

  test('the same seed gives the same run; another seed another one', async () => {
    const [first, again, other] = [await fatesOf(7, 40), await fatesOf(7, 40), await fatesOf(8, 40)]
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
    expect(new Set(first)).toEqual(new Set(['resource_missing', 'api_error', 'lock_timeout', 'idempotency_key_in_use']))
  })

  test('about as many suffer as it says', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const draw = numbersFrom(seed)
        const hits = Array.from({ length: 2_000 }, () => draw() * 100 < 30).filter(Boolean).length
        expect(hits / 2_000).toBeGreaterThan(0.22)
        expect(hits / 2_000).toBeLessThan(0.38)
      }),
      { numRuns: 50 },
    )
  })

  test('a slow answer comes when the work is done and the time is over; a client that waits less does not see it', async () => {
    const { simulator, stripe } = await start()
    simulator.faults.add({ kind: 'slow', delayMs: 300, method: 'POST' })
    const hasty = stripe.customers.create({ name: 'Ida' }, { timeout: 100, maxNetworkRetries: 0 })
    expect(await errorOf(hasty)).toBeInstanceOf(Stripe.errors.StripeConnectionError)
    expect((await stripe.customers.list()).data).toHaveLength(1)
    expect(faultKinds).toContain('slow')
  })
})

describe('input that is none', () => {
  test('ten megabytes are refused before they are read, by length or by the piece, and the next request is answered', async () => {
    const { simulator, stripe } = await start()
    const send = (headers: string, body: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(simulator.port, simulator.host)
        let heard = ''
        socket.on('data', (chunk: Buffer) => {
          heard += chunk.toString()
        })
        socket.once('close', () => resolve(heard))
        socket.once('error', (error) => (heard === '' ? reject(error) : resolve(heard)))
        socket.write(
          `POST /v1/customers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${simulator.secretKey}\r\nContent-Type: application/x-www-form-urlencoded\r\n${headers}\r\n\r\n${body}`,
        )
      })
    expect(await send('Content-Length: 10000000', 'description=')).toMatch(/^HTTP\/1.1 413/)
    const piece = `${(200_000).toString(16)}\r\n${'x'.repeat(200_000)}\r\n`
    expect(await send('Transfer-Encoding: chunked', piece.repeat(6))).toMatch(/^HTTP\/1.1 413/)
    expect((await stripe.customers.list()).data).toEqual([])
  })

  test('whatever is sent, the answer has Stripe’s shape and the simulator lives', async () => {
    const { simulator, stripe } = await start()
    const pieces = [
      'a',
      '[',
      ']',
      '=',
      '&',
      '%',
      '%zz',
      '%ff',
      '+',
      '__proto__',
      'constructor',
      'expand',
      'metadata',
      '\u0000',
      '💐',
      '[]',
      '0',
    ]
    const body = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((each) => each.join(''))
    const path = fc.constantFrom(
      '/v1/customers',
      '/v1/payment_intents',
      '/v1/checkout/sessions',
      '/v1/refunds',
      '/v1/accounts',
      '/v1/nothing',
    )
    await fc.assert(
      fc.asyncProperty(path, body, fc.constantFrom('POST', 'GET', 'DELETE', 'PUT'), async (to, text, method) => {
        const isRead = method === 'GET'
        const answer = await fetch(`${simulator.url}${to}${isRead ? `?${encodeURI(text)}` : ''}`, {
          method,
          headers: { authorization: `Bearer ${simulator.secretKey}`, 'content-type': 'application/x-www-form-urlencoded' },
          ...(isRead ? {} : { body: text }),
        })
        const said = (await answer.json()) as { error?: { type: string }; object?: string }
        expect(answer.status).toBeLessThan(500)
        expect(said.error?.type ?? said.object).toBeTypeOf('string')
      }),
      { seed: 20_261_123, numRuns: 300 },
    )
    expect((await stripe.balance.retrieve()).object).toBe('balance')
  })
})

test('the command takes a rate limit and a port for the control calls', async () => {
  const bin = new URL('../bin.ts', import.meta.url).pathname
  const script = `const c=require('node:child_process').spawn(process.execPath,[${JSON.stringify(bin)},'--port','0','--control-port','0','--rate-limit','25','--quiet']);c.stdout.on('data',d=>{process.stdout.write(d);if(/application/.test(d))c.kill('SIGTERM')})`
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script])
  expect(stdout).toMatch(/Control calls on http/)
})

describe('kept answers', () => {
  test('of more than may be kept, the newest are', () => {
    const kept = {}
    const keys = new IdempotencyKeys(kept, 100)
    const use = (key: string) => {
      keys.begin('acct_1', key, '/v1/customers', '', 0)
      keys.end('acct_1', key, { endpoint: '/v1/customers', at: 0, status: 200, body: key, requestId: 'req_1' }, '')
    }
    for (let count = 0; count < 1_000; count++) use(`key-${count}`)
    expect(Object.keys(kept).length).toBeLessThanOrEqual(106)
    expect(keys.begin('acct_1', 'key-999', '/v1/customers', '', 0)).toMatchObject({ body: 'key-999' })
    expect(keys.begin('acct_1', 'key-0', '/v1/customers', '', 0)).toBeUndefined()
  })
})
