import { randomUUID } from 'node:crypto'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'
import { StripeRefused, StripeUnreachable } from '../stripe/failures.ts'
import type { StripePort } from '../stripe/port.ts'
import { allRoutes } from './routes.ts'
import { buildServer } from './server.ts'

/** Everything Stripe may answer where something else was asked for. */
const answers: [name: string, error: () => Error][] = [
  ['does not answer', () => new StripeUnreachable('Stripe did not answer')],
  ['answers 500', () => new StripeUnreachable('Stripe did not answer', 500)],
  ['answers 429', () => new StripeUnreachable('Stripe did not answer', 429)],
  ['does not take the key (401)', () => new StripeUnreachable('Stripe did not answer', 401)],
  ['refuses with 400', () => new StripeRefused('No such thing.', 'parameter_invalid', 400, null)],
  ['refuses with 402', () => new StripeRefused('Declined.', 'card_declined', 402, null)],
  ['lets nobody in (403)', () => new StripeRefused('Access may have been revoked.', 'account_invalid', 403, null)],
  ['knows nothing of it (404)', () => new StripeRefused('No such object.', 'resource_missing', 404, null)],
]

let t: TestApplication
let app: FastifyInstance
let error: () => Error
let asked: string[] = []
const cookies = { admin: '', buyer: '', operator: '' }
const ids = { company: '', location: '', customer: '', account: '', order: '' }

/** A Stripe that answers everything with `error`, and notes what it was asked. What it says of itself it says as ever. */
function refusingStripe(real: StripePort): StripePort {
  const ofItself = new Set(['mode', 'livemode', 'canLinkExisting', 'dashboardUrl', 'existingAccountUrl', 'verifyEvent'])
  return new Proxy(real, {
    get: (port, name: string) => {
      if (name === 'canLinkExisting') return true
      if (ofItself.has(name)) return port[name as keyof StripePort]
      return async () => {
        asked.push(name)
        throw error()
      }
    },
  })
}

beforeAll(async () => {
  t = await createTestApplication()
  const deps = { ...t.deps, stripe: refusingStripe(t.deps.stripe) }
  app = await buildServer(deps, allRoutes(deps))
  ids.company = await t.addCompany('lily')
  ids.customer = await t.addCustomer(ids.company, 'Petal & Stem')
  const platform = await t.addCompany('florin', 'platform')
  await t.addPerson('admin@lily.example', ids.company, ['admin'])
  await t.addPerson('buyer@petal.example', ids.company, ['buyer_orders', 'buyer_pays'], ids.customer)
  await t.addPerson('operator@florin.example', platform, ['operator'])
  cookies.admin = await t.signIn('admin@lily.example')
  cookies.buyer = await t.signIn('buyer@petal.example')
  cookies.operator = await t.signIn('operator@florin.example')
  const one = async (text: string, values: unknown[]) => (await t.db.owner.query(text, values)).rows[0].id as string
  await t.db.owner.query('UPDATE customers SET pay_online = true')
  ids.location = await one('SELECT location_id AS id FROM customers WHERE id = $1', [ids.customer])
  ids.account = await one(
    `INSERT INTO stripe_accounts (company_id, stripe_account, livemode, linked_by, details_submitted, charges_enabled, payouts_enabled)
     VALUES ($1, 'acct_lily', false, 'oauth', true, true, true) RETURNING id`,
    [ids.company],
  )
  ids.order = await one(
    `INSERT INTO orders (company_id, number, customer_id, location_id, placed_by_name, ship_to, ship_date, terms, payment_required, currency,
       goods_minor, freight_minor, tax_minor, total_minor, order_state, fulfilment_state, payment_state)
     VALUES ($1, '10001', $2, $3, 'Bea', '{}', '2026-12-01', 'cod', false, 'usd', 5000, 0, 0, 5000, 'confirmed', 'unfulfilled', 'unpaid')
     RETURNING id`,
    [ids.company, ids.customer, ids.location],
  )
  const product = await one(
    `INSERT INTO products (company_id, sku, name, category, unit) VALUES ($1, 'ROSE', 'Roses', 'Roses', 'bunch') RETURNING id`,
    [ids.company],
  )
  await t.db.owner.query(
    `INSERT INTO order_lines (company_id, order_id, line_number, product_id, sku, name, unit, pack_size, quantity, unit_price_minor, amount_minor)
     VALUES ($1, $2, 1, $3, 'ROSE', 'Roses', 'bunch', 10, 1, 5000, 5000)`,
    [ids.company, ids.order, product],
  )
  await t.db.owner.query(
    'INSERT INTO stock (company_id, location_id, product_id, on_hand, committed) VALUES ($1, $2, $3, 10, 5)',
    [ids.company, ids.location, product],
  )
})
afterAll(async () => {
  await app.close()
  await t.close()
})

/** The account is linked, the order unpaid, and its payment page open; unless Stripe has not been asked for one yet. */
async function beginAnew(page: 'open' | 'run out' | 'none'): Promise<void> {
  await t.db.owner.query(
    `UPDATE stock SET committed = 5;
     UPDATE stripe_accounts SET disconnected_at = NULL, charges_enabled = true, payouts_enabled = true;
     UPDATE orders SET order_state = 'confirmed', payment_state = 'unpaid', voided_at = NULL;
     DELETE FROM breaks; DELETE FROM payment_attempts; DELETE FROM stripe_accounts WHERE location_id IS NOT NULL`,
  )
  if (page !== 'none') {
    await t.db.owner.query(
      `INSERT INTO payment_attempts (company_id, order_id, customer_id, state, amount_minor, currency, application_fee_minor, stripe_account,
         idempotency_key, request, first_sent_at, checkout_session, checkout_url, expires_at, started_by_name)
       VALUES ($1, $2, $3, 'open', 5000, 'usd', 0, 'acct_lily', gen_random_uuid()::text, '{}', now(), 'cs_' || gen_random_uuid(),
         'http://stripe.example/pay', now() + ($4 || ' hours')::interval, 'Bea')`,
      [ids.company, ids.order, ids.customer, page === 'open' ? 20 : -1],
    )
  }
  asked = []
}

