import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'

/** What is still to be paid on an order: its total less everything allocated to it or to its invoice. Minor units, never negative. */
export async function orderBalanceDue(tx: Tx, order: { id: string; company_id: string; total_minor: number }): Promise<number> {
  return order.total_minor - (await allocatedToOrder(tx, order))
}

/** What was allocated to an order so far, whether it has been invoiced since or not. Minor units. */
export async function allocatedToOrder(tx: Tx, order: { id: string; company_id: string }): Promise<number> {
  const { rows } = await sql<{ minor: number }>`
    SELECT coalesce(sum(a.amount_minor), 0)::bigint AS minor FROM allocations a
    LEFT JOIN invoices i ON i.company_id = a.company_id AND i.id = a.invoice_id
    WHERE a.company_id = ${order.company_id} AND (a.order_id = ${order.id} OR i.order_id = ${order.id})`.execute(tx)
  return rows[0]!.minor
}

/** What is still to be paid on an invoice. Minor units. */
export async function invoiceBalanceDue(
  tx: Tx,
  invoice: { id: string; company_id: string; total_minor: number },
): Promise<number> {
  const { rows } = await sql<{ minor: number }>`
    SELECT coalesce(sum(amount_minor), 0)::bigint AS minor FROM allocations
    WHERE company_id = ${invoice.company_id} AND invoice_id = ${invoice.id}`.execute(tx)
  return invoice.total_minor - rows[0]!.minor
}
