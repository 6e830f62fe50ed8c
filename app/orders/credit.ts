import { sql } from 'kysely'
import type { CustomerRow } from '../customers/lock-customer.ts'
import type { Tx } from '../db/database.ts'

/**
 * What a customer owes or will owe, in minor units: open receivables, and confirmed orders that have not shipped yet less what
 * was paid on them. An order that waits for its payment or an approval counts once it is confirmed.
 */
export async function exposureMinor(tx: Tx, customer: CustomerRow, currency: string): Promise<number> {
  const { rows } = await sql<{ minor: number }>`
    SELECT (
      coalesce((SELECT b.balance_minor FROM account_balances b WHERE b.company_id = ${customer.company_id}
        AND b.account = 'receivable' AND b.party = ${customer.id} AND b.currency = ${currency}), 0)
      + coalesce((SELECT sum(o.total_minor - coalesce((SELECT sum(a.amount_minor) FROM allocations a
          WHERE a.company_id = o.company_id AND a.order_id = o.id), 0))
        FROM orders o WHERE o.company_id = ${customer.company_id} AND o.customer_id = ${customer.id}
          AND o.order_state = 'confirmed' AND o.fulfilment_state = 'unfulfilled'), 0)
    )::bigint AS minor`.execute(tx)
  return rows[0]!.minor
}

/** Whether an order of `totalMinor` goes beyond the customer's credit limit. Call it under the customer's lock to decide. */
export async function isBeyondCredit(
  tx: Tx,
  customer: CustomerRow,
  order: { totalMinor: number; currency: string },
): Promise<boolean> {
  if (customer.credit_limit_minor === null) return false
  return (await exposureMinor(tx, customer, order.currency)) + order.totalMinor > customer.credit_limit_minor
}
