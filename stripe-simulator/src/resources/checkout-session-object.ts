import type Stripe from 'stripe'
import { randomText } from '../ids.ts'
import { modeOf, type Scope } from '../simulator.ts'

export type NewSession = {
  mode: 'payment' | 'setup'
  uiMode: 'hosted_page' | 'embedded_page' | 'elements'
  /** The kinds of payment methods it offers. */
  types: string[]
  allowedTypes: string[] | null
  excludedTypes: string[] | null
  /** Null when there is nothing to pay. */
  amount: number | null
  currency: string | null
  cancelUrl: string | null
  successUrl: string | null
  returnUrl: string | null
  redirectOnCompletion: Stripe.Checkout.Session.RedirectOnCompletion | null
  clientReferenceId: string | null
  customer: string | null
  customerCreation: Stripe.Checkout.Session.CustomerCreation | null
  customerEmail: string | null
  expiresAt: number
  locale: Stripe.Checkout.Session.Locale | null
  metadata: Record<string, string>
  paymentLink?: string
  /** Whether the buyer may take it up again after it has expired. */
  isRecoverable: boolean
  saved: Stripe.Checkout.Session.SavedPaymentMethodOptions | null
  submitType: Stripe.Checkout.Session.SubmitType | null
  billingAddressCollection: Stripe.Checkout.Session.BillingAddressCollection | null
}

/** What the simulator never fills in. */
const withoutUse = () => ({
  adaptive_pricing: null,
  allow_promotion_codes: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
  customer_account: null,
  discounts: [],
  integration_identifier: null,
  invoice: null,
  managed_payments: null,
  origin_context: null,
  permissions: null,
  phone_number_collection: { enabled: false },
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  subscription: null,
  wallet_options: null,
})

/** A session as it looks before anybody has paid: open, unpaid, and without a payment intent. */
export function newSession(scope: Scope, wanted: NewSession): Stripe.Checkout.Session {
  const id = `cs_${modeOf(scope.sim)}_${randomText(58)}`
  const isHosted = wanted.uiMode === 'hosted_page'
  const isUnknownBuyer = wanted.customer === null && wanted.customerEmail === null
  return {
    id,
    object: 'checkout.session',
    ...withoutUse(),
    after_expiration: wanted.isRecoverable
      ? { recovery: { allow_promotion_codes: false, enabled: true, expires_at: null, url: null } }
      : null,
    allowed_payment_method_types: wanted.allowedTypes,
    amount_subtotal: wanted.amount,
    amount_total: wanted.amount,
    billing_address_collection: wanted.billingAddressCollection,
    cancel_url: wanted.cancelUrl,
    client_reference_id: wanted.clientReferenceId,
    client_secret: isHosted ? null : `${id}_secret_${randomText(40)}`,
    created: scope.sim.clock.now(),
    currency: wanted.currency,
    customer: wanted.customer,
    customer_creation:
      wanted.customer === null ? (wanted.customerCreation ?? (wanted.mode === 'payment' ? 'if_required' : null)) : null,
    customer_details: isUnknownBuyer ? null : emptyDetails(wanted.customerEmail),
    customer_email: wanted.customerEmail,
    ...(wanted.excludedTypes ? { excluded_payment_method_types: wanted.excludedTypes } : {}),
    expires_at: wanted.expiresAt,
    invoice_creation: wanted.mode === 'payment' ? { enabled: false, invoice_data: noInvoice } : null,
    livemode: scope.sim.settings.livemode,
    locale: wanted.locale,
    metadata: wanted.metadata,
    mode: wanted.mode,
    payment_intent: null,
    payment_link: wanted.paymentLink ?? null,
    payment_method_collection: 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_method_types: wanted.types,
    payment_status: wanted.mode === 'payment' ? 'unpaid' : 'no_payment_required',
    recovered_from: null,
    ...(wanted.redirectOnCompletion || !isHosted ? { redirect_on_completion: wanted.redirectOnCompletion ?? 'always' } : {}),
    ...(wanted.returnUrl === null ? {} : { return_url: wanted.returnUrl }),
    saved_payment_method_options: wanted.saved,
    setup_intent: null,
    status: 'open',
    submit_type: wanted.submitType,
    success_url: wanted.successUrl,
    total_details: wanted.mode === 'payment' ? { amount_discount: 0, amount_shipping: 0, amount_tax: 0 } : null,
    ui_mode: wanted.uiMode,
    url: isHosted ? `${scope.sim.baseUrl()}/c/pay/${id}` : null,
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

/** Where the buyer is sent when the session is complete, or null when they stay on Stripe's page. */
export function completionUrl(session: Stripe.Checkout.Session): string | null {
  const url = session.success_url ?? session.return_url ?? null
  return url === null ? null : url.replaceAll('{CHECKOUT_SESSION_ID}', session.id)
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
