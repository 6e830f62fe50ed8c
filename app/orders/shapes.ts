import { z } from 'zod'
import { shopProduct } from '../catalogue/shapes.ts'
import { address } from '../customers/shapes.ts'
import { plainLines, plainText, word } from '../plain-text.ts'
import { day, moment, money, named, numbered, sentence } from '../wire.ts'
import { quantityMax } from './cart.ts'
import { fates } from './reorder.ts'
import { settlements } from './settlement.ts'

/** Orders and carts as they go over the wire. */

const states = {
  orderState: z.enum(['pending', 'confirmed', 'voided']),
  fulfilmentState: z.enum(['unfulfilled', 'shipped']),
  paymentState: z.enum(['unpaid', 'pending', 'partly_paid', 'paid', 'not_needed']),
  approvalState: z.enum(['not_needed', 'needed', 'approved']),
  hold: z.enum(['awaiting_payment', 'credit_limit']),
}

export const orderItem = z.object({
  id: z.uuid(),
  number: z.string(),
  customer: named.extend({ number: z.string() }),
  location: named,
  placedAt: moment,
  shipDate: day,
  poNumber: z.string(),
  termsWords: z.string(),
  total: money,
  balanceDue: money,
  ...states,
  /** Why it was voided: somebody asked, or it had to be paid first and was not in time. */
  voidedBecause: z.enum(['asked', 'expired']).nullable(),
  hold: states.hold.nullable(),
  holdReason: sentence.nullable(),
  /** Until when it may be paid, where it must be paid first; then it ends. */
  payBy: moment.nullable(),
  /** Somebody has just shipped it: not posted yet, and for so long it can be taken back. */
  shipping: z.object({ byName: z.string(), undoSeconds: z.int() }).nullable(),
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
  /** When it is paid, in a sentence: the same as at the checkout and in the mail. */
  settlement: z.enum(settlements),
  settlementWords: sentence,
  goods: money,
  freight: money,
  tax: money,
  shippedAt: moment.nullable(),
  voidedAt: moment.nullable(),
  canVoid: z.boolean(),
  whyNotVoid: sentence.nullable(),
  invoice: numbered.nullable(),
})
export const officeOrder = shopOrder.extend({
  canShip: z.boolean(),
  whyNotShip: sentence.nullable(),
  canOverride: z.boolean(),
})

export const orderFilters = {
  state: z
    .enum(['pending', 'confirmed', 'voided', 'expired'])
    .optional()
    .describe('expired: voided because it was not paid in time'),
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
  /** Why it could not be paid by card, where the customer has to: to be said before anything is ordered. */
  whyNotPay: sentence.nullable(),
})

const again = z.object({
  productId: z.uuid(),
  sku: z.string(),
  name: z.string(),
  ordered: z.int(),
  /** How many of it come into the cart. */
  added: z.int(),
  fate: z.enum(fates),
  /** What is different from last time. */
  why: sentence.nullable(),
})
/** What ordering an order again would do, before it is done. */
export const reorderLook = z.object({ lines: z.array(again), inCart: z.int().describe('Products in the cart already') })
export const reordered = z.object({ cart, lines: z.array(again) })

const option = z.object({
  available: z.boolean(),
  reason: sentence.nullable(),
  /** What happens when the order is settled this way. */
  happens: sentence,
})
export const checkout = z.object({
  cart,
  addresses: z.array(address),
  shipDates: z.array(z.object({ date: day, orderBy: moment, label: z.string() })),
  customer: z.object({ name: z.string(), terms: z.string() }),
  payment: z.object({
    card: option,
    terms: option.extend({ label: sentence, words: z.string(), notice: sentence.nullable() }),
    /** Whether this person may pay; somebody else of the customer may have to. */
    mayPay: z.boolean(),
  }),
  mayPlace: z.boolean(),
  whyNotPlace: sentence.nullable(),
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
