import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { linkStripe, openTradeStage, type TradeStage } from '../../test/support/trade-stage.ts'

let stage: TradeStage
let seller: TradeStage['seller']
let cookies: TradeStage['cookies']
beforeAll(async () => {
  stage = await openTradeStage()
  ;({ seller, cookies } = stage)
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

describe('an order on terms', () => {
  test('is confirmed, carries goods, freight and tax, promises its stock and empties the cart', async () => {
    const order = await stage.buy(cookies.net, seller.rosesId, 3, { poNumber: ' PO-7 ', note: 'Side door\r\nplease' })
    expect(order).toMatchObject({
      goods: { minor: 6_450, currency: 'usd' },
      freight: { minor: 1_850 },
      tax: { minor: 452 },
      total: { minor: 8_752 },
      balanceDue: { minor: 8_752 },
      orderState: 'confirmed',
      fulfilmentState: 'unfulfilled',
      paymentState: 'unpaid',
      hold: null,
      poNumber: 'PO-7',
      note: 'Side door\nplease',
      termsWords: 'Net 30',
      paymentRequired: false,
      shipTo: { line1: '1 Main Street', postalCode: '33101' },
    })
    expect(order.lines).toMatchObject([{ sku: 'ROSE', quantity: 3, unitPrice: { minor: 2_150 }, amount: { minor: 6_450 } }])
    expect(await stage.stockOf(seller.rosesId)).toEqual({ on_hand: 100, committed: 3 })
    expect((await stage.checkout(cookies.net)).cart.lines).toEqual([])
    await stage.expectBooksInOrder()
  })

  test('tells the timeline and asks for one mail', async () => {
    const order = await stage.buy(cookies.net, seller.rosesId)
    const { rows: told } = await stage.world.db.owner.query('SELECT action, actor_name FROM activity WHERE subject_id = $1', [
      order.id,
    ])
    expect(told).toEqual([{ action: 'order.placed', actor_name: 'net' }])
    const { rows: mails } = await stage.world.db.owner.query('SELECT kind, payload FROM outbox WHERE fact_id = $1', [order.id])
    expect(mails).toEqual([{ kind: 'mail.order-placed', payload: { orderId: order.id } }])
  })

  test('beyond the credit limit is held for an approval, and told beforehand', async () => {
    await stage.setCustomer(seller.netId, 'credit_limit_minor = 5000')
    await stage.put(cookies.net, seller.rosesId, 2)
    expect((await stage.checkout(cookies.net)).payment.terms.notice).toMatch(/credit limit/)
    const order = (await stage.order(cookies.net, await stage.wish(cookies.net))).json()
    expect(order).toMatchObject({ orderState: 'pending', hold: 'credit_limit', approvalState: 'needed' })
    expect(order.holdReason).toMatch(/credit limit/i)
  })

  test('counts what is owed already: orders placed at once cannot both use the same credit', async () => {
    await stage.setCustomer(seller.netId, 'credit_limit_minor = 8000')
    await stage.put(cookies.net, seller.rosesId, 2)
    // Other goods, so that nothing but the customer's lock keeps the two apart.
    await stage.put(cookies.netToo, seller.liliesId, 2)
    const answers = await Promise.all([
      stage.order(cookies.net, await stage.wish(cookies.net)),
      stage.order(cookies.netToo, await stage.wish(cookies.netToo)),
    ])
    expect(answers.map((answer) => answer.json().hold).sort()).toEqual(['credit_limit', null])
  })

  test('still counts against the credit after it has shipped', async () => {
    const first = await stage.buy(cookies.net, seller.rosesId, 2)
    await stage.world.call(cookies.warehouse, 'POST', `/api/orders/${first.id}/ship`)
    await stage.setCustomer(seller.netId, 'credit_limit_minor = 8000')
    expect((await stage.buy(cookies.net, seller.rosesId, 2)).hold).toBe('credit_limit')
  })
})

describe('the way to pay', () => {
  test('a customer without “Pay online” cannot choose the card, and reads why', async () => {
    await stage.put(cookies.net, seller.rosesId, 1)
    const { payment } = await stage.checkout(cookies.net)
    expect(payment.card).toMatchObject({ available: false, reason: expect.stringMatching(/sales contact/) })
    const refused = await stage.order(cookies.net, await stage.wish(cookies.net, { payWith: 'card' }))
    expect([refused.statusCode, refused.json().kind]).toEqual([409, 'payment-not-available'])
  })

  test('“Pay online” without a ready Stripe account offers no card either', async () => {
    await stage.setCustomer(seller.netId, 'pay_online = true')
    await stage.put(cookies.net, seller.rosesId, 1)
    expect((await stage.checkout(cookies.net)).payment.card).toMatchObject({ available: false })
    await linkStripe(stage)
    expect((await stage.checkout(cookies.net)).payment.card).toMatchObject({ available: true, reason: null })
  })

  test('payment required at checkout leaves the card alone, and the order waits for its payment', async () => {
    await linkStripe(stage)
    await stage.setCustomer(seller.codId, 'pay_online = true, payment_required_at_checkout = true')
    await stage.put(cookies.cod, seller.rosesId, 1)
    const { payment } = await stage.checkout(cookies.cod)
    expect(payment).toMatchObject({ terms: { available: false }, card: { available: true } })
    const refused = await stage.order(cookies.cod, await stage.wish(cookies.cod, { payWith: 'terms' }))
    expect(refused.statusCode).toBe(409)
    const order = (await stage.order(cookies.cod, await stage.wish(cookies.cod, { payWith: 'card' }))).json()
    expect(order).toMatchObject({ orderState: 'pending', hold: 'awaiting_payment', paymentRequired: true })
    expect(order.holdReason).toBe('Waiting for payment: this order must be paid before it ships.')
  })

  test('a card order that need not be paid first is confirmed at once', async () => {
    await linkStripe(stage)
    await stage.setCustomer(seller.netId, 'pay_online = true')
    expect(await stage.buy(cookies.net, seller.rosesId, 1, { payWith: 'card' })).toMatchObject({
      orderState: 'confirmed',
      hold: null,
    })
  })

  test('choosing the card is no way around the credit limit: such an order must be paid first', async () => {
    await linkStripe(stage)
    await stage.setCustomer(seller.netId, 'pay_online = true, credit_limit_minor = 100')
    const order = await stage.buy(cookies.net, seller.rosesId, 1, { payWith: 'card' })
    expect(order).toMatchObject({ orderState: 'pending', hold: 'awaiting_payment', paymentRequired: true })
  })

  test('a customer who must pay first while Stripe is not ready cannot order, and reads why', async () => {
    await stage.setCustomer(seller.codId, 'pay_online = true, payment_required_at_checkout = true')
    await stage.put(cookies.cod, seller.rosesId, 1)
    const { mayPlace, whyNotPlace } = await stage.checkout(cookies.cod)
    expect([mayPlace, whyNotPlace]).toEqual([false, expect.stringMatching(/not available at the moment/)])
  })

  test('what costs nothing waits for nothing', async () => {
    await linkStripe(stage)
    await stage.setCustomer(seller.codId, 'pay_online = true, payment_required_at_checkout = true')
    await stage.world.db.owner.query('UPDATE prices SET unit_price_minor = 0 WHERE product_id = $1', [seller.fernId])
    const order = await stage.buy(cookies.cod, seller.fernId, 1, { payWith: 'card' })
    expect(order).toMatchObject({ total: { minor: 0 }, orderState: 'confirmed', hold: null })
  })
})

describe('once', () => {
  test('eight clicks with one key place one order and get the same bytes', async () => {
    await stage.put(cookies.net, seller.rosesId, 2)
    const [wish, key] = [await stage.wish(cookies.net), randomUUID()]
    const answers = await Promise.all(Array.from({ length: 8 }, () => stage.order(cookies.net, wish, key)))
    expect(new Set(answers.map((answer) => `${answer.statusCode} ${answer.body}`)).size).toBe(1)
    expect(answers[0]?.statusCode).toBe(201)
    expect((await stage.snapshot())[0]).toBe(1)
  })

  test('two tabs with two keys place one order: the second finds the cart empty', async () => {
    await stage.put(cookies.net, seller.rosesId, 2)
    const wish = await stage.wish(cookies.net)
    const answers = await Promise.all([stage.order(cookies.net, wish), stage.order(cookies.net, wish)])
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([201, 409])
    expect((await stage.snapshot())[0]).toBe(1)
  })

  test('a key that was used for another order is refused', async () => {
    await stage.put(cookies.net, seller.rosesId, 2)
    const [wish, key] = [await stage.wish(cookies.net), randomUUID()]
    await stage.order(cookies.net, wish, key)
    const reused = await stage.order(cookies.net, { ...wish, note: 'something else' }, key)
    expect([reused.statusCode, reused.json().kind]).toEqual([422, 'idempotency-key-reused'])
  })

  test('a refused order leaves its key free to try again with', async () => {
    await stage.put(cookies.net, seller.rosesId, 2)
    const [wish, key] = [await stage.wish(cookies.net), randomUUID()]
    const refused = await stage.order(cookies.net, { ...wish, expectedTotalMinor: 1 }, key)
    expect([refused.statusCode, refused.json().kind]).toEqual([409, 'total-changed'])
    expect((await stage.order(cookies.net, wish, key)).statusCode).toBe(201)
  })
})

describe('what changed meanwhile', () => {
  test('a price that changed after the buyer agreed is refused with the new total, and the cart is kept', async () => {
    await stage.put(cookies.net, seller.rosesId, 2)
    const wish = await stage.wish(cookies.net)
    await stage.world.db.owner.query('UPDATE prices SET unit_price_minor = 9999 WHERE product_id = $1', [seller.rosesId])
    const before = await stage.snapshot()
    const refused = await stage.order(cookies.net, wish)
    expect(refused.json()).toMatchObject({ status: 409, kind: 'total-changed', total: { minor: 23_248, currency: 'usd' } })
    expect(await stage.snapshot()).toEqual(before)
  })

  test('the last goods go to one of two buyers, and the other keeps a cart that says what is left', async () => {
    await stage.world.db.owner.query('UPDATE stock SET on_hand = 10 WHERE product_id = $1 AND on_hand = 100', [seller.rosesId])
    await stage.put(cookies.net, seller.rosesId, 6)
    await stage.put(cookies.cod, seller.rosesId, 6)
    const wishes = [await stage.wish(cookies.net), await stage.wish(cookies.cod)]
    const answers = await Promise.all([stage.order(cookies.net, wishes[0]!), stage.order(cookies.cod, wishes[1]!)])
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([201, 409])
    expect(await stage.stockOf(seller.rosesId)).toEqual({ on_hand: 10, committed: 6 })
    const loser = answers[0]?.statusCode === 409 ? cookies.net : cookies.cod
    expect((await stage.checkout(loser)).cart.lines).toMatchObject([{ quantity: 6, problem: 'Only 4 left.' }])
  })

  test('a product taken out of the range keeps the cart from being ordered until it is removed', async () => {
    await stage.put(cookies.net, seller.rosesId, 1)
    await stage.put(cookies.net, seller.fernId, 1)
    await stage.world.db.owner.query('UPDATE products SET active = false WHERE id = $1', [seller.fernId])
    const { cart, mayPlace, whyNotPlace } = await stage.checkout(cookies.net)
    expect([mayPlace, whyNotPlace]).toEqual([false, expect.stringMatching(/Leather fern: Not available/)])
    expect(cart.total.minor).toBe(2_150 + 1_850 + 151)
    await stage.world.call(cookies.net, 'DELETE', `/api/shop/cart/lines/${seller.fernId}`)
    expect((await stage.order(cookies.net, await stage.wish(cookies.net))).statusCode).toBe(201)
  })

  test('a ship date whose cut-off passed while the buyer was deciding is refused', async () => {
    await stage.put(cookies.net, seller.rosesId, 1)
    const wish = await stage.wish(cookies.net)
    stage.time.now = new Date('2026-11-17T20:00:01Z')
    const refused = await stage.order(cookies.net, wish)
    expect([refused.statusCode, refused.json().kind]).toEqual([409, 'ship-date-not-offered'])
  })
})