type Request = { who: keyof typeof cookies; method: 'GET' | 'POST'; url: string; body?: object }
const reason = { reason: 'because of a test' }
const integration = '/api/integrations/stripe'
/** Every route that asks Stripe something, in each situation in which it does. */
const routes: [what: string, page: Parameters<typeof beginAnew>[0], request: () => Promise<Request> | Request][] = [
  ['POST /api/integrations/stripe/enable', 'none', () => admin('POST', `${integration}/enable`, { locationId: ids.location })],
  [
    'POST /api/integrations/stripe/accounts/:id/continue',
    'none',
    () => admin('POST', `${integration}/accounts/${ids.account}/continue`),
  ],
  [
    'GET /api/integrations/stripe/accounts/:id/continue-redirect',
    'none',
    () => admin('GET', `${integration}/accounts/${ids.account}/continue-redirect`),
  ],
  [
    'POST /api/integrations/stripe/accounts/:id/refresh',
    'open',
    () => admin('POST', `${integration}/accounts/${ids.account}/refresh`),
  ],
  [
    'POST /api/integrations/stripe/accounts/:id/disconnect',
    'open',
    () => admin('POST', `${integration}/accounts/${ids.account}/disconnect`, reason),
  ],
  ['GET /api/integrations/stripe/oauth-return', 'none', wayBack],
  ['POST /api/shop/orders/:id/pay', 'none', () => buyer('POST', `/api/shop/orders/${ids.order}/pay`)],
  ['POST /api/shop/orders/:id/pay', 'run out', () => buyer('POST', `/api/shop/orders/${ids.order}/pay`)],
  ['POST /api/shop/orders/:id/payment/refresh', 'open', () => buyer('POST', `/api/shop/orders/${ids.order}/payment/refresh`)],
  ['POST /api/shop/orders/:id/void', 'open', () => buyer('POST', `/api/shop/orders/${ids.order}/void`, reason)],
  ['POST /api/orders/:id/void', 'open', () => admin('POST', `/api/orders/${ids.order}/void`, reason)],
]

function admin(method: Request['method'], url: string, body?: object): Request {
  return { who: 'admin', method, url, ...(body ? { body } : {}) }
}
function buyer(method: Request['method'], url: string, body?: object): Request {
  return { who: 'buyer', method, url, ...(body ? { body } : {}) }
}
/** The way back from Stripe's consent page, with a state that is good. */
async function wayBack(): Promise<Request> {
  const begun = await send(admin('POST', `${integration}/link-existing`, { locationId: ids.location }))
  const state = new URL(begun.json().url).searchParams.get('state')!
  return admin('GET', `${integration}/oauth-return?code=ac_1&state=${encodeURIComponent(state)}`)
}

function send({ who, method, url, body }: Request) {
  const headers = { cookie: cookies[who], origin: t.deps.config.publicUrl, 'idempotency-key': randomUUID() }
  const options: InjectOptions = { method, url, headers, ...(body ? { payload: body } : {}) }
  return app.inject(options)
}

describe.each(answers)('when Stripe %s', (_name, thrown) => {
  beforeEach(() => {
    error = thrown
  })

  test.each(routes)('%s (page: %s) answers in words', async (_what, page, request) => {
    const asking = await request()
    await beginAnew(page)
    const answer = await send(asking)
    expect(asked.length, 'Stripe was asked').toBeGreaterThan(0)
    expect(answer.statusCode, answer.body).not.toBe(500)
    if (answer.statusCode >= 400)
      expect(answer.json()).toMatchObject({ kind: expect.not.stringMatching('internal'), detail: expect.stringMatching(/\w/) })
  })
})

test('an order whose page Stripe does not let us close or see can still be voided, by either side, and paid anew', async () => {
  error = () => new StripeRefused('Access may have been revoked.', 'account_invalid', 403, null)
  for (const asking of [
    admin('POST', `/api/orders/${ids.order}/void`, reason),
    buyer('POST', `/api/shop/orders/${ids.order}/void`, reason),
  ]) {
    await beginAnew('open')
    expect((await send(asking)).json()).toMatchObject({ orderState: 'voided' })
    const { rows } = await t.db.owner.query(`SELECT kind FROM breaks WHERE closed_at IS NULL`)
    expect(rows).toEqual([{ kind: 'attempt_unknown' }])
  }
})

test('no other route asks Stripe anything', async () => {
  error = answers[0]![1]
  await beginAnew('none')
  const { paths } = (await app.inject('/openapi.json')).json() as { paths: Record<string, Record<string, { tags: string[] }>> }
  // These end the test's own sessions.
  const personal = ['Signing in', 'My account', 'Development']
  const talking = new Set(routes.map(([what]) => what))
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { tags }] of Object.entries(methods)) {
      const what = `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, ':id')}`
      // A stream goes on until its reader leaves.
      if (talking.has(what) || path.endsWith('/stream') || personal.some((tag) => tags.includes(tag))) continue
      for (const id of [ids.order, ids.account]) {
        for (const who of ['admin', 'buyer', 'operator'] as const) {
          const url = path.replace(/\{\w+\}/g, id)
          await send({ who, method: method.toUpperCase() as 'GET', url, ...(method === 'get' ? {} : { body: {} }) })
        }
      }
      expect(asked, what).toEqual([])
    }
  }
})
