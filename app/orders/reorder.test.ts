import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTradeStage, type TradeStage } from '../../test/support/trade-stage.ts'

let stage: TradeStage
let seller: TradeStage['seller']
let cookies: TradeStage['cookies']
beforeAll(async () => {
  stage = await openTradeStage()
  ;({ seller, cookies } = stage)
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const sql = (text: string, ...values: unknown[]) => stage.world.db.owner.query(text, values)
const discontinue = (productId: string) => sql('UPDATE products SET active = false WHERE id = $1', productId)
const leave = (productId: string, available: number) =>
  sql(
    'UPDATE stock SET on_hand = committed + $2 WHERE product_id = $1 AND location_id = $3',
    productId,
    available,
    seller.miamiId,
  )
const url = (id: string) => `/api/shop/orders/${id}/reorder`
const look = async (id: string, cookie = cookies.net) => (await stage.world.call(cookie, 'GET', url(id))).json()
const reorder = (id: string, cookie = cookies.net) => stage.world.call(cookie, 'POST', url(id))
/** What is in the cart, by SKU. */
const cartOf = async (cookie = cookies.net): Promise<[string, number][]> => {
  const { lines } = (await stage.world.call(cookie, 'GET', '/api/shop/cart')).json()
  return lines.map((line: { product: { sku: string }; quantity: number }) => [line.product.sku, line.quantity]).toSorted()
}

/** Ten roses and two lilies, ordered before. */
async function earlier(): Promise<string> {
  await stage.put(cookies.net, seller.liliesId, 2)
  return (await stage.buy(cookies.net, seller.rosesId, 10)).id
}

describe('ordering again', () => {
  test('puts the same into an empty cart, and has nothing to say about it', async () => {
    const id = await earlier()
    expect(await look(id)).toMatchObject({
      inCart: 0,
      lines: [
        { fate: 'as_before', why: null },
        { fate: 'as_before', why: null },
      ],
    })
    expect((await reorder(id)).statusCode).toBe(200)
    expect(await cartOf()).toEqual([
      ['LILY', 2],
      ['ROSE', 10],
    ])
  })

  test('adds to what is in the cart, says so beforehand, and keeps what only the cart has', async () => {
    const id = await earlier()
    await stage.put(cookies.net, seller.rosesId, 3)
    await stage.put(cookies.net, seller.fernId, 1)
    expect((await look(id)).inCart).toBe(2)
    await reorder(id)
    expect(await cartOf()).toEqual([
      ['FERN', 1],
      ['LILY', 2],
      ['ROSE', 13],
    ])
  })

  test('says what is gone, what there is less of and what costs something else, and offers the rest', async () => {
    await stage.put(cookies.net, seller.fernId, 1)
    const id = await earlier()
    await discontinue(seller.liliesId)
    await leave(seller.rosesId, 4)
    await sql(`UPDATE prices SET unit_price_minor = 500 WHERE product_id = $1`, seller.fernId)
    const { lines } = await look(id)
    expect(lines).toMatchObject([
      { sku: 'FERN', ordered: 1, added: 1, fate: 'price_changed', why: 'It costs 5.00 USD now instead of 4.40 USD.' },
      { sku: 'LILY', ordered: 2, added: 0, fate: 'gone', why: 'It is not sold to you any more.' },
      { sku: 'ROSE', ordered: 10, added: 4, fate: 'fewer', why: 'Only 4 of 10 can be had now.' },
    ])
    expect(await cartOf()).toEqual([])
    expect((await reorder(id)).json().lines).toEqual(lines)
    expect(await cartOf()).toEqual([
      ['FERN', 1],
      ['ROSE', 4],
    ])
    const inSpanish = await stage.world.app.inject({ url: url(id), headers: { cookie: cookies.net, 'accept-language': 'es' } })
    expect(inSpanish.json().lines[1].why).toBe('Ya no se le vende.')
  })

  test('of which nothing can be had says so and leaves the cart as it was', async () => {
    const id = await earlier()
    await stage.put(cookies.net, seller.fernId, 1)
    await discontinue(seller.liliesId)
    await leave(seller.rosesId, 0)
    expect((await look(id)).lines.map((line: { fate: string }) => line.fate)).toEqual(['gone', 'sold_out'])
    const refused = await reorder(id)
    expect([refused.statusCode, refused.json().kind]).toEqual([409, 'nothing-to-reorder'])
    expect(await cartOf()).toEqual([['FERN', 1]])
  })

  test('of another customer’s order is not found', async () => {
    const id = await earlier()
    for (const cookie of [cookies.cod, cookies.otherBuyer]) {
      expect((await reorder(id, cookie)).statusCode).toBe(404)
      expect((await stage.world.call(cookie, 'GET', url(id))).statusCode).toBe(404)
    }
  })

  test('never takes anything out of a cart, never puts in more than there is, and says what differs', async () => {
    const some = fc.record({ left: fc.nat({ max: 20 }), inCart: fc.nat({ max: 8 }), gone: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(some, async ({ left, inCart, gone }) => {
        await stage.reset()
        const { id } = await stage.buy(cookies.net, seller.rosesId, 10)
        if (inCart > 0) await stage.put(cookies.net, seller.rosesId, inCart)
        await leave(seller.rosesId, left)
        if (gone) await discontinue(seller.rosesId)
        const [line] = (await look(id)).lines
        await reorder(id)
        const { rows } = await sql('SELECT quantity FROM cart_lines')
        const now = rows[0]?.quantity ?? 0
        expect(now).toBe(inCart + line.added)
        expect(now).toBeLessThanOrEqual(Math.max(inCart, gone ? 0 : left))
        expect(line.added === 10).toBe(line.why === null)
      }),
      { numRuns: 25 },
    )
  })
})
