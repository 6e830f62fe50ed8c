import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { nextNumber } from '../db/next-number.ts'
import type { Doer } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { formatMoney } from '../money.ts'
import type { OrderRow } from '../orders/lock-order.ts'
import { allocate, applyToInvoice, type PaymentToApply } from './apply-payment.ts'
import { postEntry } from './post-entry.ts'

/**
 * Issues the invoice of a shipped order and uses up what was paid on the order beforehand, all in the caller's transaction.
 * Once per order: the table allows no second one.
 *
 * @param issuedAt when the goods left; the due date follows from it, the order's terms and the company's time zone.
 * @param at when the timeline tells it happened, for a history told afterwards (the demo's); now otherwise.
 * @returns the invoice's id and number.
 */
export async function issueInvoice(
  tx: Tx,
  order: OrderRow,
  by: Doer,
  issuedAt: Date,
  at?: Date,
): Promise<{ id: string; number: string }> {
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
      due_on: dueOn(order, issuedAt),
    })
    .returning(['id', 'number'])
    .executeTakeFirstOrThrow()
  // A nil invoice goes with the goods like any other, and moves no money: the books have nothing to say.
  const when = { issuedAt, at }
  if (order.total_minor > 0) await postInvoice(tx, order, invoice, when)
  await useDeposits(tx, order, invoice, when)
  await recordActivity(tx, {
    companyId: order.company_id,
    by,
    action: 'invoice.issued',
    subject: { type: 'order', id: order.id },
    summary: `Invoice ${invoice.number} issued for ${formatMoney(order.total_minor, order.currency)}.`,
    details: { invoiceId: invoice.id },
    ...(at ? { at } : {}),
  })
  return invoice
}

type When = { issuedAt: Date; at: Date | undefined }

async function postInvoice(tx: Tx, order: OrderRow, invoice: { id: string; number: string }, when: When): Promise<void> {
  await postEntry(tx, {
    companyId: order.company_id,
    fact: { kind: 'invoice', id: invoice.id },
    description: `Invoice ${invoice.number} for order ${order.number}`,
    occurredAt: when.issuedAt,
    postedAt: when.at,
    currency: order.currency,
    lines: [
      { account: 'receivable', minor: order.total_minor, customerId: order.customer_id },
      { account: 'sales', minor: -order.goods_minor, locationId: order.location_id },
      { account: 'freight', minor: -order.freight_minor, locationId: order.location_id },
      { account: 'tax_payable', minor: -order.tax_minor },
    ],
  })
}

function dueOn(order: OrderRow, issuedAt: Date) {
  const day = sql`(${issuedAt}::timestamptz AT TIME ZONE (SELECT time_zone FROM companies WHERE id = ${order.company_id}))::date`
  if (order.terms === 'net') return sql<string>`${day} + ${order.terms_days}::integer`
  if (order.terms === 'eom')
    return sql<string>`(date_trunc('month', ${day}) + interval '1 month - 1 day')::date + ${order.terms_days}::integer`
  return sql<string>`${day}`
}

/** Moves what was paid on the order over to its invoice. */
async function useDeposits(tx: Tx, order: OrderRow, invoice: { id: string; number: string }, when: When): Promise<void> {
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
      receivedAt: when.issuedAt,
      at: when.at,
    }
    await allocate(tx, payment, { order_id: order.id }, -deposit.minor)
    await applyToInvoice(tx, payment, invoice, deposit.minor)
  }
}
