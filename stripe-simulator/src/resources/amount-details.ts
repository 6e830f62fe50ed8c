import type Stripe from 'stripe'
import { newId } from '../ids.ts'
import { endpoint, present } from '../protocol/endpoint.ts'
import { badParameter } from '../protocol/errors.ts'
import { listPage, page } from '../protocol/list.ts'
import { amount, boolean, ignored, integer, list, object, type Read, required, text, unsettable } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'

const tax = object({ total_tax_amount: required(amount(0)) })
const line = object({
  discount_amount: amount(0),
  payment_method_options: ignored,
  product_code: text(12),
  product_name: required(text(1_024)),
  quantity: required(integer({ min: 1 })),
  tax,
  unit_cost: required(amount(0)),
  unit_of_measure: text(12),
})

/** What a payment is made of, for the card networks ("level 2 and 3 data"). */
export const amountDetails = unsettable(
  object({
    discount_amount: unsettable(amount(0)),
    enforce_arithmetic_validation: boolean,
    line_items: unsettable(list(line, 200)),
    shipping: unsettable(
      object({ amount: unsettable(amount(0)), from_postal_code: unsettable(text(10)), to_postal_code: unsettable(text(10)) }),
    ),
    tax: unsettable(tax),
  }),
)
export const paymentDetails = unsettable(
  object({ customer_reference: unsettable(text(255)), order_reference: unsettable(text(255)) }),
)
type AmountDetails = Read<{ details: typeof amountDetails }>['details']
type PaymentDetails = Read<{ details: typeof paymentDetails }>['details']
type Line = Stripe.PaymentIntentAmountDetailsLineItem

const linesOf = (given: NonNullable<AmountDetails>): Line[] =>
  (given.line_items ?? []).flatMap((item) =>
    item
      ? [
          {
            id: newId('uli'),
            object: 'payment_intent_amount_details_line_item',
            discount_amount: item.discount_amount ?? null,
            payment_method_options: null,
            product_code: item.product_code ?? null,
            product_name: item.product_name,
            quantity: item.quantity,
            tax: item.tax ? { total_tax_amount: item.tax.total_tax_amount } : null,
            unit_cost: item.unit_cost,
            unit_of_measure: item.unit_of_measure ?? null,
          },
        ]
      : [],
  )

const totalOf = (lines: Line[], given: NonNullable<AmountDetails>): number =>
  lines.reduce(
    (sum, item) => sum + item.unit_cost * item.quantity - (item.discount_amount ?? 0) + (item.tax?.total_tax_amount ?? 0),
    0,
  ) +
  (given.shipping?.amount ?? 0) +
  (given.tax?.total_tax_amount ?? 0) -
  (given.discount_amount ?? 0)

const code = 'amount_details_amount_mismatch'
const mismatch = 'The amount does not equal the sum of the amount_details: line items, tax and shipping less discounts.'

const isOff = (amount: number, given: NonNullable<AmountDetails>): boolean => {
  const lines = linesOf(given)
  return lines.length > 0 && totalOf(lines, given) !== amount
}

/** @throws StripeRefusal 400 when the parts do not make up the amount, unless `enforce_arithmetic_validation` is false. */
export function checkAmountDetails(amount: number, given: AmountDetails | undefined): void {
  if (given && given.enforce_arithmetic_validation !== false && isOff(amount, given))
    throw badParameter('amount_details', mismatch, code)
}

/** Keeps what the payment is made of with the intent, and what is wrong with it. */
export function setAmountDetails(scope: Scope, intent: Stripe.PaymentIntent, given: AmountDetails | undefined): void {
  if (given === undefined) return
  const lines = given ? linesOf(given) : []
  scope.sim.state.records.amountLines[intent.id] = lines
  intent.amount_details = {
    tip: {},
    ...(given?.discount_amount == null ? {} : { discount_amount: given.discount_amount }),
    ...(given?.shipping
      ? {
          shipping: {
            amount: given.shipping.amount ?? null,
            from_postal_code: given.shipping.from_postal_code ?? null,
            to_postal_code: given.shipping.to_postal_code ?? null,
          },
        }
      : {}),
    ...(given?.tax ? { tax: { total_tax_amount: given.tax.total_tax_amount } } : {}),
    ...(given && isOff(intent.amount_received || intent.amount, given) ? { error: { code, message: mismatch } } : {}),
  }
}

/** Keeps the buyer's and the seller's own references with the intent. */
export function setPaymentDetails(intent: Stripe.PaymentIntent, given: PaymentDetails | undefined): void {
  if (given === undefined) return
  intent.payment_details = {
    customer_reference: given?.customer_reference ?? null,
    order_reference: given?.order_reference ?? null,
  }
}

export const amountDetailsEndpoints = [
  endpoint('GET', '/v1/payment_intents/:id/amount_details_line_items', page, (call, params) => {
    const id = call.path.id ?? ''
    present(call.sim.state.tables.payment_intent.find(call.account, id), 'payment_intent', id, 'intent')
    return listPage(call.url, [...(call.sim.state.records.amountLines[id] ?? [])].reverse(), params)
  }),
]
