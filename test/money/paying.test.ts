import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { observe } from '../../app/payments/observe.ts'
import { receiveEvent } from '../../app/payments/receive-event.ts'
import { refreshOrderPayment } from '../../app/payments/refresh-order-payment.ts'
import { startPayment } from '../../app/payments/start-payment.ts'
import { shipAndInvoice } from '../../app/receivables/ship-and-invoice.ts'
import { runInboxOnce } from '../../app/worker/inbox.ts'
import { runJanitorOnce } from '../../app/worker/janitor.ts'
import { type MoneyStage, openMoneyStage } from '../support/money-stage.ts'
import { createTestDatabase } from '../support/test-database.ts'

let stage: MoneyStage

beforeAll(async () => {
  stage = await openMoneyStage(await createTestDatabase())
})
afterAll(() => stage.close())

const visa = { card: '4242424242424242' }

async function paidOrder(totalMinor: number): Promise<string> {
  const order = await stage.placeOrder(totalMinor)
  const { url } = await stage.pay(order)
  await stage.simulator.payCheckout(url, visa)
  return order
}

async function paymentsOf(order: string) {
  const { rows } = await stage.db.owner.query(
    `SELECT p.* FROM payments p JOIN payment_attempts t ON t.id = p.attempt_id WHERE t.order_id = $1`,
    [order],
  )
  return rows
}

/** How many Checkout sessions there are on the seller's account, asked as anyone with the key would. */
async function sessionsAtStripe(status?: string): Promise<number> {
  const { simulator, stripeAccount } = stage
  const headers = { authorization: `Bearer ${simulator.secretKey}`, 'stripe-account': stripeAccount }
  const answer = await fetch(`${simulator.url}/v1/checkout/sessions?limit=100${status ? `&status=${status}` : ''}`, { headers })
  return ((await answer.json()) as { data: unknown[] }).data.length
}

