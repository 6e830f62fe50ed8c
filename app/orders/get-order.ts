import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Actor } from '../identity/actor.ts'
import { notFound } from '../problem.ts'
import { whyNotShip } from './may-ship.ts'
import { orderColumns, orderTables, type SelectedOrder, showOrder } from './select-orders.ts'
import type { ShipTo } from './shapes.ts'
import { whyNotVoid } from './void-order.ts'

/** An order as the office sees it. @throws Problem 404. */
export async function getOrder(tx: Tx, actor: Actor, orderId: string) {
  const row = await selectOrder(tx, actor.companyId, orderId)
  const why = whyNotShip(row)
  return {
    ...(await showDetail(tx, row)),
    ...(actor.permissions.has('invoices.read') ? {} : { invoice: null }),
    canShip: why === null,
    whyNotShip: why,
    canOverride: row.hold !== null && actor.permissions.has('orders.override_hold'),
  }
}

/** An order as its buyer sees it. @throws Problem 404, also for another customer's order. */
export async function getShopOrder(tx: Tx, buyer: { companyId: string; customerId: string }, orderId: string) {
  const row = await selectOrder(tx, buyer.companyId, orderId)
  if (row.customer_id !== buyer.customerId) throw notFound('order')
  return showDetail(tx, row)
}

async function selectOrder(tx: Tx, companyId: string, orderId: string): Promise<SelectedOrder> {
  const { rows } = await sql<SelectedOrder>`SELECT ${orderColumns} FROM ${orderTables(sql`orders`)}
    WHERE o.company_id = ${companyId} AND o.id = ${orderId}`.execute(tx)
  if (!rows[0]) throw notFound('order')
  return rows[0]
}

async function showDetail(tx: Tx, row: SelectedOrder) {
  const money = (minor: number) => ({ minor, currency: row.currency })
  const why = whyNotVoid(row)
  return {
    ...showOrder(row),
    lines: (await readLines(tx, row)).map((line) => ({
      lineNumber: line.line_number,
      productId: line.product_id,
      sku: line.sku,
      name: line.name,
      unit: line.unit,
      packSize: line.pack_size,
      quantity: line.quantity,
      unitPrice: money(line.unit_price_minor),
      amount: money(line.amount_minor),
    })),
    shipTo: row.ship_to as unknown as ShipTo,
    note: row.note,
    placedByName: row.placed_by_name,
    paymentRequired: row.payment_required,
    goods: money(row.goods_minor),
    freight: money(row.freight_minor),
    tax: money(row.tax_minor),
    shippedOn: row.shipped_on,
    shippedAt: row.shipped_at?.toISOString() ?? null,
    voidedAt: row.voided_at?.toISOString() ?? null,
    canVoid: why === null,
    whyNotVoid: why,
    invoice: await readInvoice(tx, row),
  }
}

async function readLines(tx: Tx, order: SelectedOrder) {
  return tx
    .selectFrom('order_lines')
    .selectAll()
    .where('company_id', '=', order.company_id)
    .where('order_id', '=', order.id)
    .orderBy('line_number')
    .execute()
}

async function readInvoice(tx: Tx, order: SelectedOrder) {
  const invoice = await tx
    .selectFrom('invoices')
    .select(['id', 'number'])
    .where('company_id', '=', order.company_id)
    .where('order_id', '=', order.id)
    .executeTakeFirst()
  return invoice ?? null
}
