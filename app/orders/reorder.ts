import { sql } from 'kysely'
import { readSold, type SoldRow } from '../catalogue/sold-to.ts'
import { type CustomerRow, readCustomer } from '../customers/lock-customer.ts'
import type { Tx } from '../db/database.ts'
import { notFound, Problem } from '../problem.ts'
import { type Sentence, say } from '../words/sentence.ts'
import type { BuyingActor } from './buyer.ts'
import { quantityMax, readCart, setCartLines, showCart } from './cart.ts'

/** What became of a line of an earlier order: `gone` is not sold to the customer any more. */
export const fates = ['as_before', 'price_changed', 'fewer', 'sold_out', 'gone'] as const
type Fate = (typeof fates)[number]

type Line = {
  product_id: string
  sku: string
  name: string
  quantity: number
  unit_price_minor: number
  currency: string
  in_cart: number
}
type Again = Line & { fate: Fate; product: SoldRow | undefined; added: number }

/**
 * What ordering an earlier order again would put into the buyer's cart today, line by line, and what not and why. Changes
 * nothing. @throws Problem 404 for an order that is not this customer's.
 */
export async function lookAtReorder(tx: Tx, actor: BuyingActor, orderId: string) {
  const customer = await readCustomer(tx, actor.customerId)
  const lines = await linesAgain(tx, actor, customer, orderId)
  const { cart_lines: inCart } = await countCart(tx, actor)
  return { lines: lines.map(showAgain), inCart }
}

/**
 * Puts an earlier order's lines into the buyer's cart again, at today's prices and as far as there is stock, on top of what is
 * in it: nothing that was in the cart is lost.
 *
 * @returns the cart, and what became of each line. @throws Problem 404 for an order that is not this customer's; 409 when
 *   nothing of it can be had any more, or the cart is full. The cart is as it was then.
 */
export async function reorder(tx: Tx, actor: BuyingActor, orderId: string) {
  const customer = await readCustomer(tx, actor.customerId)
  const lines = await linesAgain(tx, actor, customer, orderId)
  const wanted = lines.filter((line) => line.added > 0)
  if (wanted.length === 0) throw new Problem('nothing-to-reorder')
  const again = wanted.map((line) => ({ productId: line.product_id, quantity: line.in_cart + line.added }))
  await setCartLines(tx, actor, customer, again)
  return { cart: showCart(await readCart(tx, actor, customer)), lines: lines.map(showAgain) }
}

async function linesAgain(tx: Tx, actor: BuyingActor, customer: CustomerRow, orderId: string): Promise<Again[]> {
  const { rows: lines } = await sql<Line>`
    SELECT l.product_id, l.sku, l.name, l.quantity, l.unit_price_minor, o.currency, coalesce(c.quantity, 0) AS in_cart
    FROM orders o
    JOIN order_lines l ON l.company_id = o.company_id AND l.order_id = o.id
    LEFT JOIN cart_lines c ON c.company_id = l.company_id AND c.product_id = l.product_id
      AND c.customer_id = o.customer_id AND c.user_id = ${actor.userId}
    WHERE o.company_id = ${actor.companyId} AND o.customer_id = ${actor.customerId} AND o.id = ${orderId}
    ORDER BY l.line_number`.execute(tx)
  if (lines.length === 0) throw notFound('order')
  const ids = lines.map((line) => line.product_id)
  const sold = await readSold(tx, customer, ids)
  return lines.map((line) => {
    const product = sold.get(line.product_id)
    const room = Math.max(0, Math.min(quantityMax, product?.available ?? 0) - line.in_cart)
    const added = Math.min(line.quantity, room)
    return { ...line, product, added, fate: fateOf(line, product, added) }
  })
}

function fateOf(line: Line, product: SoldRow | undefined, added: number): Fate {
  if (!product) return 'gone'
  if (added === 0) return 'sold_out'
  if (added < line.quantity) return 'fewer'
  return product.unit_price_minor === line.unit_price_minor && product.currency === line.currency ? 'as_before' : 'price_changed'
}

async function countCart(tx: Tx, actor: BuyingActor): Promise<{ cart_lines: number }> {
  return tx
    .selectFrom('cart_lines')
    .select((eb) => eb.fn.countAll<number>().as('cart_lines'))
    .where('company_id', '=', actor.companyId)
    .where('customer_id', '=', actor.customerId)
    .where('user_id', '=', actor.userId)
    .executeTakeFirstOrThrow()
}

function showAgain(line: Again) {
  return {
    productId: line.product_id,
    sku: line.sku,
    name: line.name,
    ordered: line.quantity,
    added: line.added,
    fate: line.fate,
    why: whyDifferent(line),
  }
}

/** What is different from last time, in words; null when nothing is. */
function whyDifferent({ fate, product, in_cart: inCart, ...line }: Again): Sentence | null {
  if (fate === 'as_before') return null
  if (!product) return say('orders', 'again:gone')
  const { available, unit_price_minor: minor, currency } = product
  if (fate === 'sold_out') {
    return inCart > 0 && available > 0 ? say('orders', 'again:all-in-cart', { inCart }) : say('orders', 'again:sold-out')
  }
  const price = { before: { minor: line.unit_price_minor, currency: line.currency }, now: { minor, currency } }
  if (fate === 'price_changed') return say('orders', 'again:price', price)
  const fewer = { added: line.added, ordered: line.quantity }
  return minor === line.unit_price_minor
    ? say('orders', 'again:fewer', fewer)
    : say('orders', 'again:fewer-price', { ...fewer, ...price })
}
