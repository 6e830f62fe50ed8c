import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { sellerDay } from '../db/seller-day.ts'
import { allocatedToOrder } from './balances.ts'
import { postEntry } from './post-entry.ts'

export type PaymentToApply = {
  id: string
  companyId: string
  customerId: string
  controlNumber: string
  currency: string
  /** When the money is applied: the day of its allocations follows from it. */
  receivedAt: Date
}

/**
 * Applies money of a payment to an order: to its invoice when it has one, otherwise as a deposit the invoice will use up.
 * Never more than is due (P10); the caller leaves the rest unapplied. The order's row must be locked.
 *
 * @param unappliedMinor what of the payment is still free.
 * @returns what was applied, in minor units.
 */
export async function applyPayment(
  tx: Tx,
  payment: PaymentToApply,
  order: { id: string; company_id: string; total_minor: number },
  unappliedMinor: number,
): Promise<number> {
  const due = order.total_minor - (await allocatedToOrder(tx, order))
  const applied = Math.min(unappliedMinor, due)
  if (applied <= 0) return 0
  const invoice = await tx
    .selectFrom('invoices')
    .select(['id', 'number'])
    .where('company_id', '=', order.company_id)
    .where('order_id', '=', order.id)
    .executeTakeFirst()
  if (invoice) await applyToInvoice(tx, payment, invoice, applied)
  else await allocate(tx, payment, { order_id: order.id }, applied)
  return applied
}

/** Allocates to an invoice and posts it: the deposit pays the receivable. */
export async function applyToInvoice(
  tx: Tx,
  payment: PaymentToApply,
  invoice: { id: string; number: string },
  amountMinor: number,
): Promise<void> {
  const allocation = await allocate(tx, payment, { invoice_id: invoice.id }, amountMinor)
  await postEntry(tx, {
    companyId: payment.companyId,
    fact: { kind: 'application', id: allocation.id },
    description: `Payment ${payment.controlNumber} applied to invoice ${invoice.number}`,
    occurredAt: payment.receivedAt,
    accountingDate: allocation.accounting_date,
    currency: payment.currency,
    lines: [
      { account: 'customer_deposits', minor: amountMinor, customerId: payment.customerId },
      { account: 'receivable', minor: -amountMinor, customerId: payment.customerId },
    ],
  })
}

/**
 * Adds an allocation row; a negative amount takes back an earlier one. It belongs to the seller's day on which the money was
 * there, and never to a day before the invoice it pays.
 */
export async function allocate(
  tx: Tx,
  payment: { id: string; companyId: string; receivedAt: Date },
  target: { order_id: string } | { invoice_id: string },
  amountMinor: number,
): Promise<{ id: string; accounting_date: string }> {
  const day = sellerDay(payment.companyId, payment.receivedAt)
  const issued = 'invoice_id' in target ? sql`(SELECT issued_on FROM invoices WHERE id = ${target.invoice_id})` : sql`NULL`
  return tx
    .insertInto('allocations')
    .values({
      company_id: payment.companyId,
      payment_id: payment.id,
      ...target,
      amount_minor: amountMinor,
      accounting_date: sql<string>`least(${day}, ${issued})`,
    })
    .returning(['id', 'accounting_date'])
    .executeTakeFirstOrThrow()
}
