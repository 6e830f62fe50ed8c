import type { Selectable } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Customers } from '../db/schema.ts'
import { notFound } from '../problem.ts'

export type CustomerRow = Selectable<Customers>

/**
 * Takes a customer for this transaction: orders placed for it at the same moment wait, so that credit is counted once.
 * Others may still refer to it (their rows only need its key).
 *
 * @throws Problem 404 when it is not this company's.
 */
export async function lockCustomer(tx: Tx, customerId: string): Promise<CustomerRow> {
  const customer = await tx.selectFrom('customers').selectAll().where('id', '=', customerId).forNoKeyUpdate().executeTakeFirst()
  if (!customer) throw notFound('customer')
  return customer
}

/** Reads a customer without waiting for anybody. @throws Problem 404. */
export async function readCustomer(tx: Tx, customerId: string): Promise<CustomerRow> {
  const customer = await tx.selectFrom('customers').selectAll().where('id', '=', customerId).executeTakeFirst()
  if (!customer) throw notFound('customer')
  return customer
}
