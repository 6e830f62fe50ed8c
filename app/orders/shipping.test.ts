import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTradeStage, type TradeStage } from '../../test/support/trade-stage.ts'
import { postShipping } from '../receivables/ship-and-invoice.ts'
import { runOutboxOnce } from '../worker/outbox.ts'
import { undoSeconds } from './schedule-shipping.ts'

let stage: TradeStage
let seller: TradeStage['seller']
let cookies: TradeStage['cookies']
let walter: string
beforeAll(async () => {
  stage = await openTradeStage()
  ;({ seller, cookies } = stage)
  await stage.world.addPerson('walter@lily.example', seller.companyId, ['warehouse'])
  walter = await stage.world.signIn('walter@lily.example')
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const call = (method: 'PUT' | 'DELETE', id: string, cookie = cookies.warehouse) =>
  stage.world.call(cookie, method, `/api/orders/${id}/shipping`)
const press = (id: string, cookie?: string) => call('PUT', id, cookie)
const undo = (id: string, cookie?: string) => call('DELETE', id, cookie)
const shown = async (id: string) => (await stage.world.call(cookies.warehouse, 'GET', `/api/orders/${id}`)).json()
const buy = async () => (await stage.buy(cookies.net, seller.rosesId, 4)).id as string
const one = async (text: string, values: unknown[] = []) => (await stage.world.db.owner.query(text, values)).rows[0]
const invoices = async () => (await one('SELECT count(*)::int AS n FROM invoices')).n
const stock = () => stage.stockOf(seller.rosesId)
const untouched = { on_hand: 100, committed: 4 }
/** Lets the ten seconds pass, and the worker have its turn. */
async function pass() {
  await stage.world.db.owner.query(`UPDATE outbox SET due_at = now() WHERE kind = 'order.ship'`)
  await runOutboxOnce(stage.world.deps, 'acts')
}

describe('an order that was pressed', () => {
  test('is not posted yet: it says who shipped it and how long that can be taken back', async () => {
    const id = await buy()
    const answer = await press(id)
    expect(answer.statusCode).toBe(200)
    const { shipping } = answer.json()
    expect(shipping).toMatchObject({ byName: 'warehouse' })
    expect(shipping.undoSeconds).toBeGreaterThan(0)
    expect(shipping.undoSeconds).toBeLessThanOrEqual(undoSeconds)
    expect(await shown(id)).toMatchObject({ fulfilmentState: 'unfulfilled', invoice: null, shippedAt: null, canShip: false })
    await runOutboxOnce(stage.world.deps, 'acts')
    expect([await stock(), await invoices()]).toEqual([untouched, 0])
  })

  test('is posted once its time has passed, with nobody looking, under the name of who pressed; once', async () => {
    const id = await buy()
    await press(id)
    await pass()
    await pass()
    // The warehouse reads no invoices; whoever does finds it on the order.
    expect(await shown(id)).toMatchObject({ fulfilmentState: 'shipped', shipping: null, invoice: null })
    const read = await stage.world.call(cookies.admin, 'GET', `/api/orders/${id}`)
    expect(read.json()).toMatchObject({ invoice: { number: expect.any(String) } })
    expect([await stock(), await invoices()]).toEqual([{ on_hand: 96, committed: 0 }, 1])
    const told = await one(`SELECT actor_name FROM activity WHERE subject_id = $1 AND action = 'order.shipped'`, [id])
    expect(told).toEqual({ actor_name: 'warehouse' })
    await stage.expectBooksInOrder()
  })

  test('that is taken back is as it was, and never posted; it can be pressed again', async () => {
    const id = await buy()
    const before = await stage.orderRow(id)
    await press(id)
    expect((await undo(id)).json()).toMatchObject({ shipping: null, canShip: true })
    await pass()
    expect(await stage.orderRow(id)).toEqual(before)
    expect([await stock(), await invoices()]).toEqual([untouched, 0])
    await press(id)
    await pass()
    expect(await invoices()).toBe(1)
  })

  test('taken back and pressed again in time is not posted by the first press', async () => {
    const id = await buy()
    await press(id)
    const first = (await stage.orderRow(id)).shipping_id
    await undo(id)
    await press(id)
    await postShipping(stage.world.deps, seller.companyId, { orderId: id, shippingId: first })
    expect(await invoices()).toBe(0)
  })

  test('cannot be taken back any more once it is posted', async () => {
    const id = await buy()
    await press(id)
    await pass()
    const late = await undo(id)
    expect([late.statusCode, late.json().kind]).toEqual([409, 'too-late-to-undo'])
    expect(await invoices()).toBe(1)
  })

  test('taking back and posting at the same moment: one of them happens', async () => {
    for (let round = 0; round < 5; round++) {
      const id = await buy()
      await press(id)
      const [undone] = await Promise.all([undo(id), pass()])
      const order = await shown(id)
      expect([undone!.statusCode, order.fulfilmentState]).toEqual(
        undone!.statusCode === 200 ? [200, 'unfulfilled'] : [409, 'shipped'],
      )
      expect(order.shipping).toBeNull()
      await stage.expectBooksInOrder()
    }
  })
})

describe('two people at one order', () => {
  test('only the first press counts, and the second reads whose it was', async () => {
    const id = await buy()
    await press(id)
    const second = await press(id, walter)
    expect([second.statusCode, second.json().detail]).toEqual([409, expect.stringContaining('warehouse has just shipped')])
    await pass()
    expect(await invoices()).toBe(1)
  })

  test('eight presses at once ship once', async () => {
    const id = await buy()
    const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => press(id, index % 2 ? walter : undefined)))
    expect(answers.filter((answer) => answer.statusCode === 200)).toHaveLength(1)
    await pass()
    expect(await invoices()).toBe(1)
  })

  test('a colleague may take it back, and the history tells who did', async () => {
    const id = await buy()
    await press(id)
    await undo(id, walter)
    const told = await one(`SELECT actor_name FROM activity WHERE subject_id = $1 AND action = 'order.shipping_taken_back'`, [id])
    expect(told).toEqual({ actor_name: 'walter' })
    const again = await undo(id)
    expect([again.statusCode, again.json().detail]).toEqual([409, expect.stringContaining('nobody has shipped')])
  })

  test('sales cannot void it meanwhile, and reads whom to ask', async () => {
    const id = await buy()
    await press(id)
    const refused = await stage.world.call(cookies.sales, 'POST', `/api/orders/${id}/void`, { reason: 'not wanted' })
    expect([refused.statusCode, refused.json().detail]).toEqual([409, expect.stringContaining('take it back first')])
  })
})

describe('what may not ship', () => {
  test('is not scheduled either, for the same reason', async () => {
    await stage.setCustomer(seller.netId, 'credit_limit_minor = 1')
    const id = await buy()
    const refused = await press(id)
    expect([refused.statusCode, refused.json().detail]).toEqual([409, (await shown(id)).whyNotShip])
  })

  test.each([{ lines: [{ lineNumber: 1, quantity: 2 }] }, { lines: [] }])('a part of an order: %j', async (body) => {
    const id = await buy()
    const refused = await stage.world.call(cookies.warehouse, 'POST', `/api/orders/${id}/ship`, body)
    expect([refused.statusCode, refused.json().kind]).toEqual([409, 'cannot-ship'])
    expect(refused.json().detail).toContain('part of an order is not possible yet')
    expect([await stock(), await invoices()]).toEqual([untouched, 0])
  })

  test('anything else that is sent along and not known', async () => {
    const id = await buy()
    expect((await stage.world.call(cookies.warehouse, 'POST', `/api/orders/${id}/ship`, { carrier: 'x' })).statusCode).toBe(400)
    expect(await invoices()).toBe(0)
  })
})
