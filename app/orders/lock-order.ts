import type { Selectable } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Orders } from '../db/schema.ts'
import { notFound } from '../problem.ts'

export type OrderRow = Selectable<Orders>

/**
 * Takes an order for this transaction: whoever changes it next waits. Payments, shipping and voiding all begin here.
 * @throws Problem 404 when it is not this company's.
 */
export async function lockOrder(tx: Tx, orderId: string): Promise<OrderRow> {
  const order = await tx.selectFrom('orders').selectAll().where('id', '=', orderId).forUpdate().executeTakeFirst()
  if (!order) throw notFound('order')
  return order
}
