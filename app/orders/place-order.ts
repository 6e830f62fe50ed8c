import { sql } from 'kysely'
import { commitStock } from '../catalogue/stock.ts'
import type { Clock } from '../clock.ts'
import { type CustomerRow, lockCustomer } from '../customers/lock-customer.ts'
import type { Tx } from '../db/database.ts'
import { enqueue } from '../db/enqueue.ts'
import { nextNumber } from '../db/next-number.ts'
import { doerOf } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { readStripeStanding } from '../integrations/read-stripe-standing.ts'
import { formatMoney } from '../money.ts'
import { notFound, Problem } from '../problem.ts'
import { render } from '../words/render.ts'
import type { BuyingActor } from './buyer.ts'
import { type Cart, clearCart, readCart, totalOf, whyNotOrder } from './cart.ts'
import { isBeyondCredit } from './credit.ts'
import type { OrderRow } from './lock-order.ts'
import { holdInWords } from './may-ship.ts'
import type { Hold } from './order-states.ts'
import { payBy } from './pay-by.ts'
import { assertPayable, paymentChoice } from './payment-choice.ts'
import { holdOf, type PayWith, settlementOf } from './settlement.ts'
import { readShipDates } from './ship-dates.ts'

export type OrderWish = {
  shipToId: string
  /** A day as the checkout offers it: YYYY-MM-DD. */
  shipDate: string
  poNumber: string
  note: string
  payWith: PayWith
  /** What the buyer agreed to, in minor units. */
  expectedTotalMinor: number
}

/**
 * Orders what is in the buyer's cart, in the caller's transaction: prices and stock are looked at again, stock is promised,
 * credit is counted under the customer's lock, and the cart is emptied. Whatever is refused leaves everything as it was.
 *
 * @param at when it was placed, for a history told afterwards (no mail is sent then); now otherwise.
 * @throws Problem 404 for an address that is not the customer's; 409 when the cart, the total, the ship date or the way to
 *   pay cannot stand (the words say which, and the cart is kept).
 */
export async function placeOrder(tx: Tx, clock: Clock, actor: BuyingActor, wish: OrderWish, at?: Date): Promise<OrderRow> {
  const customer = await lockCustomer(tx, actor.customerId)
  const cart = await readCart(tx, actor, customer)
  const shipTo = await readAddress(tx, customer, wish.shipToId)
  await assertShipDate(tx, customer, wish.shipDate, at ?? clock.now())
  assertAgreed(cart, wish)
  const total = totalOf(cart)
  // What comes to nothing needs no way to be paid.
  if (total.minor > 0)
    assertPayable(paymentChoice(customer, await readStripeStanding(tx, customer.location_id), total), wish.payWith)
  await promiseStock(tx, customer, cart)
  const standing = await judge(tx, customer, cart, wish.payWith)
  const order = await insertOrder(tx, { actor, customer, cart, wish, shipTo, standing, at })
  await clearCart(tx, actor)
  await tell(tx, actor, order, at)
  await endUnlessPaid(tx, order)
  return order
}

async function readAddress(tx: Tx, customer: CustomerRow, id: string) {
  const address = await tx
    .selectFrom('ship_to_addresses')
    .select(['label', 'line1', 'line2', 'city', 'region', 'postal_code', 'country'])
    .where('company_id', '=', customer.company_id)
    .where('customer_id', '=', customer.id)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!address) throw notFound('ship-to')
  const { postal_code: postalCode, ...rest } = address
  return { ...rest, postalCode }
}

async function assertShipDate(tx: Tx, customer: CustomerRow, date: string, now: Date): Promise<void> {
  const offered = await readShipDates(tx, customer.company_id, now)
  if (offered.some((each) => each.date === date)) return
  throw new Problem('ship-date-not-offered')
}

/** The buyer agreed to a total; another one has to be agreed to anew. */
function assertAgreed(cart: Cart, wish: OrderWish): void {
  const why = whyNotOrder(cart)
  if (why !== null) throw new Problem('cart-not-orderable', { reason: why })
  const { totalMinor } = cart.totals
  if (totalMinor === wish.expectedTotalMinor) return
  throw new Problem('total-changed', { total: { minor: totalMinor, currency: cart.currency } })
}

