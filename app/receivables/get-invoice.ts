import { sql } from 'kysely'
import { addressLines, type PostalAddress } from '../addresses/address-lines.ts'
import type { TermKind } from '../customers/terms.ts'
import type { Tx } from '../db/database.ts'
import { type Papers, showPapers } from '../identity/company-papers.ts'
import { notFound } from '../problem.ts'
import { type InvoiceRow, selectInvoices, showInvoice } from './list-invoices.ts'
import { readJournal } from './read-journal.ts'

type Application = { id: string; accounting_date: string; amount_minor: number; payment_id: string; control_number: string }

/** An invoice with its lines, what was applied to it, and the journal behind it. @throws Problem 404. */
export async function getInvoice(tx: Tx, companyId: string, id: string) {
  const { rows } = await sql<InvoiceRow>`${selectInvoices} WHERE i.company_id = ${companyId} AND i.id = ${id}`.execute(tx)
  const row = rows[0]
  if (!row) throw notFound('invoice')
  const { currency } = row
  const invoice = await tx.selectFrom('invoices').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const lines = await tx
    .selectFrom('order_lines')
    .selectAll()
    .where('order_id', '=', row.order_id)
    .orderBy('line_number')
    .execute()
  const { rows: applied } = await sql<Application>`
    SELECT a.id, a.accounting_date, a.amount_minor, p.id AS payment_id, p.control_number FROM allocations a
    JOIN payments p ON p.company_id = a.company_id AND p.id = a.payment_id
    WHERE a.company_id = ${companyId} AND a.invoice_id = ${id} ORDER BY a.at, a.id`.execute(tx)
  const order = await tx
    .selectFrom('orders')
    .select(['po_number', 'terms', 'terms_days', 'ship_to', 'placed_on', 'shipped_on'])
    .where('company_id', '=', companyId)
    .where('id', '=', row.order_id)
    .executeTakeFirstOrThrow()
  const facts = [{ kind: 'invoice', id }, ...applied.map((each) => ({ kind: 'application', id: each.id }))]
  return {
    ...showInvoice(row),
    seller: showPapers(invoice.seller as unknown as Papers),
    billTo: withLines(invoice.bill_to as unknown as BillTo),
    shipTo: withLines(splitLabel(order.ship_to as unknown as PostalAddress & { label: string })),
    poNumber: order.po_number,
    terms: { terms: order.terms as TermKind, termsDays: order.terms_days },
    orderedOn: order.placed_on,
    shippedOn: order.shipped_on,
    goods: { minor: invoice.goods_minor, currency },
    freight: { minor: invoice.freight_minor, currency },
    tax: { minor: invoice.tax_minor, currency },
    lines: lines.map((line) => ({
      sku: line.sku,
      name: line.name,
      unit: line.unit,
      quantity: line.quantity,
      unitPrice: { minor: line.unit_price_minor, currency },
      amount: { minor: line.amount_minor, currency },
    })),
    applications: applied.map((each) => ({
      on: each.accounting_date,
      amount: { minor: each.amount_minor, currency },
      payment: { id: each.payment_id, controlNumber: each.control_number },
    })),
    journal: await readJournal(tx, companyId, facts),
  }
}

type BillTo = { number: string; name: string; contactName: string; address: PostalAddress | null }

function withLines<Party extends { address: PostalAddress | null }>(party: Party) {
  const { address } = party
  return { ...party, address: address && { ...address, lines: addressLines(address) } }
}

function splitLabel({ label, ...address }: PostalAddress & { label: string }) {
  return { label, address }
}
