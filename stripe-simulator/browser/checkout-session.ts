// Part of the stand-in for Stripe.js that runs in the seller's page: a Checkout Session, read and told in words of Stripe.js.
import type {
  PaymentIntent,
  SetupIntent,
  StripeCheckoutAmount,
  StripeCheckoutContact,
  StripeCheckoutLineItem,
  StripeCheckoutSession,
} from '@stripe/stripe-js'
import type { Answer, Context } from './context.ts'
import { integrationError } from './frame.ts'

type RawLine = {
  id: string
  description: string
  quantity: number
  price: { id: string; unit_amount: number | null } | null
  amount_subtotal: number
  amount_total: number
}

/** A Checkout Session as the API answers a publishable key, as far as it is used here; amounts in minor units. */
export type RawSession = {
  id: string
  livemode: boolean
  ui_mode: string
  status: 'open' | 'expired' | 'complete'
  payment_status: 'paid' | 'unpaid' | 'no_payment_required'
  redirect_on_completion?: string
  return_url: string | null
  currency: string | null
  amount_total: number | null
  amount_subtotal: number | null
  customer_email: string | null
  customer_details: { email: string | null } | null
  payment_intent: PaymentIntent | null
  setup_intent: SetupIntent | null
  line_items?: { data: RawLine[] }
}

/** What the buyer has told the seller's page. */
export type Typed = {
  email?: string | null
  phoneNumber?: string | null
  billingAddress?: StripeCheckoutContact | null
  shippingAddress?: StripeCheckoutContact | null
  businessName?: string | null
  individualName?: string | null
  isComplete: boolean
}

/** The session of a client secret. @throws IntegrationError when it is none. */
export function idOfSession(secret: unknown): string {
  const at = typeof secret === 'string' ? secret.indexOf('_secret_') : -1
  if (typeof secret !== 'string' || at < 0 || !secret.startsWith('cs_'))
    throw integrationError('Invalid value for clientSecret: value should be the client secret of a Checkout Session.')
  return secret.slice(0, at)
}

/** Reads a session with what it sells and what pays it. */
export const readSession = (context: Context, secret: string): Promise<Answer<RawSession>> =>
  context.api('GET', `/v1/payment_pages/${idOfSession(secret)}`, {
    client_secret: secret,
    expand: ['line_items', 'payment_intent', 'setup_intent'],
  })

/** Where the buyer goes when the session is complete; empty when nowhere. */
export const returnUrlOf = (session: RawSession): string =>
  (session.return_url ?? '').replaceAll('{CHECKOUT_SESSION_ID}', session.id)

function viewLine(one: RawLine, amount: (minor: number) => StripeCheckoutAmount): StripeCheckoutLineItem {
  const none = amount(0)
  return {
    id: one.id,
    name: one.description,
    description: null,
    quantity: one.quantity,
    priceId: one.price?.id ?? '',
    unitAmount: amount(one.price?.unit_amount ?? 0),
    unitAmountDecimal: null,
    subtotal: amount(one.amount_subtotal),
    total: amount(one.amount_total),
    discount: none,
    taxExclusive: none,
    taxInclusive: none,
    discountAmounts: null,
    taxAmounts: null,
    recurring: null,
    adjustableQuantity: null,
    images: [],
    unitLabel: null,
    isRemovable: false,
    pricing: null,
    transformQuantity: null,
  }
}

/** A session in the words of Stripe.js. */
export function sessionView(raw: RawSession, typed: Typed): StripeCheckoutSession {
  const currency = raw.currency ?? 'usd'
  const shape = new Intl.NumberFormat('en-US', { style: 'currency', currency })
  const divisor = 10 ** (shape.resolvedOptions().maximumFractionDigits ?? 2)
  const amount = (minor: number): StripeCheckoutAmount => ({ minorUnitsAmount: minor, amount: shape.format(minor / divisor) })
  const none = amount(0)
  const email = typed.email ?? raw.customer_email ?? raw.customer_details?.email ?? null
  const failure = raw.payment_intent?.last_payment_error ?? raw.setup_intent?.last_setup_error
  return {
    id: raw.id,
    livemode: raw.livemode,
    currency,
    currencyOptions: null,
    minorUnitsAmountDivisor: divisor,
    status: raw.status === 'complete' ? { type: 'complete', paymentStatus: raw.payment_status } : { type: raw.status },
    canConfirm: raw.status === 'open' && email !== null && typed.isComplete,
    email,
    phoneNumber: typed.phoneNumber ?? null,
    billingAddress: typed.billingAddress ?? null,
    shippingAddress: typed.shippingAddress ?? null,
    businessName: typed.businessName ?? null,
    nameCollection: null,
    lastPaymentError: failure ? { message: failure.message ?? '' } : null,
    lineItems: (raw.line_items?.data ?? []).map((one) => viewLine(one, amount)),
    optionalItems: null,
    savedPaymentMethods: null,
    shipping: null,
    shippingOptions: [],
    recurring: null,
    surcharge: null,
    discountAmounts: null,
    tax: { status: 'ready' },
    taxAmounts: null,
    taxIdInfo: null,
    total: {
      subtotal: amount(raw.amount_subtotal ?? 0),
      total: amount(raw.amount_total ?? 0),
      discount: none,
      shippingRate: none,
      surcharge: none,
      taxExclusive: none,
      taxInclusive: none,
      appliedBalance: none,
      balanceAppliedToNextInvoice: false,
    },
  }
}
