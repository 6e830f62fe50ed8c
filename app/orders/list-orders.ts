import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { anyOf, holds, matching } from '../matching.ts'
import { after, inOrder, type Sort, type SortedRow, sortedBy, sortedPage } from '../sorted-page.ts'
import type { Hold, StateOf } from './order-states.ts'
import { orderColumns, orderTables, type SelectedOrder, showOrder } from './select-orders.ts'

export const orderSorts = ['-placedAt', 'placedAt', 'shipDate', '-shipDate', 'total', '-total', 'number', '-number'] as const

export type OrderQuery = {
  search?: string | undefined
  state?: StateOf<'order'> | 'expired' | undefined
  payment?: StateOf<'payment'> | undefined
  fulfilment?: StateOf<'fulfilment'> | undefined
  hold?: Hold | 'any' | 'none' | undefined
  customerId?: string | undefined
  cursor?: string | undefined
  limit: number
  sort: (typeof orderSorts)[number]
}

const sortable: Record<string, Pick<Sort, 'by' | 'type'>> = {
  placedAt: { by: sql`o.placed_at`, type: 'moment' },
  shipDate: { by: sql`o.ship_date`, type: 'date' },
  total: { by: sql`o.total_minor`, type: 'bigint' },
  number: { by: sql`o.number`, type: 'text' },
}

/** Orders of the company; the first page tells the sums over all that match. @throws Problem 400 for an odd cursor. */
export async function listOrders(tx: Tx, companyId: string, query: OrderQuery) {
  const descending = query.sort.startsWith('-')
  const sort: Sort = { name: query.sort, ...sortable[query.sort.replace('-', '')]!, descending }
  const wanted = sql.join(conditions(companyId, query), sql` AND `)
  const onePage = sql`(SELECT o.* FROM orders o WHERE ${wanted} AND ${after(sort, 'o.id', query.cursor)}
    ORDER BY ${inOrder(sort, 'o.id')} LIMIT ${query.limit + 1})`
  const { rows } = await sql<SelectedOrder & SortedRow>`SELECT ${orderColumns}, ${sortedBy(sort)} FROM ${orderTables(onePage)}
    ORDER BY ${inOrder(sort, 'o.id')}`.execute(tx)
  return { ...sortedPage(sort, rows, query.limit, showOrder), totals: query.cursor ? null : await sumUp(tx, companyId, wanted) }
}

/** Sums over everything that matches, per currency. What was paid is added up once, not order by order. */
async function sumUp(tx: Tx, companyId: string, wanted: RawBuilder<unknown>) {
  const { rows } = await sql<{ currency: string; count: number; total: number; due: number }>`
    SELECT o.currency, count(*)::bigint AS count, sum(o.total_minor)::bigint AS total,
      coalesce(sum(o.total_minor - coalesce(paid.minor, 0)) FILTER (WHERE o.order_state <> 'voided'), 0)::bigint AS due
    FROM orders o
    LEFT JOIN (SELECT coalesce(a.order_id, i.order_id) AS order_id, sum(a.amount_minor) AS minor FROM allocations a
      LEFT JOIN invoices i ON i.company_id = a.company_id AND i.id = a.invoice_id
      WHERE a.company_id = ${companyId} GROUP BY 1) paid ON paid.order_id = o.id
    WHERE ${wanted} GROUP BY o.currency ORDER BY o.currency`.execute(tx)
  return rows.map(({ currency, count, total, due }) => ({
    count,
    total: { minor: total, currency },
    balanceDue: { minor: due, currency },
  }))
}

function conditions(companyId: string, query: OrderQuery): RawBuilder<unknown>[] {
  const parts = [sql`o.company_id = ${companyId}`]
  if (query.customerId) parts.push(sql`o.customer_id = ${query.customerId}`)
  if (query.state === 'expired') parts.push(sql`o.voided_because = 'expired'`)
  else if (query.state) parts.push(sql`o.order_state = ${query.state}`)
  if (query.payment) parts.push(sql`o.payment_state = ${query.payment}`)
  if (query.fulfilment) parts.push(sql`o.fulfilment_state = ${query.fulfilment}`)
  if (query.hold === 'any') parts.push(sql`o.hold IS NOT NULL`)
  else if (query.hold === 'none') parts.push(sql`o.hold IS NULL`)
  else if (query.hold) parts.push(sql`o.hold = ${query.hold}`)
  if (query.search) parts.push(orderMatches(companyId, query.search))
  return parts
}

/** Found by its number, PO number, total, who placed it or its customer. Table `orders` as `o`. */
export function orderMatches(companyId: string, search: string) {
  return matching(search, {
    // Customers are few and orders many: they are looked through once, not once per order.
    word: (word) =>
      anyOf(
        holds('o.search_text', word),
        sql<boolean>`o.customer_id IN (SELECT c.id FROM customers c WHERE c.company_id = ${companyId} AND ${holds('c.search_text', word)})`,
      ),
    amounts: [{ minor: 'o.total_minor', currency: 'o.currency' }],
  })
}
