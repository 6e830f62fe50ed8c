import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { containing } from '../keyset.ts'
import { after, inOrder, type Sort, type SortedRow, sortedBy, sortedPage } from '../sorted-page.ts'
import type { Hold, StateOf } from './order-states.ts'
import { orderColumns, orderTables, owedMinor, type SelectedOrder, showOrder } from './select-orders.ts'

export const orderSorts = ['-placedAt', 'placedAt', 'shipDate', '-shipDate', 'total', '-total', 'number', '-number'] as const

export type OrderQuery = {
  search?: string | undefined
  state?: StateOf<'order'> | undefined
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

/** Orders of the company, with sums over all that match. @throws Problem 400 for an odd cursor. */
export async function listOrders(tx: Tx, companyId: string, query: OrderQuery) {
  const descending = query.sort.startsWith('-')
  const sort: Sort = { name: query.sort, ...sortable[query.sort.replace('-', '')]!, descending }
  const wanted = sql.join(conditions(companyId, query), sql` AND `)
  const { rows } = await sql<SelectedOrder & SortedRow>`SELECT ${orderColumns}, ${sortedBy(sort)} FROM ${orderTables}
    WHERE ${wanted} AND ${after(sort, 'o.id', query.cursor)} ORDER BY ${inOrder(sort, 'o.id')} LIMIT ${query.limit + 1}`.execute(
    tx,
  )
  const { rows: sums } = await sql<{ currency: string; count: number; total: number; due: number }>`
    SELECT o.currency, count(*)::bigint AS count, sum(o.total_minor)::bigint AS total, sum(${owedMinor})::bigint AS due
    FROM ${orderTables} WHERE ${wanted} GROUP BY o.currency ORDER BY o.currency`.execute(tx)
  const totals = sums.map(({ currency, count, total, due }) => ({
    count,
    total: { minor: total, currency },
    balanceDue: { minor: due, currency },
  }))
  return { ...sortedPage(sort, rows, query.limit, showOrder), totals }
}

function conditions(companyId: string, query: OrderQuery): RawBuilder<unknown>[] {
  const parts = [sql`o.company_id = ${companyId}`]
  if (query.customerId) parts.push(sql`o.customer_id = ${query.customerId}`)
  if (query.state) parts.push(sql`o.order_state = ${query.state}`)
  if (query.payment) parts.push(sql`o.payment_state = ${query.payment}`)
  if (query.fulfilment) parts.push(sql`o.fulfilment_state = ${query.fulfilment}`)
  if (query.hold === 'any') parts.push(sql`o.hold IS NOT NULL`)
  else if (query.hold === 'none') parts.push(sql`o.hold IS NULL`)
  else if (query.hold) parts.push(sql`o.hold = ${query.hold}`)
  if (query.search) {
    const pattern = containing(query.search)
    parts.push(
      sql`(o.number ILIKE ${pattern} OR o.po_number ILIKE ${pattern} OR c.name ILIKE ${pattern} OR c.number ILIKE ${pattern})`,
    )
  }
  return parts
}
