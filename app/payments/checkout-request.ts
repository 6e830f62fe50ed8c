import type { Tx } from '../db/database.ts'
import { stripeLimits } from '../money.ts'
import type { OrderRow } from '../orders/lock-order.ts'
import type { CheckoutRequest } from '../stripe/checkout.ts'

/** Stripe's page shows the order's own lines up to this many; a longer order is shown as one line. (Stripe's own limit is 100.) */
const linesMax = 40

/**
 * What Stripe's page will show and charge: the order's lines when the whole order is due, else the balance as one line.
 * The lines always sum to `due` exactly.
 */
export async function checkoutRequestFor(
  tx: Tx,
  input: { order: OrderRow; due: number; fee: number; attemptId: string; buyerEmail: string; publicUrl: string },
): Promise<CheckoutRequest> {
  const { order, due } = input
  const customer = await tx
    .selectFrom('customers')
    .select('name')
    .where('company_id', '=', order.company_id)
    .where('id', '=', order.customer_id)
    .executeTakeFirstOrThrow()
  const page = `${input.publicUrl}/shop/orders/${order.id}`
  return {
    currency: order.currency,
    lines:
      due === order.total_minor
        ? await orderLines(tx, order)
        : [{ name: `Order ${order.number}, balance due`, unitMinor: due, quantity: 1 }],
    applicationFeeMinor: input.fee,
    description: `Order ${order.number} · ${customer.name}`,
    reference: input.attemptId,
    buyerEmail: input.buyerEmail,
    successUrl: `${page}/paid?session={CHECKOUT_SESSION_ID}`,
    cancelUrl: `${page}?back=1`,
    // For people reading Stripe's dashboard. Florin itself never reads metadata back.
    metadata: { order_number: order.number, customer: customer.name, ...(order.po_number ? { po_number: order.po_number } : {}) },
  }
}

async function orderLines(tx: Tx, order: OrderRow): Promise<CheckoutRequest['lines']> {
  const lines = await tx
    .selectFrom('order_lines')
    .select(['name', 'unit_price_minor', 'quantity'])
    .where('company_id', '=', order.company_id)
    .where('order_id', '=', order.id)
    .where('unit_price_minor', '>', 0)
    .orderBy('line_number')
    .execute()
  const extras = [
    { name: 'Freight', unitMinor: order.freight_minor, quantity: 1 },
    { name: 'Sales tax', unitMinor: order.tax_minor, quantity: 1 },
  ].filter((line) => line.unitMinor > 0)
  const all = [
    ...lines.map((line) => ({ name: line.name, unitMinor: line.unit_price_minor, quantity: line.quantity })),
    ...extras,
  ]
  // A single price may be an amount Stripe does not take (0.125 KWD); the total never is.
  const takes = all.every((line) => line.unitMinor % stripeLimits(order.currency).stepMinor === 0)
  return takes && lines.length <= linesMax ? all : [{ name: `Order ${order.number}`, unitMinor: order.total_minor, quantity: 1 }]
}
