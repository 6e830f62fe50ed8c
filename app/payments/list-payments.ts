import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { anyOf, holds, matching } from '../matching.ts'
import { after, inOrder, newestFirst, type SortedRow, sortedBy, sortedPage } from '../sorted-page.ts'

export type PaymentQuery = {
  search?: string | undefined
  cursor?: string | undefined
  limit: number
  customerId?: string | undefined
  orderId?: string | undefined
  /** A day of the company. */
  receivedOn?: string | undefined
}

export type PaymentRow = {
  id: string
  control_number: string
  amount_minor: number
  currency: string
  method: string
  card_brand: string | null
  card_last4: string | null
  received_at: Date
  received_on: string
  charge: string
  stripe_fee_minor: number | null
  convenience_fee_minor: number | null
  applied_minor: number
  customer_id: string | null
  customer_name: string | null
  order_id: string | null
  order_number: string | null
}

/** Payments of the company, newest first; the first page tells the sums over all that match. */
export async function listPayments(tx: Tx, companyId: string, query: PaymentQuery) {
  const wanted = conditions(companyId, query)
  const { rows } = await sql<PaymentRow & SortedRow>`
    ${columns}, ${sortedBy(newest)} ${fromPayments} WHERE ${wanted} AND ${after(newest, 'p.id', query.cursor)}
    ORDER BY ${inOrder(newest, 'p.id')} LIMIT ${query.limit + 1}`.execute(tx)
  const page = sortedPage(newest, rows, query.limit, showPayment)
  return { ...page, totals: query.cursor ? null : await sumUp(tx, wanted) }
}

async function sumUp(tx: Tx, wanted: RawBuilder<unknown>) {
  const { rows } = await sql<{
    currency: string
    count: number
    amount: number
    stripe_fee: number
    convenience_fee: number
  }>`
    SELECT p.currency, count(*)::bigint AS count, sum(p.amount_minor)::bigint AS amount,
      coalesce(sum(p.stripe_fee_minor), 0)::bigint AS stripe_fee, coalesce(sum(p.convenience_fee_minor), 0)::bigint AS convenience_fee
    ${fromPayments} WHERE ${wanted} GROUP BY p.currency ORDER BY p.currency`.execute(tx)
  return rows.map((sum) => ({
    count: sum.count,
    amount: { minor: sum.amount, currency: sum.currency },
    stripeFee: { minor: sum.stripe_fee, currency: sum.currency },
    convenienceFee: { minor: sum.convenience_fee, currency: sum.currency },
    net: { minor: sum.amount - sum.stripe_fee - sum.convenience_fee, currency: sum.currency },
  }))
}

const fromPayments = sql`
  FROM payments p
  LEFT JOIN customers c ON c.company_id = p.company_id AND c.id = p.customer_id
  LEFT JOIN payment_attempts t ON t.company_id = p.company_id AND t.id = p.attempt_id
  LEFT JOIN orders o ON o.company_id = t.company_id AND o.id = t.order_id`

const columns = sql`
  SELECT p.id, p.control_number, p.amount_minor, p.currency, p.method, p.card_brand, p.card_last4, p.received_at, p.received_on,
    p.charge, p.stripe_fee_minor, p.convenience_fee_minor,
    (SELECT coalesce(sum(a.amount_minor), 0)::bigint FROM allocations a WHERE a.company_id = p.company_id AND a.payment_id = p.id) AS applied_minor,
    p.customer_id, c.name AS customer_name, o.id AS order_id, o.number AS order_number`
export const selectPayments = sql`${columns} ${fromPayments}`
const newest = newestFirst('p.received_at')

function conditions(companyId: string, query: PaymentQuery) {
  const parts = [sql`p.company_id = ${companyId}`]
  if (query.customerId) parts.push(sql`p.customer_id = ${query.customerId}`)
  if (query.orderId) parts.push(sql`o.id = ${query.orderId}`)
  if (query.receivedOn) parts.push(sql`p.received_on = ${query.receivedOn}`)
  if (query.search) parts.push(paymentMatches(companyId, query.search))
  return sql.join(parts, sql` AND `)
}

/**
 * Found by anything a person may have in hand: our numbers and Stripe's, the card, the amount, the customer, the order and its
 * PO number, the invoice it was applied to. Tables as in `selectPayments`.
 */
export function paymentMatches(companyId: string, search: string) {
  return matching(search, {
    word: (word) =>
      anyOf(
        holds('p.search_text', word),
        holds('c.search_text', word),
        holds('o.search_text', word),
        sql<boolean>`p.id IN (SELECT a.payment_id FROM invoices i JOIN allocations a ON a.company_id = i.company_id AND a.invoice_id = i.id
          WHERE i.company_id = ${companyId} AND ${holds('i.search_text', word)})`,
      ),
    amounts: [{ minor: 'p.amount_minor', currency: 'p.currency' }],
  })
}

/** How a payment stands, for a badge. */
export function paymentState(row: { amount_minor: number; applied_minor: number; customer_id: string | null }) {
  if (row.customer_id === null) return 'suspense' as const
  if (row.applied_minor === 0) return 'unapplied' as const
  return row.applied_minor < row.amount_minor ? ('partly_applied' as const) : ('applied' as const)
}

export function showPayment(row: PaymentRow) {
  const money = (minor: number) => ({ minor, currency: row.currency })
  const { stripe_fee_minor: stripeFee, convenience_fee_minor: convenienceFee } = row
  return {
    id: row.id,
    controlNumber: row.control_number,
    customer: row.customer_id && row.customer_name ? { id: row.customer_id, name: row.customer_name } : null,
    order: row.order_id && row.order_number ? { id: row.order_id, number: row.order_number } : null,
    amount: money(row.amount_minor),
    applied: money(row.applied_minor),
    unapplied: money(row.amount_minor - row.applied_minor),
    method: row.method,
    cardBrand: row.card_brand,
    cardLast4: row.card_last4,
    receivedOn: row.received_on,
    receivedAt: row.received_at.toISOString(),
    charge: row.charge,
    stripeFee: stripeFee === null ? null : money(stripeFee),
    convenienceFee: convenienceFee === null ? null : money(convenienceFee),
    net: stripeFee === null || convenienceFee === null ? null : money(row.amount_minor - stripeFee - convenienceFee),
    state: paymentState(row),
  }
}
