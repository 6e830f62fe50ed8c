import type { Tx } from '../db/database.ts'
import { type Actor, doerOf } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { readStripeStanding } from '../integrations/read-stripe-standing.ts'
import { Problem } from '../problem.ts'
import { assertOurs } from './create-customer.ts'
import { type CustomerRow, lockCustomer } from './lock-customer.ts'
import type { CustomerChanges, ECommerceChanges } from './shapes.ts'

/** Everything here that can be changed: its column, and what it is called in the audit trail. */
const fields = {
  name: ['name', 'the name'],
  contactName: ['contact_name', 'the contact'],
  email: ['email', 'the e-mail'],
  phone: ['phone', 'the telephone'],
  locationId: ['location_id', 'the location'],
  priceListId: ['price_list_id', 'the price list'],
  terms: ['terms', 'the terms'],
  termsDays: ['terms_days', 'the days of the terms'],
  creditLimitMinor: ['credit_limit_minor', 'the credit limit'],
  payOnline: ['pay_online', '“Pay online”'],
  paymentRequiredAtCheckout: ['payment_required_at_checkout', '“Payment required at checkout”'],
} as const satisfies Record<keyof (CustomerChanges & ECommerceChanges), readonly [keyof CustomerRow, string]>
type Field = keyof typeof fields

/**
 * Changes what the company knows of a customer. Orders already placed keep the terms they were placed on.
 * @throws Problem 404 for a customer, location or price list that is not this company's.
 */
export async function editCustomer(tx: Tx, actor: Actor, customerId: string, changes: CustomerChanges): Promise<void> {
  const customer = await lockCustomer(tx, customerId)
  await assertOurs(tx, actor.companyId, changes)
  await change(tx, actor, customer, 'customer.edited', changes)
}

/**
 * Changes how a customer may order: "Pay online" needs a Stripe account that is ready where the customer is served, and
 * "Payment required at checkout" needs "Pay online".
 *
 * @throws Problem 404; 409 `stripe-not-ready` or `needs-pay-online`, each with its reason, nothing changed.
 */
export async function editECommerce(tx: Tx, actor: Actor, customerId: string, changes: ECommerceChanges): Promise<void> {
  const customer = await lockCustomer(tx, customerId)
  const payOnline = changes.payOnline ?? customer.pay_online
  const required = changes.paymentRequiredAtCheckout ?? customer.payment_required_at_checkout
  if (payOnline && !customer.pay_online) {
    const stripe = await readStripeStanding(tx, customer.location_id)
    if (!stripe.ready) throw new Problem('stripe-not-ready:pay-online', { reason: stripe.sentence })
  }
  if (required && !payOnline) {
    throw new Problem('needs-pay-online')
  }
  await change(tx, actor, customer, 'customer.e_commerce_edited', { payOnline, paymentRequiredAtCheckout: required })
}

/** Writes what differs, and tells the audit trail how it was before and after. */
async function change(
  tx: Tx,
  actor: Actor,
  customer: CustomerRow,
  action: `customer.${string}`,
  wanted: CustomerChanges & ECommerceChanges,
): Promise<void> {
  const before = (field: Field) => customer[fields[field][0]]
  const differing = (Object.keys(wanted) as Field[]).filter((field) => wanted[field] !== before(field))
  if (differing.length === 0) return
  await tx
    .updateTable('customers')
    .set(Object.fromEntries(differing.map((field) => [fields[field][0], wanted[field]])))
    .where('company_id', '=', customer.company_id)
    .where('id', '=', customer.id)
    .execute()
  await recordActivity(tx, {
    companyId: customer.company_id,
    by: doerOf(actor),
    action,
    subject: { type: 'customer', id: customer.id },
    summary: `Changed ${differing.map((field) => fields[field][1]).join(', ')}.`,
    details: {
      before: Object.fromEntries(differing.map((field) => [field, before(field)])),
      after: Object.fromEntries(differing.map((field) => [field, wanted[field]])),
    },
  })
}
