import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { linkStripe, openTradeStage, type TradeStage } from '../../test/support/trade-stage.ts'
import { lockOrder } from './lock-order.ts'
import { markPaymentPending } from './mark-payment-pending.ts'
import { recordPaymentOnOrder } from './record-payment-on-order.ts'

let stage: TradeStage
let seller: TradeStage['seller']
let cookies: TradeStage['cookies']
beforeAll(async () => {
  stage = await openTradeStage()
  ;({ seller, cookies } = stage)
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const stripe = { kind: 'stripe' } as const
const why = { reason: 'agreed by telephone' }
const post = (cookie: string, url: string, body?: object) => stage.world.call(cookie, 'POST', url, body)
const pay = (orderId: string, paidMinor: number) =>
  stage.inSeller(async (tx) => recordPaymentOnOrder(tx, { order: await lockOrder(tx, orderId), paidMinor, by: stripe }))
const told = async (orderId: string) =>
  (await stage.world.db.owner.query('SELECT action FROM activity WHERE subject_id = $1 ORDER BY id', [orderId])).rows.map(
    (row) => row.action,
  )

/** An order that waits for its payment. */
async function heldOrder() {
  await linkStripe(stage)
  await stage.setCustomer(seller.codId, 'pay_online = true, payment_required_at_checkout = true')
  return stage.buy(cookies.cod, seller.rosesId, 2, { payWith: 'card' })
}

describe('an order that waits for its payment', () => {
  test('cannot ship, and says why', async () => {
    const order = await heldOrder()
    const shown = (await stage.world.call(cookies.warehouse, 'GET', `/api/orders/${order.id}`)).json()
    expect(shown).toMatchObject({ canShip: false, whyNotShip: 'Waiting for payment: this order must be paid before it ships.' })
    const refused = await post(cookies.warehouse, `/api/orders/${order.id}/ship`)
    expect([refused.statusCode, refused.json().detail]).toEqual([409, shown.whyNotShip])
  })

  test('is released and confirmed by its payment in full', async () => {
    const order = await heldOrder()
    await pay(order.id, order.total.minor)
    expect(await stage.orderRow(order.id)).toMatchObject({ order_state: 'confirmed', payment_state: 'paid', hold: null })
    expect(await told(order.id)).toEqual(['order.placed', 'order.hold_released'])
  })

  test('stays on hold when only a part was paid', async () => {
    const order = await heldOrder()
    await pay(order.id, order.total.minor - 1)
    expect(await stage.orderRow(order.id)).toMatchObject({
      order_state: 'pending',
      payment_state: 'partly_paid',
      hold: 'awaiting_payment',
    })
  })

  test('is let go by somebody who may, for a reason that is kept', async () => {
    const order = await heldOrder()
    const shown = await post(cookies.admin, `/api/orders/${order.id}/override-hold`, why)
    expect(shown.json()).toMatchObject({ orderState: 'confirmed', hold: null, canShip: true, paymentState: 'unpaid' })
    const { rows } = await stage.world.db.owner.query(
      `SELECT actor_name, details FROM activity WHERE subject_id = $1 AND action = 'order.hold_overridden'`,
      [order.id],
    )
    expect(rows).toMatchObject([{ actor_name: 'admin', details: { reason: why.reason, hold: 'awaiting_payment' } }])
    const again = await post(cookies.admin, `/api/orders/${order.id}/override-hold`, why)
    expect([again.statusCode, again.json().kind]).toEqual([409, 'not-on-hold'])
  })

  test.each(['', '    ', 'why', 'x'.repeat(301)])('is not let go for the reason “%s”', async (reason) => {
    const order = await heldOrder()
    expect((await post(cookies.admin, `/api/orders/${order.id}/override-hold`, { reason })).statusCode).toBe(400)
    expect((await stage.orderRow(order.id)).hold).toBe('awaiting_payment')
  })
})

describe('payment news', () => {
  test('a payment being confirmed shows, and shows no more when it failed', async () => {
    const { id } = await heldOrder()
    await stage.inSeller(async (tx) => markPaymentPending(tx, await lockOrder(tx, id), true))
    expect((await stage.orderRow(id)).payment_state).toBe('pending')
    expect((await post(cookies.cod, `/api/shop/orders/${id}/void`, why)).statusCode).toBe(409)
    await stage.inSeller(async (tx) => markPaymentPending(tx, await lockOrder(tx, id), false))
    expect((await stage.orderRow(id)).payment_state).toBe('unpaid')
  })

  test('nothing said later un-pays a paid order', async () => {
    const order = await heldOrder()
    await pay(order.id, order.total.minor)
    await stage.inSeller(async (tx) => {
      const row = await lockOrder(tx, order.id)
      await markPaymentPending(tx, row, true)
      await markPaymentPending(tx, row, false)
      await recordPaymentOnOrder(tx, { order: row, paidMinor: 0, by: stripe })
    })
    expect((await stage.orderRow(order.id)).payment_state).toBe('paid')
  })

  test('a payment in full releases a credit hold too', async () => {
    await stage.setCustomer(seller.netId, 'credit_limit_minor = 1')
    const order = await stage.buy(cookies.net, seller.rosesId)
    await pay(order.id, order.total.minor)
    expect(await stage.orderRow(order.id)).toMatchObject({ order_state: 'confirmed', hold: null, approval_state: 'not_needed' })
  })

  test('the same news twice is told once', async () => {
    const order = await heldOrder()
    await pay(order.id, order.total.minor)
    await pay(order.id, order.total.minor)
    expect(await told(order.id)).toEqual(['order.placed', 'order.hold_released'])
  })
})

describe('shipping and voiding', () => {
  test('shipping takes the goods out of stock and issues the invoice', async () => {
    const order = await stage.buy(cookies.net, seller.rosesId, 4)
    expect((await post(cookies.warehouse, `/api/orders/${order.id}/ship`)).statusCode).toBe(200)
    expect(await stage.stockOf(seller.rosesId)).toEqual({ on_hand: 96, committed: 0 })
    const shown = (await stage.world.call(cookies.admin, 'GET', `/api/orders/${order.id}`)).json()
    expect(shown).toMatchObject({
      fulfilmentState: 'shipped',
      invoice: { number: expect.any(String) },
      canShip: false,
      canVoid: false,
    })
    await stage.expectBooksInOrder()
  })

  test('an order names its invoice to those who may read invoices, and to nobody else', async () => {
    const order = await stage.buy(cookies.net, seller.rosesId, 2)
    await post(cookies.warehouse, `/api/orders/${order.id}/ship`)
    const invoiceFor = async (cookie: string) => (await stage.world.call(cookie, 'GET', `/api/orders/${order.id}`)).json().invoice
    expect(await invoiceFor(cookies.admin)).toMatchObject({ number: expect.any(String) })
    expect(await invoiceFor(cookies.warehouse)).toBeNull()
    expect(await invoiceFor(cookies.sales)).toBeNull()
  })

  test('shipping twice at once ships once', async () => {
    const order = await stage.buy(cookies.net, seller.rosesId, 4)
    const answers = await Promise.all([1, 2, 3].map(() => post(cookies.warehouse, `/api/orders/${order.id}/ship`)))
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 409, 409])
    expect(await stage.stockOf(seller.rosesId)).toEqual({ on_hand: 96, committed: 0 })
  })

  test('voiding gives the goods back, and the order is owed nothing', async () => {
    const order = await stage.buy(cookies.net, seller.rosesId, 4)
    const voided = await post(cookies.sales, `/api/orders/${order.id}/void`, why)
    expect(voided.json()).toMatchObject({ orderState: 'voided', balanceDue: { minor: 0 }, canShip: false, canVoid: false })
    expect(await stage.stockOf(seller.rosesId)).toEqual({ on_hand: 100, committed: 0 })
    expect((await post(cookies.sales, `/api/orders/${order.id}/void`, why)).statusCode).toBe(409)
    await stage.expectBooksInOrder()
  })

  test('a buyer voids an order of their own', async () => {
    const order = await stage.buy(cookies.net, seller.rosesId)
    expect((await post(cookies.netToo, `/api/shop/orders/${order.id}/void`, why)).json()).toMatchObject({ orderState: 'voided' })
  })

  test('what was paid or has shipped is not voided', async () => {
    const paid = await stage.buy(cookies.net, seller.rosesId)
    await pay(paid.id, 1)
    const shipped = await stage.buy(cookies.net, seller.rosesId)
    await post(cookies.warehouse, `/api/orders/${shipped.id}/ship`)
    for (const { id } of [paid, shipped]) {
      const refused = await post(cookies.sales, `/api/orders/${id}/void`, why)
      expect([refused.statusCode, refused.json().kind]).toEqual([409, 'cannot-void'])
    }
  })

  test('voiding and shipping at once: one of them happens', async () => {
    const order = await stage.buy(cookies.net, seller.rosesId, 4)
    const url = `/api/orders/${order.id}`
    const answers = await Promise.all([post(cookies.warehouse, `${url}/ship`), post(cookies.sales, `${url}/void`, why)])
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 409])
    await stage.expectBooksInOrder()
  })
})

