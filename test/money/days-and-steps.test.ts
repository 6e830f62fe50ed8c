import { afterAll, beforeAll, expect, test } from 'vitest'
import { shipAndInvoice } from '../../app/receivables/ship-and-invoice.ts'
import { type MoneyStage, openMoneyStage } from '../support/money-stage.ts'
import { createTestDatabase } from '../support/test-database.ts'

let stage: MoneyStage
beforeAll(async () => {
  stage = await openMoneyStage(await createTestDatabase())
})
afterAll(() => stage?.close())

/** In New York still the last evening of January. */
const lateInJanuary = new Date('2027-02-01T04:30:00Z')
const ship = (order: string) => shipAndInvoice(stage.deps, stage.companyId, { kind: 'system' }, order, lateInJanuary)

async function payByCard(order: string): Promise<void> {
  const { url } = await stage.pay(order)
  await stage.simulator.payCheckout(url, { card: '4242424242424242' })
  await stage.receiveEverything()
  await stage.workAll()
}

/** The stored days of an order: its own, its invoice's, its payment's, and those of the books, by kind of fact. */
async function daysOf(order: string) {
  const rows = async (text: string) => (await stage.db.owner.query(text, [order])).rows
  const [invoice] = await rows('SELECT issued_on, due_on FROM invoices WHERE order_id = $1')
  const [payment] = await rows(
    `SELECT p.received_on, seller_day(p.company_id, p.received_at) AS was FROM payments p
     JOIN payment_attempts t ON t.id = p.attempt_id WHERE t.order_id = $1`,
  )
  const [shipped] = await rows('SELECT shipped_on FROM orders WHERE id = $1')
  const applied = await rows(
    `SELECT a.accounting_date AS day, e.accounting_date AS booked FROM allocations a
     LEFT JOIN journal_entries e ON e.fact_kind = 'application' AND e.fact_id = a.id::text
     WHERE a.invoice_id = (SELECT id FROM invoices WHERE order_id = $1)`,
  )
  const [issued] = await rows(
    `SELECT accounting_date AS day FROM journal_entries WHERE fact_kind = 'invoice' AND fact_id = (SELECT id::text FROM invoices WHERE order_id = $1)`,
  )
  const [charged] = await rows(
    `SELECT e.accounting_date AS day FROM journal_entries e JOIN payments p ON p.charge = e.fact_id AND e.fact_kind = 'charge'
     JOIN payment_attempts t ON t.id = p.attempt_id WHERE t.order_id = $1`,
  )
  return { invoice, payment, shipped, applied, issued, charged }
}

test('an order paid and then shipped: everything of the shipment belongs to the seller’s day of it, the payment to its own', async () => {
  const order = await stage.placeOrder(41_250)
  await payByCard(order)
  await ship(order)
  const days = await daysOf(order)
  expect(days.invoice).toEqual({ issued_on: '2027-01-31', due_on: '2027-01-31' })
  expect(days.shipped).toEqual({ shipped_on: '2027-01-31' })
  expect(days.issued).toEqual({ day: '2027-01-31' })
  expect(days.applied).toEqual([{ day: '2027-01-31', booked: '2027-01-31' }])
  expect(days.payment.received_on).toBe(days.payment.was)
  expect(days.charged).toEqual({ day: days.payment.received_on })
  await stage.expectBooksInOrder()
})

test('money that was there before its invoice is applied on the invoice’s day, never before there was anything to pay', async () => {
  const order = await stage.placeOrder(41_250)
  await stage.db.owner.query(`UPDATE orders SET order_state = 'confirmed', hold = NULL, payment_required = false WHERE id = $1`, [
    order,
  ])
  await ship(order)
  await payByCard(order)
  const days = await daysOf(order)
  expect(days.applied).toEqual([{ day: '2027-01-31', booked: '2027-01-31' }])
  expect(days.charged).toEqual({ day: days.payment.received_on })
  expect(days.payment.received_on < '2027-01-31').toBe(true)
})

test('in a currency of three decimals Stripe is asked for amounts that end in 0 only', async () => {
  const { owner } = stage.db
  await owner.query(
    `INSERT INTO fee_schedules (currency, basis_points, fixed_minor, effective_from, created_by_name) VALUES ('kwd', 50, 7, '2020-01-01', 'test')`,
  )
  const order = await stage.placeOrder(12_345)
  await owner.query(`UPDATE orders SET currency = 'kwd', tax_minor = 615, total_minor = 12960 WHERE id = $1`, [order])
  await stage.pay(order)
  const { rows } = await owner.query(
    'SELECT amount_minor, application_fee_minor, request FROM payment_attempts WHERE order_id = $1',
    [order],
  )
  const [{ amount_minor: amount, application_fee_minor: fee, request }] = rows
  // 65 thousandths of a share and 7 are 72: cut down to 70.
  expect([amount, fee, request.lines.map((line: { unitMinor: number }) => line.unitMinor)]).toEqual([12_960, 70, [12_960]])
})
