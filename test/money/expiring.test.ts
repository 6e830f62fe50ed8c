import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expireOrder, NotDueYet } from '../../app/orders/expire-order.ts'
import { overrideHold } from '../../app/orders/override-hold.ts'
import type { EndLiveAttempt } from '../../app/orders/void-unpaid-order.ts'
import { endLiveAttempt } from '../../app/payments/end-live-attempt.ts'
import { type MoneyStage, openMoneyStage } from '../support/money-stage.ts'
import { createTestDatabase } from '../support/test-database.ts'

let stage: MoneyStage
beforeAll(async () => {
  stage = await openMoneyStage(await createTestDatabase())
})
afterAll(() => stage.close())

const visa = { card: '4242424242424242' }
const hourMs = 3_600_000
/** An order whose time to pay is an hour from now; tests move their clock. */
const placeOrder = (totalMinor: number) => stage.placeOrder(totalMinor, new Date(stage.deps.clock.now().getTime() + hourMs))
const later = () => ({ ...stage.deps, clock: { now: () => new Date(stage.deps.clock.now().getTime() + 2 * hourMs) } })
const close: EndLiveAttempt = (companyId, orderId) => endLiveAttempt(stage.deps, companyId, orderId)
const expire = (orderId: string, ending = close) => expireOrder(later(), ending, stage.companyId, orderId)
const stateOf = async (orderId: string) => {
  const { order_state, payment_state, voided_because } = await stage.orderRow(orderId)
  return [order_state, payment_state, voided_because].filter(Boolean).join(' ')
}
const committed = async () => (await stage.db.owner.query('SELECT sum(committed)::int AS n FROM stock')).rows[0].n
const rowsOf = async (table: string, id: string) =>
  (
    await stage.db.owner.query(
      `SELECT * FROM ${table} WHERE ${table === 'activity' ? 'subject_id' : `payload ->> 'orderId'`} = $1 ORDER BY id`,
      [id],
    )
  ).rows
const toldOf = async (orderId: string) => (await rowsOf('activity', orderId)).map((row) => row.action)
const mailsOf = async (orderId: string) => (await rowsOf('outbox', orderId)).map((row) => row.kind)
const breaksOf = async () => (await stage.db.owner.query('SELECT kind FROM breaks')).rows.map((row) => row.kind)

describe('an order that was not paid in time', () => {
  test('ends: its page is closed, its goods are free, buyer and timeline are told, once', async () => {
    const order = await placeOrder(5_000)
    const { url } = await stage.pay(order)
    const before = await committed()
    await Promise.all([expire(order), expire(order), expire(order)])
    expect(await stateOf(order)).toBe('voided unpaid expired')
    expect(await committed()).toBe(before - 1)
    expect((await toldOf(order)).filter((action) => action === 'order.expired')).toHaveLength(1)
    expect(await mailsOf(order)).toEqual(['mail.order-expired'])
    const late = await stage.simulator.payCheckout(url, visa).catch((error: Error) => error)
    expect(late).not.toMatchObject({ status: 'complete' })
    await stage.expectBooksInOrder()
  })

  test('ends also when nobody ever opened a payment page, and cannot be paid afterwards', async () => {
    const order = await placeOrder(5_100)
    await expire(order)
    expect(await stateOf(order)).toBe('voided unpaid expired')
    await expect(stage.pay(order)).rejects.toMatchObject({ kind: 'order-voided' })
  })

  test('is not ended before its time', async () => {
    const order = await placeOrder(5_200)
    await expect(expireOrder(stage.deps, close, stage.companyId, order)).rejects.toThrow(NotDueYet)
    expect(await stateOf(order)).toBe('pending unpaid')
  })

  test('is not given a payment page any more that would be closed in a moment', async () => {
    const order = await stage.placeOrder(5_300, new Date(stage.deps.clock.now().getTime() - hourMs))
    await expect(stage.pay(order)).rejects.toMatchObject({ status: 409, kind: 'order-ended' })
  })

  test('ends with a payment page that opened while the first one was being closed: nobody pays for nothing', async () => {
    const order = await placeOrder(5_400)
    await stage.pay(order)
    const andAgain: EndLiveAttempt = async (companyId, orderId) => {
      await close(companyId, orderId)
      await stage.pay(orderId)
    }
    await expect(expire(order, andAgain)).rejects.toMatchObject({ kind: 'payment-in-progress' })
    expect(await stateOf(order)).toBe('pending unpaid')
    await expire(order)
    expect(await stateOf(order)).toBe('voided unpaid expired')
    await stage.expectBooksInOrder()
  })
})

