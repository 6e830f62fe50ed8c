import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../app/identity/actor.ts'
import { voidUnpaidOrder } from '../../app/orders/void-unpaid-order.ts'
import { endLiveAttempt } from '../../app/payments/end-live-attempt.ts'
import { type MoneyStage, openMoneyStage } from '../support/money-stage.ts'
import { createTestDatabase } from '../support/test-database.ts'

let stage: MoneyStage
let sales: Actor
beforeAll(async () => {
  stage = await openMoneyStage(await createTestDatabase())
  sales = { ...stage.buyer, name: 'Sam Sales', customerId: null }
})
afterAll(() => stage.close())

const visa = { card: '4242424242424242' }
const voidIt = (orderId: string, actor: Actor = sales) =>
  voidUnpaidOrder(stage.deps, (companyId, id) => endLiveAttempt(stage.deps, companyId, id), actor, {
    orderId,
    reason: 'not wanted',
  })
const committed = async () => (await stage.db.owner.query('SELECT sum(committed)::int AS n FROM stock')).rows[0].n

describe('voiding an order that a buyer may be paying', () => {
  test('closes the payment page first: it cannot be paid afterwards', async () => {
    const order = await stage.placeOrder(5_000)
    const { url } = await stage.pay(order)
    const before = await committed()
    await voidIt(order)
    expect(await stage.orderRow(order)).toMatchObject({ order_state: 'voided', payment_state: 'unpaid', hold: null })
    expect(await committed()).toBe(before - 1)
    const late = await stage.simulator.payCheckout(url, visa).catch((error: Error) => error)
    expect(late).not.toMatchObject({ status: 'complete' })
    await stage.receiveEverything()
    await stage.workAll()
    expect(await stage.count('payments')).toBe(0)
    await stage.expectBooksInOrder()
  })

  test('does not happen when the buyer was quicker: the money is booked, and the order stands', async () => {
    const order = await stage.placeOrder(6_000)
    const { url } = await stage.pay(order)
    await stage.simulator.payCheckout(url, visa)
    await expect(voidIt(order)).rejects.toMatchObject({ status: 409, kind: 'cannot-void' })
    expect(await stage.orderRow(order)).toMatchObject({ order_state: 'confirmed', payment_state: 'paid' })
    await stage.expectBooksInOrder()
  })

  test('paying and voiding at the same moment: one of them happens, never half of both', async () => {
    const order = await stage.placeOrder(7_000)
    const { url } = await stage.pay(order)
    await Promise.allSettled([voidIt(order), stage.simulator.payCheckout(url, visa)])
    await stage.receiveEverything()
    await stage.workAll()
    const { order_state, payment_state } = await stage.orderRow(order)
    expect(['voided unpaid', 'confirmed paid']).toContain(`${order_state} ${payment_state}`)
    await stage.expectBooksInOrder()
  })

  test('leaves everything as it was when Stripe does not answer', async () => {
    const order = await stage.placeOrder(8_000)
    await stage.pay(order)
    stage.simulator.faults.add({ method: 'POST', path: '/v1/checkout/sessions/*/expire', kind: 'error_500', times: 20 })
    await expect(voidIt(order)).rejects.toMatchObject({ status: 503 })
    stage.simulator.faults.clear()
    expect(await stage.orderRow(order)).toMatchObject({ order_state: 'pending', hold: 'awaiting_payment' })
    await voidIt(order)
    expect(await stage.orderRow(order)).toMatchObject({ order_state: 'voided' })
    await stage.expectBooksInOrder()
  })

  test('of another customer’s order touches neither the order nor its payment page', async () => {
    const order = await stage.placeOrder(9_000)
    const { url } = await stage.pay(order)
    const stranger = { ...stage.buyer, customerId: '00000000-0000-4000-8000-000000000000' }
    await expect(voidIt(order, stranger)).rejects.toMatchObject({ status: 404 })
    await stage.simulator.payCheckout(url, visa)
    await stage.receiveEverything()
    await stage.workAll()
    expect((await stage.orderRow(order)).payment_state).toBe('paid')
  })
})
