import { type RawBuilder, sql } from 'kysely'
import { termsInWords } from '../customers/terms.ts'
import type { OrderRow } from './lock-order.ts'
import { holdInWords } from './may-ship.ts'
import type { CauseOfVoid, Hold, StateOf } from './order-states.ts'

/** An order with what lists and details need besides its own row. */
export type SelectedOrder = OrderRow & {
  customer_name: string
  customer_number: string
  location_name: string
  paid_minor: number
  /** How long its shipping can still be taken back, by the database's clock; NULL when nobody has shipped it. */
  undo_seconds: number | null
}

export const orderColumns = sql`o.*, c.name AS customer_name, c.number AS customer_number, l.name AS location_name, paid.minor AS paid_minor,
  greatest(0, ceil(extract(epoch FROM o.shipping_at - clock_timestamp())))::integer AS undo_seconds`

/**
 * What `orderColumns` are read from. `paid` is what was allocated to the order or, since, to its invoice: counted per order, so
 * a list picks its page first.
 * @param orders the orders table, or a subquery with its columns.
 */
export function orderTables(orders: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    ${orders} o
    JOIN customers c ON c.company_id = o.company_id AND c.id = o.customer_id
    JOIN locations l ON l.company_id = o.company_id AND l.id = o.location_id
    CROSS JOIN LATERAL (SELECT coalesce(sum(a.amount_minor), 0)::bigint AS minor FROM allocations a
      WHERE a.company_id = o.company_id AND (a.order_id = o.id OR a.invoice_id =
        (SELECT i.id FROM invoices i WHERE i.company_id = o.company_id AND i.order_id = o.id))) paid`
}

/** An order as lists show it. */
export function showOrder(row: SelectedOrder) {
  const { currency } = row
  const owed = row.order_state === 'voided' ? 0 : row.total_minor - row.paid_minor
  return {
    id: row.id,
    number: row.number,
    customer: { id: row.customer_id, name: row.customer_name, number: row.customer_number },
    location: { id: row.location_id, name: row.location_name },
    placedAt: row.placed_at.toISOString(),
    shipDate: row.ship_date,
    poNumber: row.po_number,
    termsWords: termsInWords(row),
    total: { minor: row.total_minor, currency },
    balanceDue: { minor: owed, currency },
    orderState: row.order_state as StateOf<'order'>,
    fulfilmentState: row.fulfilment_state as StateOf<'fulfilment'>,
    paymentState: row.payment_state as StateOf<'payment'>,
    approvalState: row.approval_state as StateOf<'approval'>,
    voidedBecause: row.voided_because as CauseOfVoid | null,
    hold: row.hold as Hold | null,
    holdReason: holdInWords(row.hold),
    payBy: row.pay_by?.toISOString() ?? null,
    shipping: row.shipping_by_name === null ? null : { byName: row.shipping_by_name, undoSeconds: row.undo_seconds ?? 0 },
  }
}
