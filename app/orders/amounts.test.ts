import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { linkStripe, openTradeStage, type TradeStage } from '../../test/support/trade-stage.ts'
import { buyersOrderPayment } from '../payments/order-payment.ts'
import { startPayment } from '../payments/start-payment.ts'
import { listInvoices } from '../receivables/list-invoices.ts'
import { shipAndInvoice } from '../receivables/ship-and-invoice.ts'
import { renderWithin } from '../words/render.ts'
import { whyNotCharge } from './why-not-charge.ts'

let stage: TradeStage
let seller: TradeStage['seller']
let cookies: TradeStage['cookies']
beforeAll(async () => {
  stage = await openTradeStage()
  ;({ seller, cookies } = stage)
})
beforeEach(async () => {
  await stage.reset()
  await linkStripe(stage)
})
afterAll(() => stage.close())

/** What fern costs from now on: one of it is the whole order, without freight or tax. */
async function fernCosts(minor: number) {
  await stage.world.db.owner.query('UPDATE prices SET unit_price_minor = $1 WHERE product_id = $2', [minor, seller.fernId])
  await stage.world.db.owner.query('UPDATE companies SET tax_basis_points = 0, freight_minor = 0 WHERE id = $1', [
    seller.companyId,
  ])
}
const mustPay = () => stage.setCustomer(seller.codId, 'pay_online = true, payment_required_at_checkout = true')
const payment = (orderId: string) =>
  stage.inSeller(async (tx) =>
    renderWithin(
      await buyersOrderPayment(tx, { companyId: seller.companyId, customerId: seller.codId, mayPay: true }, orderId),
      'en',
    ),
  )
const get = async (cookie: string, url: string) => (await stage.world.call(cookie, 'GET', url)).json()

describe('an order that comes to nothing', () => {
  beforeEach(() => fernCosts(0))

  test.each(['card', 'terms'])('is placed whatever the customer’s settings are, asked for by %s', async (payWith) => {
    await mustPay()
    await stage.world.db.owner.query('DELETE FROM stripe_accounts')
    await stage.put(cookies.cod, seller.fernId, 1)
    const offered = await stage.checkout(cookies.cod)
    expect(offered).toMatchObject({ mayPlace: true, payment: { card: { available: false }, terms: { available: true } } })
    const order = await stage.buy(cookies.cod, seller.fernId, 1, { payWith })
    expect(order).toMatchObject({ orderState: 'confirmed', hold: null, paymentState: 'not_needed', total: { minor: 0 } })
  })

  test('ships with a nil invoice and without an entry in the books, and reads “nothing to pay” everywhere', async () => {
    const order = await stage.buy(cookies.cod, seller.fernId, 1)
    const { invoice } = await shipAndInvoice(stage.world.deps, seller.companyId, { kind: 'system' }, order.id)
    expect(await payment(order.id)).toMatchObject({ state: 'not_needed', sentence: 'Nothing needs to be paid.', canPay: false })
    expect(await get(cookies.admin, `/api/orders/${order.id}`)).toMatchObject({
      paymentState: 'not_needed',
      fulfilmentState: 'shipped',
    })
    expect(await get(cookies.admin, `/api/invoices/${invoice.id}`)).toMatchObject({
      state: 'nil',
      total: { minor: 0 },
      journal: [],
    })
    await stage.expectBooksInOrder()
  })

  test('is found by the filter of its own and by no other', async () => {
    const order = await stage.buy(cookies.cod, seller.fernId, 1)
    await shipAndInvoice(stage.world.deps, seller.companyId, { kind: 'system' }, order.id)
    for (const state of ['unpaid', 'pending', 'partly_paid', 'paid', 'not_needed']) {
      const { items } = await get(cookies.admin, `/api/orders?payment=${state}`)
      expect(items, state).toHaveLength(state === 'not_needed' ? 1 : 0)
    }
    for (const state of ['open', 'partly_paid', 'overdue', 'paid', 'nil'] as const) {
      const { items } = await stage.inSeller((tx) => listInvoices(tx, seller.companyId, { state, limit: 10 }))
      expect(items, state).toHaveLength(state === 'nil' ? 1 : 0)
    }
  })

  test('can be voided, and is never asked money for', async () => {
    const order = await stage.buy(cookies.cod, seller.fernId, 1)
    await stage.setCustomer(seller.codId, 'pay_online = true')
    await expect(startPayment(stage.world.deps, await buyer(), order.id)).rejects.toMatchObject({ kind: 'already-paid' })
    const answer = await stage.world.call(cookies.admin, 'POST', `/api/orders/${order.id}/void`, { reason: 'a sample too many' })
    expect(answer.json()).toMatchObject({ orderState: 'voided', paymentState: 'not_needed' })
    await stage.expectBooksInOrder()
  })
})

