import { randomUUID } from 'node:crypto'
import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { openSide, refusalOf } from './side.ts'

const side = await openSide()
const { stripe, on } = side
const daySeconds = 86_400

const params = (more: Partial<Stripe.Checkout.SessionCreateParams> = {}): Stripe.Checkout.SessionCreateParams => ({
  mode: 'payment',
  allowed_payment_method_types: ['card'],
  line_items: [{ quantity: 2, price_data: { currency: 'usd', unit_amount: 2_500, product_data: { name: 'Herring' } } }],
  payment_intent_data: { application_fee_amount: 50, description: 'Order 7', metadata: { order: '7' } },
  client_reference_id: 'order-7',
  customer_email: 'ida@example.com',
  success_url: 'https://example.com/paid',
  cancel_url: 'https://example.com/cart',
  metadata: { order: '7' },
  ...more,
})

test('a new session is open and unpaid, has an address for a day, and no payment intent yet', async () => {
  const session = await stripe.checkout.sessions.create(params(), on)
  expect(session).toMatchObject({
    id: expect.stringMatching(/^cs_test_/),
    object: 'checkout.session',
    status: 'open',
    payment_status: 'unpaid',
    payment_intent: null,
    amount_total: 5_000,
    amount_subtotal: 5_000,
    currency: 'usd',
    client_reference_id: 'order-7',
    customer_email: 'ida@example.com',
    metadata: { order: '7' },
    mode: 'payment',
    livemode: false,
    url: expect.stringMatching(/^https?:\/\//),
  })
  expect(Math.abs(session.expires_at - session.created - daySeconds)).toBeLessThan(10)
})

test('a session that is expired has no address any more and cannot be expired again', async () => {
  const { id } = await stripe.checkout.sessions.create(params(), on)
  expect(await stripe.checkout.sessions.expire(id, {}, on)).toMatchObject({
    id,
    status: 'expired',
    payment_status: 'unpaid',
    url: null,
  })
  expect(await refusalOf(stripe.checkout.sessions.expire(id, {}, on))).toMatchObject({
    statusCode: 400,
    type: 'StripeInvalidRequestError',
  })
})

test('the same key gives the same session with the same address', async () => {
  const options = { ...on, idempotencyKey: `contract-${randomUUID()}` }
  const first = await stripe.checkout.sessions.create(params(), options)
  const again = await stripe.checkout.sessions.create(params(), options)
  expect([again.id, again.url]).toEqual([first.id, first.url])
})

test('a session lives at least thirty minutes and at most a day', async () => {
  const now = Math.floor((await stripe.checkout.sessions.create(params(), on)).created)
  const short = await stripe.checkout.sessions.create(params({ expires_at: now + 1_900 }), on)
  expect(short.expires_at).toBe(now + 1_900)
  for (const expires_at of [now + 600, now + 2 * daySeconds])
    expect(await refusalOf(stripe.checkout.sessions.create(params({ expires_at }), on))).toMatchObject({
      statusCode: 400,
      param: 'expires_at',
    })
})

test('an application fee above the total is refused', async () => {
  const create = stripe.checkout.sessions.create(params({ payment_intent_data: { application_fee_amount: 5_001 } }), on)
  expect(await refusalOf(create)).toMatchObject({ statusCode: 400 })
})

test('a session needs lines and an address to come back to', async () => {
  const { line_items: _lines, ...withoutLines } = params()
  expect(await refusalOf(stripe.checkout.sessions.create(withoutLines, on))).toMatchObject({
    statusCode: 400,
    param: 'line_items',
  })
  const { success_url: _url, ...withoutUrl } = params()
  expect(await refusalOf(stripe.checkout.sessions.create(withoutUrl, on))).toMatchObject({
    statusCode: 400,
    param: 'success_url',
  })
})

test('the lines of a session are read by themselves or expanded, never there unasked', async () => {
  const { id } = await stripe.checkout.sessions.create(params(), on)
  const lines = await stripe.checkout.sessions.listLineItems(id, {}, on)
  expect(lines.data).toMatchObject([
    { object: 'item', description: 'Herring', quantity: 2, amount_total: 5_000, currency: 'usd' },
  ])
  expect((await stripe.checkout.sessions.retrieve(id, {}, on)).line_items).toBeUndefined()
  const expanded = await stripe.checkout.sessions.retrieve(id, { expand: ['line_items'] }, on)
  expect(expanded.line_items?.data).toHaveLength(1)
})

test('the newest session is the first of the list', async () => {
  const made = await stripe.checkout.sessions.create(params(), on)
  const listed = await stripe.checkout.sessions.list({ created: { gte: made.created - 60 }, limit: 100 }, on)
  expect(listed.data[0]).toMatchObject({ id: made.id, client_reference_id: 'order-7' })
})

test('a session in setup mode asks for no money and has its setup intent from the beginning', async () => {
  const session = await stripe.checkout.sessions.create(
    { mode: 'setup', currency: 'usd', success_url: 'https://example.com/saved', allowed_payment_method_types: ['card'] },
    on,
  )
  expect(session).toMatchObject({
    mode: 'setup',
    amount_total: null,
    payment_intent: null,
    payment_status: 'no_payment_required',
    setup_intent: expect.stringMatching(/^seti_/),
  })
})