describe('a card payment', () => {
  test('is posted, applied, itemised and releases the order, though the buyer never comes back', async () => {
    const order = await paidOrder(41_250)
    await stage.receiveEverything()
    await stage.workAll()
    expect(await stage.orderRow(order)).toMatchObject({ payment_state: 'paid', order_state: 'confirmed', hold: null })
    const [payment] = await paymentsOf(order)
    // 2.9 % + 30 ¢ is Stripe's; 0.5 % + 10 ¢ the platform's.
    expect(payment).toMatchObject({
      amount_minor: 41_250,
      stripe_fee_minor: 1_226,
      convenience_fee_minor: 216,
      card_last4: '4242',
      card_brand: 'visa',
    })
    expect(payment.charge).toMatch(/^ch_/)
    await stage.expectBooksInOrder()
  })

  test('is the platform’s income too, once, by its own webhook and by following up', async () => {
    const before = await stage.count('platform_fees')
    await paidOrder(10_000)
    await stage.receiveEverything()
    await stage.workAll()
    await stage.workAll()
    expect(await stage.count('platform_fees')).toBe(before + 1)
    await stage.expectBooksInOrder()
  })

  test('is applied by the return page alone, with every webhook lost', async () => {
    const order = await paidOrder(5_000)
    await refreshOrderPayment(stage.deps, stage.companyId, order)
    expect(await stage.orderRow(order)).toMatchObject({ payment_state: 'paid', hold: null })
  })

  test('is applied by the janitor alone, with the browser closed and every webhook lost', async () => {
    const order = await paidOrder(5_100)
    await runJanitorOnce(stage.deps, 0)
    expect(await stage.orderRow(order)).toMatchObject({ payment_state: 'paid', hold: null })
    await stage.expectBooksInOrder()
  })

  test('is posted once when eight workers look at it at the same moment', async () => {
    const order = await paidOrder(7_700)
    const { rows } = await stage.db.owner.query('SELECT checkout_session FROM payment_attempts WHERE order_id = $1', [order])
    const object = { type: 'checkout.session', id: rows[0].checkout_session }
    const hint = { companyId: stage.companyId, stripeAccount: stage.stripeAccount, object }
    await Promise.all(Array.from({ length: 8 }, () => observe(stage.deps, hint)))
    expect(await paymentsOf(order)).toHaveLength(1)
    await stage.expectBooksInOrder()
  })

  test('posts the same books whatever order its events come in, however often, and whichever are lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), fc.integer({ min: 1_000, max: 90_000 }), async (choices, total) => {
        const order = await paidOrder(total)
        const events = (await stage.deps.stripe.listEvents(stage.stripeAccount, new Date(0))).items
        const shuffled = events.map((hint) => ({ hint, at: choices.next().value! })).sort((a, b) => a.at - b.at)
        // Some are lost for ever, some come again; the payment's own last word always gets through.
        const kept = shuffled.filter(({ hint, at }) => at % 3 !== 0 || hint.type === 'checkout.session.completed')
        for (const { hint, at } of kept) {
          await receiveEvent(stage.deps, 'connect', hint)
          if (at % 2 === 0) await runInboxOnce(stage.deps)
          await receiveEvent(stage.deps, 'connect', hint)
        }
        await stage.workAll()
        expect(await paymentsOf(order)).toHaveLength(1)
        expect(await stage.orderRow(order)).toMatchObject({ payment_state: 'paid', order_state: 'confirmed', hold: null })
        await stage.expectBooksInOrder()
      }),
      { numRuns: 8 },
    )
  })

  test('declined, then good, is one payment; the buyer reads why the first card was refused', async () => {
    const order = await stage.placeOrder(9_900)
    const { url } = await stage.pay(order)
    await stage.simulator.payCheckout(url, { card: '4000000000000002' })
    await refreshOrderPayment(stage.deps, stage.companyId, order)
    const attempts = () => stage.db.owner.query('SELECT state, last_decline FROM payment_attempts WHERE order_id = $1', [order])
    expect((await attempts()).rows).toEqual([{ state: 'open', last_decline: expect.stringMatching(/declined/i) }])
    expect((await stage.pay(order)).url).toBe(url)
    await stage.simulator.payCheckout(url, visa)
    await refreshOrderPayment(stage.deps, stage.companyId, order)
    expect(await paymentsOf(order)).toHaveLength(1)
    expect((await attempts()).rows[0].state).toBe('succeeded')
  })

  test('shipping issues the invoice and uses up the deposit to the cent', async () => {
    const order = await paidOrder(12_345)
    await refreshOrderPayment(stage.deps, stage.companyId, order)
    const { invoice } = await shipAndInvoice(stage.deps, stage.companyId, { kind: 'system' }, order)
    const { rows } = await stage.db.owner.query('SELECT sum(amount_minor)::int AS paid FROM allocations WHERE invoice_id = $1', [
      invoice.id,
    ])
    expect(rows[0].paid).toBe(12_345)
    await stage.expectBooksInOrder()
  })

  test('an order that waits for its payment cannot ship', async () => {
    const order = await stage.placeOrder(2_000)
    const shipping = shipAndInvoice(stage.deps, stage.companyId, { kind: 'system' }, order)
    await expect(shipping).rejects.toMatchObject({ status: 409, kind: 'cannot-ship' })
    expect(await stage.orderRow(order)).toMatchObject({ fulfilment_state: 'unfulfilled' })
  })
})

