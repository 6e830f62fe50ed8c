import { z } from 'zod'
import { shopProduct } from '../catalogue/shapes.ts'
import { address } from '../customers/shapes.ts'
import { plainLines, plainText, word } from '../plain-text.ts'
import { day, moment, money, named, numbered } from '../wire.ts'
import { quantityMax } from './cart.ts'

/** Orders and carts as they go over the wire. */

const states = {
  orderState: z.enum(['pending', 'confirmed', 'voided']),
  fulfilmentState: z.enum(['unfulfilled', 'shipped']),
  paymentState: z.enum(['unpaid', 'pending', 'partly_paid', 'paid']),
  approvalState: z.enum(['not_needed', 'needed', 'approved']),
  hold: z.enum(['awaiting_payment', 'credit_limit']),
}

export const orderItem = z.object({
  id: z.uuid(),
  number: z.string(),
  customer: named.extend({ number: z.string() }),
  location: named,
  placedOn: day,
  placedAt: moment,
  shipDate: day,
  poNumber: z.string(),
  termsWords: z.string(),
  total: money,
  balanceDue: money,
  ...states,
  hold: states.hold.nullable(),
  holdReason: z.string().nullable(),
})
export const orderTotals = z.object({ count: z.int(), total: money, balanceDue: money })

const shipTo = address.omit({ id: true, isDefault: true })
export type ShipTo = z.output<typeof shipTo>

/** As its buyer sees it. */
export const shopOrder = orderItem.extend({
  lines: z.array(
    z.object({
      lineNumber: z.int(),
      productId: z.uuid(),
      sku: z.string(),
      name: z.string(),
      unit: z.string(),
      packSize: z.int(),
      quantity: z.int(),
      unitPrice: money,
      amount: money,
    }),
  ),
  shipTo,
  note: z.string(),
  placedByName: z.string(),
  paymentRequired: z.boolean(),
  goods: money,
  freight: money,
  tax: money,
  shippedOn: day.nullable(),
  shippedAt: moment.nullable(),
  voidedAt: moment.nullable(),
  canVoid: z.boolean(),
  whyNotVoid: z.string().nullable(),
  invoice: numbered.nullable(),
})
export const officeOrder = shopOrder.extend({
  canShip: z.boolean(),
  whyNotShip: z.string().nullable(),
  canOverride: z.boolean(),
})

export const orderFilters = {
  state: states.orderState.optional(),
  payment: states.paymentState.optional(),
  fulfilment: states.fulfilmentState.optional(),
  hold: z.enum(['awaiting_payment', 'credit_limit', 'any', 'none']).optional(),
}

/** Why somebody did something, for the audit trail. */
export const reasonGiven = z.object({ reason: plainText(300).min(5, word('reason')) })

export const cartQuantity = z.object({
  quantity: z.int(word('whole-quantity')).min(1, word('least-quantity')).max(quantityMax, word('most-quantity')),
})

export const cart = z.object({
  lines: z.array(
    z.object({ product: shopProduct, quantity: z.int(), unitPrice: money, amount: money, problem: z.string().nullable() }),
  ),
  goods: money,
  freight: money,
  tax: money,
  total: money,
  count: z.int(),
})

const option = z.object({ available: z.boolean(), reason: z.string().nullable() })
export const checkout = z.object({
  cart,
  addresses: z.array(address),
  shipDates: z.array(z.object({ date: day, daysAhead: z.int().describe('0: the seller’s today'), orderBy: moment })),
  customer: z.object({ name: z.string(), terms: z.string() }),
  payment: z.object({
    card: option,
    terms: option.extend({ words: z.string(), notice: z.string().nullable() }),
    required: z.boolean(),
    /** Whether this person may pay; somebody else of the customer may have to. */
    mayPay: z.boolean(),
  }),
  mayPlace: z.boolean(),
  whyNotPlace: z.string().nullable(),
})

export const orderWish = z.object({
  shipToId: z.uuid(),
  shipDate: day,
  poNumber: plainText(60).default(''),
  note: plainLines(500).default(''),
  payWith: z.enum(['card', 'terms']),
  /** What the buyer agreed to, in minor units: another total is refused. */
  expectedTotalMinor: z.int().min(0),
})
