import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTradeStage, type TradeStage } from '../../test/support/trade-stage.ts'
import { Problem } from '../problem.ts'
import { commitStock, setStock } from './stock.ts'

let stage: TradeStage
let seller: TradeStage['seller']
let cookies: TradeStage['cookies']
beforeAll(async () => {
  stage = await openTradeStage()
  ;({ seller, cookies } = stage)
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const get = async (cookie: string, url: string) => (await stage.world.call(cookie, 'GET', url)).json()
const skus = (page: { items: { sku: string }[] }) => page.items.map((item) => item.sku)

describe('the shop’s catalogue', () => {
  test('shows the customer’s own prices, and only what has one', async () => {
    await stage.setCustomer(seller.netId, `price_list_id = '${seller.preferredId}'`)
    const preferred = await get(cookies.net, '/api/shop/catalogue')
    expect(preferred.items.map((item: { sku: string; price: object }) => [item.sku, item.price])).toEqual([
      ['ROSE', { minor: 2_050, currency: 'usd' }],
      ['LILY', { minor: 899, currency: 'usd' }],
    ])
    expect(skus(await get(cookies.cod, '/api/shop/catalogue'))).toEqual(['FERN', 'ROSE', 'LILY'])
  })

  test('counts as available what the customer’s location has and has not promised', async () => {
    await stage.buy(cookies.net, seller.rosesId, 30)
    expect((await get(cookies.cod, `/api/shop/products/${seller.rosesId}`)).available).toBe(70)
    await stage.setCustomer(seller.codId, `location_id = '${seller.newYorkId}'`)
    expect((await get(cookies.cod, `/api/shop/products/${seller.rosesId}`)).available).toBe(7)
    await stage.setCustomer(seller.codId, `location_id = '${seller.miamiId}'`)
  })

  test('is searched and narrowed to a category, and still counts every category', async () => {
    const page = await get(cookies.net, '/api/shop/catalogue?category=Roses')
    expect([skus(page), page.categories]).toEqual([
      ['ROSE'],
      [
        { name: 'Greens', count: 1 },
        { name: 'Lilies', count: 1 },
        { name: 'Roses', count: 1 },
      ],
    ])
    expect(skus(await get(cookies.net, '/api/shop/catalogue?search=LEATHER'))).toEqual(['FERN'])
    expect(skus(await get(cookies.net, '/api/shop/catalogue?search=100%25'))).toEqual([])
  })

  test('is paged without losing or repeating anything', async () => {
    const first = await get(cookies.net, '/api/shop/catalogue?limit=2')
    const rest = await get(cookies.net, `/api/shop/catalogue?limit=2&cursor=${first.nextCursor}`)
    expect([...skus(first), ...skus(rest), rest.nextCursor]).toEqual(['FERN', 'ROSE', 'LILY', null])
  })

  test('does not show a product that was taken out of the range, or another seller’s', async () => {
    await stage.world.db.owner.query('UPDATE products SET active = false WHERE id = $1', [seller.fernId])
    for (const id of [seller.fernId, stage.other.rosesId]) {
      expect((await stage.world.call(cookies.net, 'GET', `/api/shop/products/${id}`)).statusCode).toBe(404)
    }
  })

  test('answers a search that cannot be stored with 400, not with a fault', async () => {
    expect((await stage.world.call(cookies.net, 'GET', '/api/shop/catalogue?search=%00')).statusCode).toBe(400)
  })
})

describe('the office’s products', () => {
  test('carry every list’s price and every location’s stock', async () => {
    await stage.buy(cookies.net, seller.rosesId, 5)
    expect(await get(cookies.warehouse, `/api/products/${seller.rosesId}`)).toMatchObject({
      sku: 'ROSE',
      prices: [
        { priceList: { name: 'Preferred' }, price: { minor: 2_050 } },
        { priceList: { name: 'Standard' }, price: { minor: 2_150 } },
      ],
      stock: [
        { location: { name: 'Miami' }, onHand: 100, committed: 5, available: 95 },
        { location: { name: 'New York' }, onHand: 7, committed: 0, available: 7 },
      ],
    })
  })

  test('are listed for this seller alone', async () => {
    expect((await get(cookies.admin, '/api/products')).items).toHaveLength(3)
    expect((await stage.world.call(cookies.admin, 'GET', `/api/products/${stage.other.rosesId}`)).statusCode).toBe(404)
  })
})

describe('stock', () => {
  const place = () => ({ companyId: seller.companyId, locationId: seller.miamiId })

  test('is promised for all products of an order or for none', async () => {
    const wanted = [
      { productId: seller.rosesId, quantity: 5 },
      { productId: seller.liliesId, quantity: 101 },
    ]
    const short = await stage.inSeller((tx) => commitStock(tx, place(), wanted))
    expect(short).toEqual([{ productId: seller.liliesId, asked: 101, available: 100 }])
    expect(await stage.stockOf(seller.rosesId)).toEqual({ on_hand: 100, committed: 0 })
  })

  test('cannot be counted below what is promised', async () => {
    await stage.buy(cookies.net, seller.rosesId, 5)
    const count = stage.inSeller((tx) => setStock(tx, place(), [{ productId: seller.rosesId, quantity: 4 }]))
    await expect(count).rejects.toThrow(Problem)
    expect(await stage.stockOf(seller.rosesId)).toEqual({ on_hand: 100, committed: 5 })
  })
})
