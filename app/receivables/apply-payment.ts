import type { Tx } from '../db/database.ts'
import { allocatedToOrder } from './balances.ts'
import { postEntry } from './post-entry.ts'

export type PaymentToApply = {
  id: string
  companyId: string
  customerId: string
  controlNumber: string
  currency: string
  receivedAt: Date
  /** When it is applied, in a history told afterwards (the demo's); now otherwise. */
  at?: Date | undefined
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
    fact: { kind: 'application', id: allocation },
    description: `Payment ${payment.controlNumber} applied to invoice ${invoice.number}`,
    occurredAt: payment.receivedAt,
    postedAt: payment.at,
    currency: payment.currency,
    lines: [
      { account: 'customer_deposits', minor: amountMinor, customerId: payment.customerId },
      { account: 'receivable', minor: -amountMinor, customerId: payment.customerId },
    ],
  })
}

/** Adds an allocation row; a negative amount takes back an earlier one. @returns its id. */
export async function allocate(
  tx: Tx,
  payment: { id: string; companyId: string; at?: Date | undefined },
  target: { order_id: string } | { invoice_id: string },
  amountMinor: number,
): Promise<string> {
  const row = {
    company_id: payment.companyId,
    payment_id: payment.id,
    ...target,
    amount_minor: amountMinor,
    ...(payment.at ? { at: payment.at } : {}),
  }
  const { id } = await tx.insertInto('allocations').values(row).returning('id').executeTakeFirstOrThrow()
  return id
}