describe('an amount that Stripe does not take', () => {
  test.each([
    [49, 'usd', 'Cards take 0.50 USD or more.'],
    [50, 'usd', null],
    [99_999_999, 'usd', null],
    [100_000_000, 'usd', 'Cards take 999,999.99 USD at most.'],
    [29, 'gbp', 'Cards take 0.30 GBP or more.'],
    [49, 'jpy', 'Cards take 50 JPY or more.'],
    [12_960, 'kwd', null],
    [12_962, 'kwd', 'Cards take amounts in steps of 0.010 KWD.'],
  ])('%i %s: %s', (minor, currency, why) => {
    const told = whyNotCharge(minor, currency)
    expect(told === null ? null : renderWithin(told, 'en')).toEqual(why === null ? null : expect.stringContaining(why))
  })

  test('is said in the cart of a customer who has to pay by card, and at the checkout; nothing is ordered', async () => {
    await fernCosts(30)
    await mustPay()
    await stage.put(cookies.cod, seller.fernId, 1)
    const why = expect.stringContaining('Cards take 0.50 USD or more.')
    expect(await get(cookies.cod, '/api/shop/cart')).toMatchObject({ whyNotPay: why })
    expect(await stage.checkout(cookies.cod)).toMatchObject({ mayPlace: false, whyNotPlace: why })
    const before = await stage.snapshot()
    const answer = await stage.order(cookies.cod, await stage.wish(cookies.cod, { payWith: 'card' }))
    expect(answer.statusCode).toBe(409)
    expect(answer.json()).toMatchObject({ kind: 'payment-not-available', detail: why })
    expect(await stage.snapshot()).toEqual(before)
    await stage.put(cookies.cod, seller.fernId, 2)
    expect(await get(cookies.cod, '/api/shop/cart')).toMatchObject({ whyNotPay: null })
    expect(await stage.checkout(cookies.cod)).toMatchObject({ mayPlace: true })
  })

  test('can still be ordered on account', async () => {
    await fernCosts(30)
    await stage.setCustomer(seller.netId, 'pay_online = true')
    await stage.put(cookies.net, seller.fernId, 1)
    expect(await get(cookies.net, '/api/shop/cart')).toMatchObject({ whyNotPay: null })
    const { payment: ways } = await stage.checkout(cookies.net)
    expect(ways).toMatchObject({
      card: { available: false, reason: expect.stringContaining('0.50 USD') },
      terms: { available: true },
    })
    expect(await stage.buy(cookies.net, seller.fernId, 1)).toMatchObject({ orderState: 'confirmed', total: { minor: 30 } })
  })

  test('and is what is left of an order says so, and no page is opened for it', async () => {
    await fernCosts(2_000)
    await stage.setCustomer(seller.codId, 'pay_online = true')
    const order = await stage.buy(cookies.cod, seller.fernId, 1)
    await stage.world.db.owner.query('UPDATE orders SET goods_minor = 30, total_minor = 30 WHERE id = $1', [order.id])
    const why = expect.stringContaining('Only 0.30 USD is left to pay')
    expect(await payment(order.id)).toMatchObject({ canPay: false, whyNot: why })
    await expect(startPayment(stage.world.deps, await buyer(), order.id)).rejects.toMatchObject({
      kind: 'payment-not-available',
      message: why,
    })
    const { rows } = await stage.world.db.owner.query('SELECT FROM payment_attempts')
    expect(rows).toEqual([])
  })
})

test('a paid order that has not shipped says why it cannot be voided and what to do, to each in their own words', async () => {
  const order = await stage.buy(cookies.cod, seller.rosesId, 1)
  await stage.world.db.owner.query(`UPDATE orders SET payment_state = 'paid' WHERE id = $1`, [order.id])
  expect(await get(cookies.cod, `/api/shop/orders/${order.id}`)).toMatchObject({
    canVoid: false,
    whyNotVoid: expect.stringContaining('Ask your sales contact to cancel it'),
  })
  expect(await get(cookies.admin, `/api/orders/${order.id}`)).toMatchObject({
    canVoid: false,
    whyNotVoid: expect.stringContaining('refund the payment in Stripe'),
  })
})

async function buyer() {
  return {
    userId: 'buyer',
    name: 'Bea Buyer',
    email: 'cod@cod.example',
    companyId: seller.companyId,
    roles: ['buyer_pays'],
    permissions: new Set(['shop.pay'] as const),
    customerId: seller.codId,
  } as Parameters<typeof startPayment>[1]
}
