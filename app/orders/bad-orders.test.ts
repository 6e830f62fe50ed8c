import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTradeStage, type TradeStage } from '../../test/support/trade-stage.ts'

let stage: TradeStage
let seller: TradeStage['seller']
let cookies: TradeStage['cookies']
let good: Record<string, unknown>
beforeAll(async () => {
  stage = await openTradeStage()
  ;({ seller, cookies } = stage)
  await stage.put(cookies.net, seller.rosesId, 2)
  good = await stage.wish(cookies.net)
})
afterAll(() => stage.close())

/** The request is refused with one of the given statuses, in problem details, and nothing has changed. */
async function expectRefused(send: () => Promise<{ statusCode: number; body: string }>, statuses: number[]) {
  const before = await stage.snapshot()
  const answer = await send()
  expect(statuses, answer.body).toContain(answer.statusCode)
  expect(JSON.parse(answer.body)).toMatchObject({ status: answer.statusCode, detail: expect.any(String) })
  expect(await stage.snapshot()).toEqual(before)
}

describe('a wish that makes no sense is refused, and nothing changes', () => {
  test.each([
    ['an address that is none', { shipToId: 'home' }],
    ['no address', { shipToId: undefined }],
    ['a day that does not exist', { shipDate: '2026-02-31' }],
    ['a day as a number', { shipDate: 20261117 }],
    ['an unknown way to pay', { payWith: 'cheque' }],
    ['a negative total', { expectedTotalMinor: -1 }],
    ['a total with half a cent', { expectedTotalMinor: 100.5 }],
    ['a total as text', { expectedTotalMinor: '6152' }],
    ['a total beyond counting', { expectedTotalMinor: 2 ** 60 }],
    ['a PO number that is too long', { poNumber: 'x'.repeat(61) }],
    ['a PO number with a line break', { poNumber: 'PO\n7' }],
    ['a PO number with a zero byte', { poNumber: 'PO\u00007' }],
    ['a PO number that turns text around', { poNumber: 'PO\u202E7' }],
    ['a PO number with half a letter', { poNumber: 'PO\uD8007' }],
    ['a note with an escape sequence', { note: '\u001b[31mred' }],
    ['a note that is too long', { note: 'x'.repeat(501) }],
  ])('%s', async (_name, change) => {
    await expectRefused(() => stage.order(cookies.net, { ...good, ...change }), [400])
  })

  test.each(['2020-01-01', '2026-11-21', '2027-06-01'])('a ship date that is not offered: %s', async (shipDate) => {
    await expectRefused(() => stage.order(cookies.net, { ...good, shipDate }), [409])
  })

  test('a key that is too short, too long or missing', async () => {
    for (const key of ['short', 'x'.repeat(256), '']) await expectRefused(() => stage.order(cookies.net, good, key), [400])
  })
})

describe('a quantity that makes no sense is refused, and the cart stays as it was', () => {
  test.each([-1, 0, 1.5, 10_000, 2 ** 53, '3', null, [1], { $gt: 0 }, Number.NaN])('%o', async (quantity) => {
    await expectRefused(() => stage.put(cookies.net, seller.rosesId, quantity), [400])
  })
})

describe('what belongs to others looks as if it did not exist', () => {
  const addressOf = async (customerId: string) =>
    (await stage.world.db.owner.query('SELECT id FROM ship_to_addresses WHERE customer_id = $1', [customerId])).rows[0]
      .id as string

  test('another customer’s address', async () => {
    const shipToId = await addressOf(seller.codId)
    await expectRefused(() => stage.order(cookies.net, { ...good, shipToId }), [404])
  })

  test('another seller’s address', async () => {
    const shipToId = await addressOf(stage.other.netId)
    await expectRefused(() => stage.order(cookies.net, { ...good, shipToId }), [404])
  })

  test('another seller’s product', async () => {
    await expectRefused(() => stage.put(cookies.net, stage.other.rosesId, 1), [404])
  })

  test('a product that is not on the customer’s price list', async () => {
    await stage.setCustomer(seller.codId, `price_list_id = '${seller.preferredId}'`)
    await expectRefused(() => stage.put(cookies.cod, seller.fernId, 1), [404])
  })

  test('orders: another customer’s and another seller’s, by every way in', async () => {
    const mine = await stage.buy(cookies.netToo, seller.rosesId, 1)
    const reason = { reason: 'I want it gone' }
    for (const cookie of [cookies.cod, cookies.otherBuyer]) {
      for (const [method, way] of [
        ['GET', ''],
        ['POST', '/reorder'],
        ['POST', '/void'],
      ] as const) {
        const send = () =>
          stage.world.call(cookie, method, `/api/shop/orders/${mine.id}${way}`, way === '/void' ? reason : undefined)
        await expectRefused(send, [404, 403])
      }
    }
    for (const way of ['', '/void', '/override-hold', '/ship']) {
      const send = () =>
        stage.world.call(
          cookies.otherAdmin,
          way ? 'POST' : 'GET',
          `/api/orders/${mine.id}${way}`,
          way && way !== '/ship' ? reason : undefined,
        )
      await expectRefused(send, [404])
    }
    expect((await stage.world.call(cookies.cod, 'GET', '/api/shop/orders')).json().items).toEqual([])
    expect((await stage.world.call(cookies.otherAdmin, 'GET', '/api/orders')).json().items).toEqual([])
  })
})

describe('people do only what their role allows', () => {
  test('who may only pay cannot fill a cart or order', async () => {
    await expectRefused(() => stage.put(cookies.codPays, seller.rosesId, 1), [403])
    await expectRefused(() => stage.order(cookies.codPays, good), [403])
    expect((await stage.checkout(cookies.codPays)).whyNotPlace).toMatch(/colleague who may order/)
  })

  test('the seller’s own people have no cart', async () => {
    await expectRefused(() => stage.world.call(cookies.sales, 'GET', '/api/shop/cart'), [403])
  })

  test('buyers see nothing of the office', async () => {
    for (const url of ['/api/orders', '/api/customers', '/api/products', '/api/price-lists'])
      await expectRefused(() => stage.world.call(cookies.net, 'GET', url), [403])
  })

  test('sales can neither override a hold nor ship', async () => {
    const order = await stage.buy(cookies.netToo, seller.rosesId, 1)
    await expectRefused(
      () => stage.world.call(cookies.sales, 'POST', `/api/orders/${order.id}/override-hold`, { reason: 'good friends' }),
      [403],
    )
    await expectRefused(() => stage.world.call(cookies.sales, 'POST', `/api/orders/${order.id}/ship`), [403])
  })
})
