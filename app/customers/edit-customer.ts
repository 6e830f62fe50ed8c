import type { Tx } from '../db/database.ts'
import { type Actor, doerOf } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { whatChanged } from '../identity/what-changed.ts'
import { readStripeStanding } from '../integrations/read-stripe-standing.ts'
import { Problem } from '../problem.ts'
import { assertOurs } from './create-customer.ts'
import { type CustomerRow, lockCustomer } from './lock-customer.ts'
import { findCustomer } from './read-customers.ts'
import type { CustomerChanges, ECommerceChanges } from './shapes.ts'

/** Everything here that can be changed, and its column. */
const columns = {
  name: 'name',
  contactName: 'contact_name',
  email: 'email',
  phone: 'phone',
  locationId: 'location_id',
  priceListId: 'price_list_id',
  terms: 'terms',
  termsDays: 'terms_days',
  creditLimitMinor: 'credit_limit_minor',
  payOnline: 'pay_online',
  paymentRequiredAtCheckout: 'payment_required_at_checkout',
} as const satisfies Record<keyof (CustomerChanges & ECommerceChanges), keyof CustomerRow>

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

/** Writes what was sent, and tells the audit trail what that changed: before and after, as people see it. */
async function change(
  tx: Tx,
  actor: Actor,
  customer: CustomerRow,
  action: `customer.${string}`,
  wanted: CustomerChanges & ECommerceChanges,
): Promise<void> {
  const fields = Object.keys(wanted) as (keyof typeof columns)[]
  if (fields.length === 0) return
  const before = await readFacts(tx, customer)
  await tx
    .updateTable('customers')
    .set(Object.fromEntries(fields.map((field) => [columns[field], wanted[field]])))
    .where('company_id', '=', customer.company_id)
    .where('id', '=', customer.id)
    .execute()
  const changed = whatChanged(before, await readFacts(tx, customer))
  if (changed === null) return
  await recordActivity(tx, {
    companyId: customer.company_id,
    by: doerOf(actor),
    action,
    subject: { type: 'customer', id: customer.id },
    summary: 'Changed the customer’s settings.',
    details: changed,
  })
}

/** What is agreed with a customer, as a person sees it: names instead of ids, the limit with its currency. */
async function readFacts(tx: Tx, { company_id: companyId, id }: CustomerRow) {
  const customer = (await findCustomer(tx, companyId, id))!
  const { name, contactName, email, phone, terms, termsDays, creditLimit, payOnline, paymentRequiredAtCheckout } = customer
  return {
    ...{ name, contactName, email, phone, creditLimit, payOnline, paymentRequiredAtCheckout },
    location: customer.location.name,
    priceList: customer.priceList.name,
    terms: { terms, termsDays },
  }
}
