import { type RawBuilder, sql } from 'kysely'
import { readAddresses } from '../customers/get-customer.ts'
import { readCustomer } from '../customers/lock-customer.ts'
import type { Tx } from '../db/database.ts'
import { nextNumber } from '../db/next-number.ts'
import { sellerDay } from '../db/seller-day.ts'
import type { Doer } from '../identity/actor.ts'
import { readPapers } from '../identity/company-papers.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { formatMoney } from '../money.ts'
import type { OrderRow } from '../orders/lock-order.ts'
import { allocate, applyToInvoice, type PaymentToApply } from './apply-payment.ts'
import { postEntry } from './post-entry.ts'

type Issued = { id: string; number: string }

/**
 * Issues the invoice of a shipped order and uses up what was paid on the order beforehand, all in the caller's transaction.
 * Once per order: the table allows no second one.
 *
 * @param issuedAt when the goods left; the invoice's day is the company's day at that moment, and the due date follows from it.
 * @param at when the timeline tells it happened, for a history told afterwards (the demo's); now otherwise.
 * @returns the invoice's id and number.
 */
export async function issueInvoice(tx: Tx, order: OrderRow, by: Doer, issuedAt: Date, at?: Date): Promise<Issued> {
  const invoice = await tx
    .insertInto('invoices')
    .values({
      company_id: order.company_id,
      number: String(await nextNumber(tx, order.company_id, 'invoice')),
      order_id: order.id,
      customer_id: order.customer_id,
      currency: order.currency,
      goods_minor: order.goods_minor,
      freight_minor: order.freight_minor,
      tax_minor: order.tax_minor,
      total_minor: order.total_minor,
      issued_at: issuedAt,
      issued_on: sellerDay(order.company_id, issuedAt),
      due_on: dueOn(order, sellerDay(order.company_id, issuedAt)),
      seller: JSON.stringify(await readPapers(tx, order.company_id)),
      bill_to: JSON.stringify(await readBillTo(tx, order)),
    })
    .returning(['id', 'number'])
    .executeTakeFirstOrThrow()
  // A nil invoice goes with the goods like any other, and moves no money: the books have nothing to say.
  if (order.total_minor > 0) await postInvoice(tx, order, invoice, issuedAt)
  await tellIssued(tx, order, invoice, by, at)
  await useDeposits(tx, order, invoice, { by, appliedAt: issuedAt, toldAt: at })
  return invoice
}

async function postInvoice(tx: Tx, order: OrderRow, invoice: Issued, issuedAt: Date): Promise<void> {
  await postEntry(tx, {
    companyId: order.company_id,
    fact: { kind: 'invoice', id: invoice.id },
    description: `Invoice ${invoice.number} for order ${order.number}`,
    occurredAt: issuedAt,
    currency: order.currency,
    lines: [
      { account: 'receivable', minor: order.total_minor, customerId: order.customer_id },
      { account: 'sales', minor: -order.goods_minor, locationId: order.location_id },
      { account: 'freight', minor: -order.freight_minor, locationId: order.location_id },
      { account: 'tax_payable', minor: -order.tax_minor },
    ],
  })
}

/** The order's history tells it, and the invoice's own begins with it. */
async function tellIssued(tx: Tx, order: OrderRow, invoice: Issued, by: Doer, at?: Date): Promise<void> {
  const subjects = [
    { type: 'order', id: order.id },
    { type: 'invoice', id: invoice.id },
  ] as const
  for (const subject of subjects) {
    await recordActivity(tx, {
      companyId: order.company_id,
      by,
      action: 'invoice.issued',
      subject,
      summary: `Invoice ${invoice.number} issued for ${formatMoney(order.total_minor, order.currency)}.`,
      details: { invoiceId: invoice.id, number: invoice.number, total: { minor: order.total_minor, currency: order.currency } },
      ...(at ? { at } : {}),
    })
  }
}

/** Who owes it, and where its bills go: as it is at this moment, for the invoice to keep. */
async function readBillTo(tx: Tx, order: OrderRow) {
  const { number, name, contact_name: contactName } = await readCustomer(tx, order.customer_id)
  const addresses = await readAddresses(tx, order.company_id, order.customer_id)
  const found = addresses.find((address) => address.isBillTo)
  if (!found) return { number, name, contactName, address: null }
  const { line1, line2, city, region, postalCode, country } = found
  return { number, name, contactName, address: { line1, line2, city, region, postalCode, country } }
}

/**
 * The day an invoice of these terms is due, in SQL: so many days after it was issued, or after the last day of its month; in
 * advance or on delivery means the same day.
 */
export function dueOn(order: Pick<OrderRow, 'terms' | 'terms_days'>, issuedOn: RawBuilder<string>): RawBuilder<string> {
  if (order.terms === 'net') return sql<string>`${issuedOn} + ${order.terms_days}::integer`
  if (order.terms === 'eom')
    return sql<string>`(date_trunc('month', ${issuedOn}::timestamp) + interval '1 month - 1 day')::date + ${order.terms_days}::integer`
  return issuedOn
}

type Doing = { by: Doer; appliedAt: Date; toldAt: Date | undefined }

/** Moves what was paid on the order over to its invoice. */
async function useDeposits(tx: Tx, order: OrderRow, invoice: Issued, { by, appliedAt, toldAt }: Doing): Promise<void> {
  const { rows } = await sql<{ id: string; control_number: string; minor: number }>`
    SELECT p.id, p.control_number, sum(a.amount_minor)::bigint AS minor FROM allocations a
    JOIN payments p ON p.company_id = a.company_id AND p.id = a.payment_id
    WHERE a.company_id = ${order.company_id} AND a.order_id = ${order.id}
    GROUP BY p.company_id, p.id, p.control_number HAVING sum(a.amount_minor) > 0 ORDER BY p.control_number`.execute(tx)
  for (const deposit of rows) {
    const payment: PaymentToApply = {
      id: deposit.id,
      companyId: order.company_id,
      customerId: order.customer_id,
      controlNumber: deposit.control_number,
      currency: order.currency,
      receivedAt: appliedAt,
      by,
      toldAt,
    }
    await allocate(tx, payment, { order_id: order.id }, -deposit.minor)
    await applyToInvoice(tx, payment, invoice, deposit.minor)
  }
}
