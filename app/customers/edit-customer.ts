import type { Updateable } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Customers } from '../db/schema.ts'
import { type Actor, doerOf } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { readStripeStanding } from '../integrations/read-stripe-standing.ts'
import { Problem } from '../problem.ts'
import { assertOurs } from './create-customer.ts'
import { type CustomerRow, lockCustomer } from './lock-customer.ts'
import type { CustomerChanges, ECommerceChanges } from './shapes.ts'

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
} as const satisfies Record<keyof CustomerChanges, keyof CustomerRow>

/**
 * Changes what the company knows of a customer. Orders already placed keep the terms they were placed on.
 * @throws Problem 404 for a customer, location or price list that is not this company's.
 */
export async function editCustomer(tx: Tx, actor: Actor, customerId: string, changes: CustomerChanges): Promise<void> {
  const customer = await lockCustomer(tx, customerId)
  await assertOurs(tx, actor.companyId, changes)
  const wanted = Object.entries(changes).map(([key, value]) => [columns[key as keyof CustomerChanges], value] as const)
  await change(tx, actor, customer, 'customer.edited', Object.fromEntries(wanted))
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
    if (!stripe.ready) throw new Problem(409, 'stripe-not-ready', `“Pay online” cannot be switched on yet. ${stripe.sentence}`)
  }
  if (required && !payOnline) {
    throw new Problem(409, 'needs-pay-online', '“Payment required at checkout” needs “Pay online”: without it nobody could pay.')
  }
  const wanted = { pay_online: payOnline, payment_required_at_checkout: required }
  await change(tx, actor, customer, 'customer.e_commerce_edited', wanted)
}

/** Writes what differs, and tells the audit trail how it was before and after. */
async function change(tx: Tx, actor: Actor, customer: CustomerRow, action: string, wanted: Updateable<Customers>): Promise<void> {
  const differing = (Object.keys(wanted) as (keyof CustomerRow)[]).filter((column) => wanted[column] !== customer[column])
  if (differing.length === 0) return
  const pick = (row: Updateable<Customers>) => Object.fromEntries(differing.map((column) => [column, row[column]]))
  await tx
    .updateTable('customers')
    .set(pick(wanted))
    .where('company_id', '=', customer.company_id)
    .where('id', '=', customer.id)
    .execute()
  await recordActivity(tx, {
    companyId: customer.company_id,
    by: doerOf(actor),
    action,
    subject: { type: 'customer', id: customer.id },
    summary: `Changed ${differing.map((column) => words[column] ?? column).join(', ')}.`,
    details: { before: pick(customer), after: pick(wanted) },
  })
}

const words: Partial<Record<keyof CustomerRow, string>> = {
  name: 'the name',
  contact_name: 'the contact',
  email: 'the e-mail',
  phone: 'the telephone',
  location_id: 'the location',
  price_list_id: 'the price list',
  terms: 'the terms',
  terms_days: 'the days of the terms',
  credit_limit_minor: 'the credit limit',
  pay_online: '“Pay online”',
  payment_required_at_checkout: '“Payment required at checkout”',
}
