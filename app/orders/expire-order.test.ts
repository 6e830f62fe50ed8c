import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { linkStripe, openTradeStage, stageNow, type TradeStage } from '../../test/support/trade-stage.ts'
import { sendNotice } from '../notifications/send-notice.ts'
import { expireOrder } from './expire-order.ts'

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
  await stage.setCustomer(seller.codId, `terms = 'prepaid', pay_online = false, payment_required_at_checkout = false`)
  await sql('UPDATE companies SET unpaid_order_hours = NULL')
})
afterAll(() => stage.close())

const sql = (text: string, ...values: unknown[]) => stage.world.db.owner.query(text, values)
const buyPrepaid = (change: object = {}) => stage.buy(cookies.cod, seller.rosesId, 2, change)
const expire = (orderId: string) => expireOrder(stage.world.deps, async () => {}, seller.companyId, orderId)
const list = async (query: string) => (await stage.world.call(cookies.admin, 'GET', `/api/orders?${query}`)).json()

describe('goods of a prepaid customer', () => {
  test('wait for the money with every switch off, and everybody reads the same about it', async () => {
    await stage.put(cookies.cod, seller.rosesId, 2)
    const { payment } = await stage.checkout(cookies.cod)
    const order = (await stage.order(cookies.cod, await stage.wish(cookies.cod))).json()
    expect(payment.terms).toMatchObject({ available: true, label: 'In advance', happens: order.settlementWords })
    expect(order).toMatchObject({
      orderState: 'pending',
      hold: 'awaiting_payment',
      paymentRequired: true,
      settlement: 'before_shipping',
      settlementWords: 'The goods wait until 64.51 USD is paid, and ship then.',
    })
    const office = (await stage.world.call(cookies.warehouse, 'GET', `/api/orders/${order.id}`)).json()
    expect(office).toMatchObject({ canShip: false, settlementWords: order.settlementWords })
    const ship = await stage.world.call(cookies.warehouse, 'POST', `/api/orders/${order.id}/ship`)
    expect([ship.statusCode, ship.json().detail]).toEqual([409, office.whyNotShip])
    const { rows } = await sql(`SELECT * FROM outbox WHERE kind = 'mail.order-placed' AND fact_id = $1`, order.id)
    await sendNotice(stage.world.deps, rows[0])
    const mails = await sql('SELECT body_text FROM identity.mails ORDER BY id DESC LIMIT 1')
    expect(mails.rows[0].body_text).toContain(order.settlementWords)
    expect(mails.rows[0].body_text).toContain('17 Nov 2026, 15:00')
  })
})

test('a COD customer reads that the goods ship first and are paid on delivery, not “later”', async () => {
  await stage.setCustomer(seller.codId, `terms = 'cod'`)
  await stage.put(cookies.cod, seller.rosesId, 2)
  const { payment } = await stage.checkout(cookies.cod)
  expect(payment.terms).toMatchObject({ label: 'On delivery', happens: expect.stringContaining('paid when they are delivered') })
  const order = (await stage.order(cookies.cod, await stage.wish(cookies.cod))).json()
  expect(order).toMatchObject({ orderState: 'confirmed', hold: null, settlementWords: payment.terms.happens, payBy: null })
})

