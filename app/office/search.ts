import { sql } from 'kysely'
import { productMatches } from '../catalogue/list-products.ts'
import { customerMatches } from '../customers/read-customers.ts'
import type { Tx } from '../db/database.ts'
import type { Permission } from '../identity/permissions.ts'
import type { Money } from '../money.ts'
import { orderMatches } from '../orders/list-orders.ts'
import { paymentMatches, selectPayments } from '../payments/list-payments.ts'
import { invoiceMatches, selectInvoices } from '../receivables/list-invoices.ts'

export const foundKinds = ['customer', 'order', 'payment', 'invoice', 'product'] as const

/** Something found, as facts: the number or name it is known by, whose it is, and how much. */
export type Found = {
  kind: (typeof foundKinds)[number]
  id: string
  name: string
  /** The customer it belongs to; of a customer or product its number. */
  of: string | null
  amount: Money | null
  cardLast4: string | null
}

const perKindMax = 5

/** Finds anything by what a person has in hand, as the lists do: a name, a number, an amount, an id of Stripe's, a card's last four. Only what `may` allows. */
export async function search(tx: Tx, companyId: string, text: string, may: ReadonlySet<Permission>): Promise<Found[]> {
  const found: Found[] = []
  if (may.has('customers.read')) found.push(...(await customers(tx, companyId, text)))
  if (may.has('orders.read')) found.push(...(await orders(tx, companyId, text)))
  if (may.has('payments.read')) found.push(...(await payments(tx, companyId, text)))
  if (may.has('invoices.read')) found.push(...(await invoices(tx, companyId, text)))
  if (may.has('products.read')) found.push(...(await products(tx, companyId, text)))
  return found
}

async function customers(tx: Tx, companyId: string, text: string): Promise<Found[]> {
  const { rows } = await sql<{ id: string; name: string; number: string }>`
    SELECT c.id, c.name, c.number FROM customers c WHERE c.company_id = ${companyId} AND ${customerMatches(text)}
    ORDER BY c.name LIMIT ${perKindMax}`.execute(tx)
  return rows.map(({ id, name, number }) => ({ kind: 'customer', id, name, of: number, amount: null, cardLast4: null }))
}

async function orders(tx: Tx, companyId: string, text: string): Promise<Found[]> {
  const { rows } = await sql<{ id: string; number: string; name: string; total_minor: number; currency: string }>`
    SELECT o.id, o.number, c.name, o.total_minor, o.currency FROM orders o
    JOIN customers c ON c.company_id = o.company_id AND c.id = o.customer_id
    WHERE o.company_id = ${companyId} AND ${orderMatches(companyId, text)} ORDER BY o.placed_at DESC LIMIT ${perKindMax}`.execute(
    tx,
  )
  return rows.map((row) => ({
    kind: 'order',
    id: row.id,
    name: row.number,
    of: row.name,
    amount: { minor: row.total_minor, currency: row.currency },
    cardLast4: null,
  }))
}

async function payments(tx: Tx, companyId: string, text: string): Promise<Found[]> {
  const { rows } = await sql<{
    id: string
    control_number: string
    customer_name: string | null
    amount_minor: number
    currency: string
    card_last4: string | null
  }>`${selectPayments} WHERE p.company_id = ${companyId} AND ${paymentMatches(companyId, text)}
    ORDER BY p.received_at DESC LIMIT ${perKindMax}`.execute(tx)
  return rows.map((row) => ({
    kind: 'payment',
    id: row.id,
    name: row.control_number,
    of: row.customer_name,
    amount: { minor: row.amount_minor, currency: row.currency },
    cardLast4: row.card_last4,
  }))
}

async function invoices(tx: Tx, companyId: string, text: string): Promise<Found[]> {
  const { rows } = await sql<{ id: string; number: string; customer_name: string; total_minor: number; currency: string }>`
    ${selectInvoices} WHERE i.company_id = ${companyId} AND ${invoiceMatches(text)}
    ORDER BY i.issued_at DESC LIMIT ${perKindMax}`.execute(tx)
  return rows.map((row) => ({
    kind: 'invoice',
    id: row.id,
    name: row.number,
    of: row.customer_name,
    amount: { minor: row.total_minor, currency: row.currency },
    cardLast4: null,
  }))
}

async function products(tx: Tx, companyId: string, text: string): Promise<Found[]> {
  const { rows } = await sql<{ id: string; sku: string; name: string }>`
    SELECT p.id, p.sku, p.name FROM products p WHERE p.company_id = ${companyId} AND ${productMatches(text)}
    ORDER BY p.name LIMIT ${perKindMax}`.execute(tx)
  return rows.map(({ id, sku, name }) => ({ kind: 'product', id, name, of: sku, amount: null, cardLast4: null }))
}