test('whatever is done in whatever order, stock and books agree', async () => {
  const step = fc.record({
    act: fc.constantFrom('buy', 'buy', 'ship', 'void', 'override', 'hold'),
    which: fc.nat({ max: 5 }),
    quantity: fc.integer({ min: 1, max: 30 }),
  })
  const run = fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
    await stage.reset()
    const orders: string[] = []
    for (const { act, which, quantity } of steps) {
      const url = `/api/orders/${orders[which % Math.max(1, orders.length)]}`
      if (act === 'hold') await stage.setCustomer(seller.netId, `credit_limit_minor = ${quantity * 2_000}`)
      else if (act === 'buy') {
        await stage.put(cookies.net, which % 2 ? seller.rosesId : seller.liliesId, quantity)
        const placed = await stage.order(cookies.net, await stage.wish(cookies.net))
        expect([201, 409]).toContain(placed.statusCode)
        if (placed.statusCode === 201) orders.push(placed.json().id)
      } else if (orders.length > 0) {
        const way = { ship: '/ship', void: '/void', override: '/override-hold' }[act]
        const answer = await post(cookies.admin, `${url}${way}`, act === 'ship' ? undefined : why)
        expect([200, 409]).toContain(answer.statusCode)
      }
    }
    await stage.expectBooksInOrder()
  })
  await fc.assert(run, { numRuns: 12 })
})