describe('an order stands', () => {
  test('when the buyer was quicker than the closing of the page', async () => {
    const order = await placeOrder(6_000)
    const { url } = await stage.pay(order)
    await stage.simulator.payCheckout(url, visa)
    await expire(order)
    expect(await stateOf(order)).toBe('confirmed paid')
    expect(await toldOf(order)).not.toContain('order.expired')
    await stage.expectBooksInOrder()
  })

  test('when it is paid between the first look and the last', async () => {
    const order = await placeOrder(6_100)
    const { url } = await stage.pay(order)
    await expire(order, async (companyId, orderId) => {
      await stage.simulator.payCheckout(url, visa)
      await close(companyId, orderId)
    })
    expect(await stateOf(order)).toBe('confirmed paid')
    await stage.expectBooksInOrder()
  })

  test('when somebody let it go meanwhile', async () => {
    const order = await placeOrder(6_200)
    await expire(order, async () => {
      await stage.deps.db.withCompany(stage.companyId, (tx) => overrideHold(tx, stage.buyer, order, 'the wire is here'))
    })
    expect(await stateOf(order)).toBe('confirmed unpaid')
  })

  test('when a part of it was paid: that is a person’s matter', async () => {
    const order = await placeOrder(6_300)
    await stage.db.owner.query(`UPDATE orders SET payment_state = 'partly_paid' WHERE id = $1`, [order])
    await expire(order)
    expect(await stateOf(order)).toBe('pending partly_paid')
    await stage.db.owner.query(`UPDATE orders SET payment_state = 'unpaid' WHERE id = $1`, [order])
  })

  test('as long as Stripe does not answer, and ends when it does', async () => {
    const order = await placeOrder(6_400)
    await stage.pay(order)
    stage.simulator.faults.add({ method: 'POST', path: '/v1/checkout/sessions/*/expire', kind: 'error_500', times: 20 })
    await expect(expire(order)).rejects.toMatchObject({ status: 503 })
    stage.simulator.faults.clear()
    expect(await stateOf(order)).toBe('pending unpaid')
    await expire(order)
    expect(await stateOf(order)).toBe('voided unpaid expired')
  })
})

test('paying and running out at the same moment: one of them happens, never half of both', async () => {
  for (const totalMinor of [7_000, 7_100, 7_200, 7_300]) {
    const order = await placeOrder(totalMinor)
    const { url } = await stage.pay(order)
    await Promise.allSettled([expire(order), stage.simulator.payCheckout(url, visa), expire(order)])
    await stage.receiveEverything()
    await stage.workAll()
    await expire(order)
    expect(['voided unpaid expired', 'confirmed paid']).toContain(await stateOf(order))
    await stage.expectBooksInOrder()
  }
})

test('money that arrives all the same is booked, stays unapplied, and is shown to a person', async () => {
  const order = await placeOrder(8_000)
  const { url } = await stage.pay(order)
  await stage.simulator.payCheckout(url, visa)
  // The order ended without Stripe having been asked, as if the payment had been on its way all along.
  await stage.db.owner.query(`UPDATE payment_attempts SET state = 'expired' WHERE order_id = $1`, [order])
  await expire(order, async () => {})
  await stage.receiveEverything()
  await stage.workAll()
  expect(await stateOf(order)).toBe('voided unpaid expired')
  const { rows } = await stage.db.owner.query(
    `SELECT p.amount_minor::int AS paid, (SELECT count(*)::int FROM allocations a WHERE a.payment_id = p.id) AS applied
     FROM payments p JOIN payment_attempts t ON t.id = p.attempt_id WHERE t.order_id = $1`,
    [order],
  )
  expect(rows).toEqual([{ paid: 8_000, applied: 0 }])
  expect(await breaksOf()).toContain('overpaid')
  expect((await rowsOf('activity', order)).at(-1).summary).toContain('Paid 80.00 USD')
  await stage.expectBooksInOrder()
})

test('a worker ends it by itself when its time has come, and goes on trying for days', async () => {
  const order = await stage.placeOrder(9_000, new Date(stage.deps.clock.now().getTime() - hourMs))
  const add = `INSERT INTO outbox (company_id, kind, fact_id, payload, due_at) VALUES ($1, 'order.expire', $2, jsonb_build_object('orderId', $2::text), now())`
  await stage.db.owner.query(add, [stage.companyId, order])
  await stage.workAll()
  expect(await stateOf(order)).toBe('voided unpaid expired')
})
