import type { Place, Quantity } from '../catalogue/stock.ts'
import type { Tx } from '../db/database.ts'
import type { OrderRow } from './lock-order.ts'

/** What was ordered, per product: the shape stock moves in. */
export async function quantitiesOf(tx: Tx, order: OrderRow): Promise<Quantity[]> {
  const lines = await tx
    .selectFrom('order_lines')
    .select(['product_id', 'quantity'])
    .where('company_id', '=', order.company_id)
    .where('order_id', '=', order.id)
    .execute()
  return lines.map((line) => ({ productId: line.product_id, quantity: line.quantity }))
}

/** Where the goods of an order lie. */
export function placeOf(order: OrderRow): Place {
  return { companyId: order.company_id, locationId: order.location_id }
}
