import { sql } from 'kysely'
import { readSold, type SoldRow, showSold } from '../catalogue/sold-to.ts'
import type { CustomerRow } from '../customers/lock-customer.ts'
import type { Tx } from '../db/database.ts'
import type { Money } from '../money.ts'
import { notFound, Problem } from '../problem.ts'
import type { Sentence } from '../words/sentence.ts'
import type { BuyingActor } from './buyer.ts'
import { type Totals, totalMinorMax, totalsOf } from './totals.ts'
import { whyNotCharge } from './why-not-charge.ts'

export const quantityMax = 9_999
/** A cart has an end, like every list. */
const linesMax = 200

export type CartLine = { product: SoldRow; quantity: number; amountMinor: number; problem: string | null }
export type Cart = {
  lines: CartLine[]
  totals: Totals
  currency: string
  /** Why a customer who has to pay by card could not pay this; null when it can be paid, or need not be paid so. */
  whyNotPay: Sentence | null
}

type CompanyCharges = { currency: string; freight_minor: number; tax_basis_points: number }

/** What orders of this company are charged besides the goods. */
export async function readCharges(tx: Tx, companyId: string): Promise<CompanyCharges> {
  return tx
    .selectFrom('companies')
    .select(['currency', 'freight_minor', 'tax_basis_points'])
    .where('id', '=', companyId)
    .executeTakeFirstOrThrow()
}

/** A person's cart, priced as of now. A line that cannot be ordered carries its reason and counts nothing. */
export async function readCart(tx: Tx, actor: BuyingActor, customer: CustomerRow): Promise<Cart> {
  const kept = await tx
    .selectFrom('cart_lines')
    .innerJoin('products', (join) =>
      join.onRef('products.company_id', '=', 'cart_lines.company_id').onRef('products.id', '=', 'cart_lines.product_id'),
    )
    .select(['product_id', 'quantity', 'sku', 'name', 'description', 'category', 'unit', 'pack_size'])
    .select(sql<SoldRow['picture']>`picture`.as('picture'))
    .where('cart_lines.company_id', '=', actor.companyId)
    .where('customer_id', '=', actor.customerId)
    .where('user_id', '=', actor.userId)
    .orderBy('added_at')
    .orderBy('product_id')
    .execute()
  const charges = await readCharges(tx, actor.companyId)
  const sold = await readSold(
    tx,
    customer,
    kept.map((line) => line.product_id),
  )
  const lines = kept.map(({ product_id: id, quantity, ...about }): CartLine => {
    const product = sold.get(id)
    const gone = { ...about, id, unit_price_minor: 0, currency: charges.currency, available: 0 }
    if (!product)
      return { product: gone, quantity, amountMinor: 0, problem: 'Not available to you any more. Remove it to go on.' }
    return {
      product,
      quantity,
      amountMinor: quantity * product.unit_price_minor,
      problem: shortageInWords(product.available, quantity),
    }
  })
  const priced = lines.map((line) => ({ quantity: line.quantity, unitPriceMinor: line.product.unit_price_minor }))
  const { currency } = charges
  const totals = totalsOf(priced, charges)
  const mustPay = customer.payment_required_at_checkout && totals.totalMinor > 0
  return { lines, totals, currency, whyNotPay: mustPay ? whyNotCharge(totals.totalMinor, currency) : null }
}

/** @returns null when there is enough. */
export function shortageInWords(available: number, asked: number): string | null {
  if (asked <= available) return null
  return available <= 0 ? 'Sold out at the moment.' : `Only ${available} left.`
}

/** What the cart comes to. */
export function totalOf({ totals, currency }: Cart): Money {
  return { minor: totals.totalMinor, currency }
}

/** Why this cart cannot be ordered as it is, in words; null when it can. */
export function whyNotOrder(cart: Cart): string | null {
  if (cart.lines.length === 0) return 'Your cart is empty.'
  const faulty = cart.lines.find((line) => line.problem !== null)
  if (faulty) return `${faulty.product.name}: ${faulty.problem}`
  return cart.totals.totalMinor > totalMinorMax
    ? 'This is more than one order can come to. Please split it into several orders.'
    : null
}

/**
 * Puts products into the cart, or changes how many of each.
 * @param lines each product at most once; quantities in units of sale, 1 to 9,999.
 * @throws Problem 404 for what is not sold to this customer; 409 when the cart is full.
 */
export async function setCartLines(
  tx: Tx,
  actor: BuyingActor,
  customer: CustomerRow,
  lines: { productId: string; quantity: number }[],
): Promise<void> {
  if (lines.length === 0) return
  const sold = await readSold(
    tx,
    customer,
    lines.map((line) => line.productId),
  )
  if (sold.size < lines.length) throw notFound('product')
  await tx
    .insertInto('cart_lines')
    .values(lines.map(({ productId, quantity }) => ({ ...cartOf(actor), product_id: productId, quantity })))
    .onConflict((conflict) =>
      conflict
        .columns(['company_id', 'customer_id', 'user_id', 'product_id'])
        .doUpdateSet((eb) => ({ quantity: eb.ref('excluded.quantity') })),
    )
    .execute()
  const { count } = await tx
    .selectFrom('cart_lines')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where((eb) => eb.and(cartOf(actor)))
    .executeTakeFirstOrThrow()
  if (count > linesMax) throw new Problem('cart-full', { max: linesMax })
}

/** Takes a product out of the cart; nothing happens when it is not in it. */
export async function removeCartLine(tx: Tx, actor: BuyingActor, productId: string): Promise<void> {
  await tx
    .deleteFrom('cart_lines')
    .where((eb) => eb.and({ ...cartOf(actor), product_id: productId }))
    .execute()
}

export async function clearCart(tx: Tx, actor: BuyingActor): Promise<void> {
  await tx
    .deleteFrom('cart_lines')
    .where((eb) => eb.and(cartOf(actor)))
    .execute()
}

function cartOf(actor: BuyingActor) {
  return { company_id: actor.companyId, customer_id: actor.customerId, user_id: actor.userId }
}

/** A cart as the shop shows it. */
export function showCart({ lines, totals, currency, whyNotPay }: Cart) {
  const money = (minor: number) => ({ minor, currency })
  return {
    lines: lines.map((line) => ({
      product: showSold(line.product),
      quantity: line.quantity,
      unitPrice: money(line.product.unit_price_minor),
      amount: money(line.amountMinor),
      problem: line.problem,
    })),
    goods: money(totals.goodsMinor),
    freight: money(totals.freightMinor),
    tax: money(totals.taxMinor),
    total: money(totals.totalMinor),
    count: lines.length,
    whyNotPay,
  }
}
