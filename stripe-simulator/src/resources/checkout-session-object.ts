import type Stripe from 'stripe'
import { randomText } from '../ids.ts'
import type { Scope } from '../simulator.ts'

export type NewSession = {
  allowedTypes: string[] | null
  amount: number
  currency: string
  cancelUrl: string | null
  successUrl: string
  clientReferenceId: string | null
  customer: string | null
  customerCreation: Stripe.Checkout.Session.CustomerCreation | null
  customerEmail: string | null
  expiresAt: number
  locale: Stripe.Checkout.Session.Locale | null
  metadata: Record<string, string>
  submitType: Stripe.Checkout.Session.SubmitType | null
  billingAddressCollection: Stripe.Checkout.Session.BillingAddressCollection | null
}

/** A hosted session as it looks before anybody has paid: open, unpaid, and without an intent. */
export function newSession(scope: Scope, wanted: NewSession): Stripe.Checkout.Session {
  const id = `cs_test_${randomText(58)}`
  const isUnknownBuyer = wanted.customer === null && wanted.customerEmail === null
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: null,
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: wanted.allowedTypes,
    amount_subtotal: wanted.amount,
    amount_total: wanted.amount,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: wanted.billingAddressCollection,
    cancel_url: wanted.cancelUrl,
    client_reference_id: wanted.clientReferenceId,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: scope.sim.clock.now(),
    currency: wanted.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: wanted.customer,
    customer_account: null,
    customer_creation: wanted.customer === null ? (wanted.customerCreation ?? 'if_required') : null,
    customer_details: isUnknownBuyer ? null : emptyDetails(wanted.customerEmail),
    customer_email: wanted.customerEmail,
    discounts: [],
    expires_at: wanted.expiresAt,
    integration_identifier: null,
    invoice: null,
    invoice_creation: { enabled: false, invoice_data: noInvoice },
    livemode: false,
    locale: wanted.locale,
    managed_payments: null,
    metadata: wanted.metadata,
    mode: 'payment',
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_method_types: ['card'],
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: wanted.submitType,
    subscription: null,
    success_url: wanted.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: `${scope.sim.baseUrl()}/c/pay/${id}`,
    wallet_options: null,
  }
}

const noInvoice = {
  account_tax_ids: null,
  custom_fields: null,
  description: null,
  footer: null,
  issuer: null,
  metadata: {},
  rendering_options: null,
}

/** What is known of the buyer. */
export const emptyDetails = (email: string | null): Stripe.Checkout.Session.CustomerDetails => ({
  address: null,
  business_name: null,
  email,
  individual_name: null,
  name: null,
  phone: null,
  tax_exempt: 'none',
  tax_ids: [],
})
