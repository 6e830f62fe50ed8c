import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { anyOf, holds, matching } from '../matching.ts'
import { after, inOrder, newestFirst, type SortedRow, sortedBy, sortedPage } from '../sorted-page.ts'

/** Which invoices to show: `open` is everything with a balance, whether due or not. */
export const invoiceFilters = ['open', 'partly_paid', 'overdue', 'paid', 'nil'] as const

export type InvoiceQuery = {
  search?: string | undefined
  state?: (typeof invoiceFilters)[number] | undefined
  cursor?: string | undefined
  limit: number
  customerId?: string | undefined
}

export type InvoiceRow = {
  id: string
  number: string
  customer_id: string
  customer_name: string
  order_id: string
  order_number: string
  currency: string
  total_minor: number
  paid_minor: number
  issued_at: Date
  due_on: string
  overdue: boolean
}

const isOverdue = sql<boolean>`(i.due_on < (now() AT TIME ZONE k.time_zone)::date AND paid.minor < i.total_minor)`
const columns = sql`
  SELECT i.id, i.number, i.customer_id, c.name AS customer_name, i.order_id, o.number AS order_number, i.currency, i.total_minor,
    i.issued_at, i.due_on, paid.minor AS paid_minor,
    ${isOverdue} AS overdue`
const tables = sql`
  FROM invoices i
  JOIN companies k ON k.id = i.company_id
  JOIN customers c ON c.company_id = i.company_id AND c.id = i.customer_id
  JOIN orders o ON o.company_id = i.company_id AND o.id = i.order_id
  CROSS JOIN LATERAL (SELECT coalesce(sum(a.amount_minor), 0)::bigint AS minor FROM allocations a
    WHERE a.company_id = i.company_id AND a.invoice_id = i.id) paid`
export const selectInvoices = sql`${columns} ${tables}`
const newest = newestFirst('i.issued_at')

/** Invoices of the company, newest first; the first page tells the sums over all that match. */
export async function listInvoices(tx: Tx, companyId: string, query: InvoiceQuery) {
  const wanted = conditions(companyId, query)
  const { rows } = await sql<InvoiceRow & SortedRow>`${columns}, ${sortedBy(newest)} ${tables}
    WHERE ${wanted} AND ${after(newest, 'i.id', query.cursor)} ORDER BY ${inOrder(newest, 'i.id')} LIMIT ${query.limit + 1}`.execute(
    tx,
  )
  const page = sortedPage(newest, rows, query.limit, showInvoice)
  return { ...page, totals: query.cursor ? null : await sumUp(tx, wanted) }
}

async function sumUp(tx: Tx, wanted: RawBuilder<unknown>) {
  const { rows } = await sql<{ currency: string; count: number; total: number; due: number; overdue: number }>`
    SELECT currency, count(*)::bigint AS count, sum(total_minor)::bigint AS total, sum(total_minor - paid_minor)::bigint AS due,
      coalesce(sum(total_minor - paid_minor) FILTER (WHERE overdue), 0)::bigint AS overdue
    FROM (${selectInvoices} WHERE ${wanted}) matching GROUP BY currency ORDER BY currency`.execute(tx)
  return rows.map(({ currency, count, total, due, overdue }) => ({
    count,
    total: { minor: total, currency },
    balanceDue: { minor: due, currency },
    overdue: { minor: overdue, currency },
  }))
}

function conditions(companyId: string, query: InvoiceQuery) {
  const parts = [sql`i.company_id = ${companyId}`]
  if (query.customerId) parts.push(sql`i.customer_id = ${query.customerId}`)
  if (query.state) parts.push(stateConditions[query.state])
  if (query.search) parts.push(invoiceMatches(query.search))
  return sql.join(parts, sql` AND `)
}

const stateConditions: Record<(typeof invoiceFilters)[number], RawBuilder<boolean>> = {
  open: sql`paid.minor < i.total_minor`,
  partly_paid: sql`(paid.minor > 0 AND paid.minor < i.total_minor)`,
  overdue: isOverdue,
  paid: sql`(paid.minor >= i.total_minor AND i.total_minor > 0)`,
  nil: sql`i.total_minor = 0`,
}

/** Found by its number, its order's or PO number, its customer, or its total. Tables as in `selectInvoices`. */
export function invoiceMatches(search: string) {
  return matching(search, {
    word: (word) => anyOf(holds('i.search_text', word), holds('o.search_text', word), holds('c.search_text', word)),
    amounts: [{ minor: 'i.total_minor', currency: 'i.currency' }],
  })
}

export function showInvoice(row: InvoiceRow) {
  const due = row.total_minor - row.paid_minor
  return {
    id: row.id,
    number: row.number,
    customer: { id: row.customer_id, name: row.customer_name },
    order: { id: row.order_id, number: row.order_number },
    total: { minor: row.total_minor, currency: row.currency },
    balanceDue: { minor: due, currency: row.currency },
    issuedAt: row.issued_at.toISOString(),
    dueOn: row.due_on,
    state: stateOf(row),
  }
}

function stateOf(row: InvoiceRow): (typeof invoiceFilters)[number] {
  if (row.total_minor === 0) return 'nil'
  if (row.paid_minor >= row.total_minor) return 'paid'
  if (row.overdue) return 'overdue'
  return row.paid_minor > 0 ? 'partly_paid' : 'open'
}
