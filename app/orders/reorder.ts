import { readSold } from '../catalogue/sold-to.ts'
import { readCustomer } from '../customers/lock-customer.ts'
import type { Tx } from '../db/database.ts'
import { notFound } from '../problem.ts'
import type { BuyingActor } from './buyer.ts'
import { quantityMax, setCartLines } from './cart.ts'

/**
 * Puts an earlier order's lines into the buyer's cart again, added to what is there, at today's prices. What is not sold to
 * the customer any more is left out.
 *
 * @throws Problem 404 for an order that is not this customer's; 409 when the cart is full.
 */
export async function reorder(tx: Tx, actor: BuyingActor, orderId: string): Promise<void> {
  const lines = await tx
    .selectFrom('order_lines')
    .innerJoin('orders', (join) =>
      join.onRef('orders.company_id', '=', 'order_lines.company_id').onRef('orders.id', '=', 'order_lines.order_id'),
    )
    .leftJoin('cart_lines', (join) =>
      join
        .onRef('cart_lines.company_id', '=', 'order_lines.company_id')
        .onRef('cart_lines.product_id', '=', 'order_lines.product_id')
        .on('cart_lines.customer_id', '=', actor.customerId)
        .on('cart_lines.user_id', '=', actor.userId),
    )
    .select(['order_lines.product_id', 'order_lines.quantity', 'cart_lines.quantity as in_cart'])
    .where('orders.company_id', '=', actor.companyId)
    .where('orders.customer_id', '=', actor.customerId)
    .where('orders.id', '=', orderId)
    .orderBy('order_lines.line_number')
    .execute()
  if (lines.length === 0) throw notFound('order')
  const customer = await readCustomer(tx, actor.customerId)
  const sold = await readSold(
    tx,
    customer,
    lines.map((line) => line.product_id),
  )
  const again = lines
    .filter((line) => sold.has(line.product_id))
    .map((line) => ({ productId: line.product_id, quantity: Math.min(quantityMax, line.quantity + (line.in_cart ?? 0)) }))
  await setCartLines(tx, actor, customer, again)
}