async function promiseStock(tx: Tx, customer: CustomerRow, cart: Cart): Promise<void> {
  const place = { companyId: customer.company_id, locationId: customer.location_id }
  const wanted = cart.lines.map((line) => ({ productId: line.product.id, quantity: line.quantity }))
  // The cart was looked at a moment ago; only now, under the lock of the rows, is it certain.
  const [short] = await commitStock(tx, place, wanted)
  if (!short) return
  const name = cart.lines.find((line) => line.product.id === short.productId)!.product.name
  throw new Problem('cart-not-orderable:sold', { product: name, available: short.available })
}

type Standing = Pick<OrderRow, 'payment_required' | 'order_state' | 'approval_state'> & { hold: Hold | null }

/** Whether the order waits, and for what. An order beyond the credit limit that need not be paid first needs an approval. */
async function judge(tx: Tx, customer: CustomerRow, cart: Cart, payWith: PayWith): Promise<Standing> {
  const { totalMinor } = cart.totals
  const beyondCredit = await isBeyondCredit(tx, customer, { totalMinor, currency: cart.currency })
  const settlement = settlementOf(customer, { totalMinor, beyondCredit, payWith })
  const hold = holdOf(settlement, { beyondCredit })
  return {
    payment_required: settlement === 'before_shipping',
    order_state: hold === null ? 'confirmed' : 'pending',
    approval_state: hold === 'credit_limit' ? 'needed' : 'not_needed',
    hold,
  }
}

type Placing = {
  actor: BuyingActor
  customer: CustomerRow
  cart: Cart
  wish: OrderWish
  shipTo: object
  standing: Standing
  at: Date | undefined
}

async function insertOrder(tx: Tx, { actor, customer, cart, wish, shipTo, standing, at }: Placing): Promise<OrderRow> {
  const order = await tx
    .insertInto('orders')
    .values({
      company_id: customer.company_id,
      number: String(await nextNumber(tx, customer.company_id, 'order')),
      customer_id: customer.id,
      location_id: customer.location_id,
      placed_by_user_id: actor.userId,
      placed_by_name: actor.name,
      ship_to: JSON.stringify(shipTo),
      ship_date: wish.shipDate,
      po_number: wish.poNumber,
      note: wish.note,
      terms: customer.terms,
      terms_days: customer.terms_days,
      currency: cart.currency,
      goods_minor: cart.totals.goodsMinor,
      freight_minor: cart.totals.freightMinor,
      tax_minor: cart.totals.taxMinor,
      total_minor: cart.totals.totalMinor,
      fulfilment_state: 'unfulfilled',
      payment_state: cart.totals.totalMinor === 0 ? 'not_needed' : 'unpaid',
      ...standing,
      pay_by: standing.payment_required ? payBy(customer.company_id, wish.shipDate, at) : null,
      placed_at: at ?? sql<Date>`clock_timestamp()`,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  const lines = cart.lines.map(({ product, quantity, amountMinor }, index) => ({
    company_id: customer.company_id,
    order_id: order.id,
    line_number: index + 1,
    product_id: product.id,
    sku: product.sku,
    name: product.name,
    unit: product.unit,
    pack_size: product.pack_size,
    quantity,
    unit_price_minor: product.unit_price_minor,
    amount_minor: amountMinor,
  }))
  await tx.insertInto('order_lines').values(lines).execute()
  return order
}

async function tell(tx: Tx, actor: BuyingActor, order: OrderRow, at: Date | undefined): Promise<void> {
  const { company_id: companyId } = order
  const hold = holdInWords(order.hold)
  const held = hold === null ? '' : ` ${render(hold, 'en')}`
  await recordActivity(tx, {
    companyId,
    by: doerOf(actor),
    action: 'order.placed',
    subject: { type: 'order', id: order.id },
    summary: `Placed order ${order.number} for ${formatMoney(order.total_minor, order.currency)}.${held}`,
    ...(at ? { at } : {}),
  })
  if (at) return
  const { userId } = actor
  await enqueue(tx, { companyId, kind: 'mail.order-placed', factId: order.id, payload: { orderId: order.id }, to: userId })
}

/** An order that must be paid first does not hold its goods for ever. */
async function endUnlessPaid(tx: Tx, { company_id: companyId, id, pay_by: dueAt }: OrderRow): Promise<void> {
  if (dueAt === null) return
  await enqueue(tx, { companyId, kind: 'order.expire', factId: id, payload: { orderId: id }, dueAt })
}
