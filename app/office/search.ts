import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Permission } from '../identity/permissions.ts'
import { formatMoney } from '../money.ts'
import { containing } from '../sorted-page.ts'

export const foundKinds = ['customer', 'order', 'payment', 'invoice', 'product'] as const
export type Found = { kind: (typeof foundKinds)[number]; id: string; title: string; subtitle: string }

const perKindMax = 5

/** Finds anything by what a person has in hand: a name, a number, a charge id, a card's last four. Only what `may` allows. */
export async function search(tx: Tx, companyId: string, text: string, may: ReadonlySet<Permission>): Promise<Found[]> {
  const like = containing(text)
  const found: Found[] = []
  if (may.has('customers.read')) found.push(...(await customers(tx, companyId, like)))
  if (may.has('orders.read')) found.push(...(await orders(tx, companyId, like)))
  if (may.has('payments.read')) found.push(...(await payments(tx, companyId, like)))
  if (may.has('invoices.read')) found.push(...(await invoices(tx, companyId, like)))
  if (may.has('products.read')) found.push(...(await products(tx, companyId, like)))
  return found
}

async function customers(tx: Tx, companyId: string, like: string): Promise<Found[]> {
  const { rows } = await sql<{ id: string; name: string; number: string; email: string }>`
    SELECT id, name, number, email FROM customers WHERE company_id = ${companyId}
      AND (name ILIKE ${like} OR number ILIKE ${like} OR email ILIKE ${like}) ORDER BY name LIMIT ${perKindMax}`.execute(tx)
  return rows.map((row) => ({ kind: 'customer', id: row.id, title: row.name, subtitle: `Customer ${row.number}` }))
}

async function orders(tx: Tx, companyId: string, like: string): Promise<Found[]> {
  const { rows } = await sql<{ id: string; number: string; name: string; total_minor: number; currency: string }>`
    SELECT o.id, o.number, c.name, o.total_minor, o.currency FROM orders o
    JOIN customers c ON c.company_id = o.company_id AND c.id = o.customer_id
    WHERE o.company_id = ${companyId} AND (o.number ILIKE ${like} OR o.po_number ILIKE ${like})
    ORDER BY o.placed_at DESC LIMIT ${perKindMax}`.execute(tx)
  return rows.map((row) => ({
    kind: 'order',
    id: row.id,
    title: `Order ${row.number}`,
    subtitle: `${row.name} · ${formatMoney(row.total_minor, row.currency)}`,
  }))
}

async function payments(tx: Tx, companyId: string, like: string): Promise<Found[]> {
  const { rows } = await sql<{
    id: string
    control_number: string
    name: string | null
    amount_minor: number
    currency: string
    card_last4: string | null
  }>`
    SELECT p.id, p.control_number, c.name, p.amount_minor, p.currency, p.card_last4 FROM payments p
    LEFT JOIN customers c ON c.company_id = p.company_id AND c.id = p.customer_id
    WHERE p.company_id = ${companyId} AND (p.control_number ILIKE ${like} OR p.charge ILIKE ${like} OR p.payment_intent ILIKE ${like}
      OR p.checkout_session ILIKE ${like} OR p.card_last4 ILIKE ${like} OR p.authorisation_code ILIKE ${like} OR p.balance_transaction ILIKE ${like})
    ORDER BY p.received_at DESC LIMIT ${perKindMax}`.execute(tx)
  return rows.map((row) => ({
    kind: 'payment',
    id: row.id,
    title: `Payment ${row.control_number}`,
    subtitle: `${row.name ?? 'Suspense'} · ${formatMoney(row.amount_minor, row.currency)}${row.card_last4 ? ` · card ending ${row.card_last4}` : ''}`,
  }))
}

async function invoices(tx: Tx, companyId: string, like: string): Promise<Found[]> {
  const { rows } = await sql<{ id: string; number: string; name: string; total_minor: number; currency: string }>`
    SELECT i.id, i.number, c.name, i.total_minor, i.currency FROM invoices i
    JOIN customers c ON c.company_id = i.company_id AND c.id = i.customer_id
    WHERE i.company_id = ${companyId} AND i.number ILIKE ${like} ORDER BY i.issued_at DESC LIMIT ${perKindMax}`.execute(tx)
  return rows.map((row) => ({
    kind: 'invoice',
    id: row.id,
    title: `Invoice ${row.number}`,
    subtitle: `${row.name} · ${formatMoney(row.total_minor, row.currency)}`,
  }))
}

async function products(tx: Tx, companyId: string, like: string): Promise<Found[]> {
  const { rows } = await sql<{ id: string; sku: string; name: string }>`
    SELECT id, sku, name FROM products WHERE company_id = ${companyId} AND (name ILIKE ${like} OR sku ILIKE ${like})
    ORDER BY name LIMIT ${perKindMax}`.execute(tx)
  return rows.map((row) => ({ kind: 'product', id: row.id, title: row.name, subtitle: row.sku }))
}