describe('how long an order may stay unpaid', () => {
  test('until the cut-off of its ship date, in the seller’s zone, also across a change of the clocks', async () => {
    // New York leaves summer time on 1 November 2026.
    await stage.travelTo(new Date('2026-10-30T18:00:00Z'))
    const { shipDates } = await (async () => {
      await stage.put(cookies.cod, seller.rosesId, 2)
      return stage.checkout(cookies.cod)
    })()
    expect(shipDates.map((each: { date: string }) => each.date).slice(0, 2)).toEqual(['2026-10-30', '2026-11-02'])
    const before = await buyPrepaid({ shipDate: '2026-10-30' })
    const after = await buyPrepaid({ shipDate: '2026-11-02' })
    expect([before.payBy, after.payBy]).toEqual(['2026-10-30T19:00:00.000Z', '2026-11-02T20:00:00.000Z'])
  })

  test('for so many hours where the company says so, and never beyond the cut-off', async () => {
    // The ship date lies ahead of the real clock too, by which hours are counted.
    await stage.travelTo(new Date('2100-03-02T14:00:00Z'))
    const saved = await stage.world.call(cookies.admin, 'PATCH', '/api/company', { unpaidOrderHours: 6 })
    expect(saved.json().unpaidOrderHours).toBe(6)
    const { placedAt, payBy } = await buyPrepaid()
    expect(Math.abs(Date.parse(payBy) - Date.parse(placedAt) - 6 * 3_600_000)).toBeLessThan(60_000)
    await stage.travelTo(stageNow)
    expect((await buyPrepaid()).payBy).toBe('2026-11-17T20:00:00.000Z')
  })

  test.each([0, -1, 721, 1.5, '6'])('%j hours are refused and change nothing', async (unpaidOrderHours) => {
    expect((await stage.world.call(cookies.admin, 'PATCH', '/api/company', { unpaidOrderHours })).statusCode).toBe(400)
    expect((await stage.world.call(cookies.admin, 'GET', '/api/company')).json().unpaidOrderHours).toBeNull()
  })

  test('is told to a worker when the order is placed: one that need not be paid first never ends', async () => {
    const prepaid = await buyPrepaid()
    await stage.buy(cookies.net, seller.rosesId)
    const { rows } = await sql(`SELECT fact_id, due_at FROM outbox WHERE kind = 'order.expire'`)
    expect(rows).toEqual([{ fact_id: prepaid.id, due_at: new Date(prepaid.payBy) }])
  })
})

describe('an order that ran out', () => {
  test('frees its stock for others, is found by a filter, and says why it was voided', async () => {
    const order = await buyPrepaid()
    const voided = await stage.buy(cookies.net, seller.rosesId)
    await stage.world.call(cookies.sales, 'POST', `/api/orders/${voided.id}/void`, { reason: 'not wanted' })
    await stage.travelTo(new Date('2026-11-17T20:00:00Z'))
    await expire(order.id)
    expect(await stage.stockOf(seller.rosesId)).toEqual({ on_hand: 100, committed: 0 })
    const page = await list('state=expired')
    expect(page.items).toMatchObject([
      { number: order.number, orderState: 'voided', voidedBecause: 'expired', hold: null, balanceDue: { minor: 0 } },
    ])
    expect(page.totals).toMatchObject([{ count: 1 }])
    expect((await list('state=voided')).items).toHaveLength(2)
    await stage.expectBooksInOrder()
  })

  test('is told to its buyer and to each of the seller’s sales people, once each', async () => {
    const order = await buyPrepaid()
    await stage.travelTo(new Date('2026-11-17T20:00:00Z'))
    await expire(order.id)
    await expire(order.id)
    const { rows } = await sql(`SELECT * FROM outbox WHERE kind LIKE 'mail.order-expired%' ORDER BY kind`)
    expect(rows.map((row) => row.kind)).toEqual(['mail.order-expired', 'mail.order-expired-seller'])
    const told = []
    for (const row of rows) told.push((await sendNotice(stage.world.deps, row)).recipient)
    expect(told).toEqual(['cod@cod.example', 'sales@lily.example'])
    const mails = (await sql('SELECT subject, body_text FROM identity.mails ORDER BY id DESC LIMIT 2')).rows
    expect(mails[1].body_text).toContain('You can order the same again with one click')
    expect(mails[0]).toMatchObject({ subject: `Order ${order.number} of Petal & Stem was not paid in time` })
    expect(mails[0].body_text).toContain(`/office/orders/${order.id}`)
  })

  test('is ordered again from its page', async () => {
    const order = await buyPrepaid()
    await stage.travelTo(new Date('2026-11-17T20:00:00Z'))
    await expire(order.id)
    const again = await stage.world.call(cookies.cod, 'POST', `/api/shop/orders/${order.id}/reorder`)
    expect(again.json().cart.lines).toMatchObject([{ product: { sku: 'ROSE' }, quantity: 2 }])
  })
})