describe('one intention is charged once', () => {
  test('eight clicks at the same moment get the same page, one attempt and one session', async () => {
    const order = await stage.placeOrder(6_600)
    const before = await sessionsAtStripe()
    const started = await Promise.all(Array.from({ length: 8 }, () => stage.pay(order)))
    expect(new Set(started.map((each) => each.url)).size).toBe(1)
    expect(await sessionsAtStripe()).toBe(before + 1)
    const { rows } = await stage.db.owner.query('SELECT id FROM payment_attempts WHERE order_id = $1', [order])
    expect(rows).toHaveLength(1)
    const { url } = started[0]!
    await Promise.allSettled([stage.simulator.payCheckout(url, visa), stage.simulator.payCheckout(url, visa)])
    await refreshOrderPayment(stage.deps, stage.companyId, order)
    expect(await paymentsOf(order)).toHaveLength(1)
    await stage.expectBooksInOrder()
  })

  test('a paid order cannot be paid again', async () => {
    const order = await paidOrder(3_300)
    await refreshOrderPayment(stage.deps, stage.companyId, order)
    await expect(stage.pay(order)).rejects.toMatchObject({ status: 409, kind: 'already-paid' })
  })

  test('paid at Stripe but not known here yet: paying again finds the money instead of charging it twice', async () => {
    const order = await paidOrder(3_400)
    await stage.pay(order).catch(() => {})
    await runJanitorOnce(stage.deps, 0)
    expect(await paymentsOf(order)).toHaveLength(1)
    await stage.expectBooksInOrder()
  })

  test('the answer to the create is lost: asking again gives the one session that was made', async () => {
    const order = await stage.placeOrder(8_800)
    const lost = { method: 'POST', path: '/v1/checkout/sessions', kind: 'reset_after', times: 3 } as const
    stage.simulator.faults.add(lost)
    await expect(stage.pay(order)).rejects.toMatchObject({ status: 503, kind: 'stripe-unreachable' })
    stage.simulator.faults.clear()
    const { url } = await stage.pay(order)
    await stage.simulator.payCheckout(url, visa)
    await refreshOrderPayment(stage.deps, stage.companyId, order)
    expect(await paymentsOf(order)).toHaveLength(1)
    await stage.expectBooksInOrder()
  })

  test.each(['error_500', 'error_500_after'] as const)(
    'Stripe stores a failure under the key (%s): paying again begins anew, with one page that can be paid',
    async (kind) => {
      const order = await stage.placeOrder(8_900)
      const before = await sessionsAtStripe('open')
      stage.simulator.faults.add({ method: 'POST', path: '/v1/checkout/sessions', kind })
      await expect(stage.pay(order)).rejects.toMatchObject({ status: 503, kind: 'stripe-unreachable' })
      const { url } = await stage.pay(order)
      expect(await sessionsAtStripe('open')).toBe(before + 1)
      await stage.simulator.payCheckout(url, visa)
      await refreshOrderPayment(stage.deps, stage.companyId, order)
      expect(await paymentsOf(order)).toHaveLength(1)
    },
  )

  test('a click whose answer comes long after the payment cannot open the paid attempt again', async () => {
    const order = await stage.placeOrder(4_700)
    stage.simulator.faults.add({ method: 'POST', path: '/v1/checkout/sessions', kind: 'hold_after' })
    const slow = stage.pay(order)
    await stage.simulator.faults.waitForHeld()
    const { rows } = await stage.db.owner.query('SELECT id, stripe_account FROM payment_attempts WHERE order_id = $1', [order])
    const session = await stage.deps.stripe.findCheckoutByReference(stage.stripeAccount, rows[0].id, new Date(0))
    await stage.simulator.payCheckout(session!.url!, visa)
    const object = { type: 'checkout.session', id: session!.session }
    await observe(stage.deps, { companyId: stage.companyId, stripeAccount: stage.stripeAccount, object })
    stage.simulator.faults.clear()
    await slow
    const after = await stage.db.owner.query('SELECT state FROM payment_attempts WHERE order_id = $1', [order])
    expect(after.rows).toEqual([{ state: 'succeeded' }])
    expect(await paymentsOf(order)).toHaveLength(1)
  })

  test('another customer’s order is not there to pay', async () => {
    const order = await stage.placeOrder(1_000)
    await stage.db.owner.query(
      `INSERT INTO customers (company_id, number, name, location_id, price_list_id, terms)
       SELECT company_id, '1002', 'Other', location_id, price_list_id, 'cod' FROM customers WHERE number = '1001' ON CONFLICT DO NOTHING`,
    )
    const { rows } = await stage.db.owner.query(`SELECT id FROM customers WHERE number = '1002'`)
    const stranger = { ...stage.buyer, customerId: rows[0].id }
    await expect(startPayment(stage.deps, stranger, order)).rejects.toMatchObject({ status: 404 })
  })
})
