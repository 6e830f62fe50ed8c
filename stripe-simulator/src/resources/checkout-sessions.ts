import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { badParameter, refused } from '../protocol/errors.ts'
import { listPage, page, pageByTime } from '../protocol/list.ts'
import {
  amount,
  email,
  gone,
  ignored,
  integer,
  list,
  mergeMetadata,
  metadata,
  object,
  oneOf,
  type Read,
  required,
  text,
  url,
} from '../protocol/params.ts'
import { takesPaymentMethodTypes } from '../protocol/versions.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { cancelIntent } from './cancel-intent.ts'
import { buildLines, lineItems } from './checkout-lines.ts'
import { newSession } from './checkout-session-object.ts'
import { customerOf } from './customers.ts'
import { checkChargeable } from './payment-intent-object.ts'

const minuteSeconds = 60
const daySeconds = 86_400

const intentData = object({
  application_fee_amount: amount(0),
  capture_method: oneOf('automatic', 'automatic_async', 'manual'),
  description: text(1_000),
  metadata,
  receipt_email: email,
  setup_future_usage: oneOf('off_session', 'on_session'),
  shipping: ignored,
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  transfer_group: text(),
})

const creatable = (version: string) => ({
  allowed_payment_method_types: list(text()),
  excluded_payment_method_types: list(text()),
  payment_method_types: takesPaymentMethodTypes(version) ? list(text()) : gone,
  payment_method_options: ignored,
  adaptive_pricing: ignored,
  automatic_tax: ignored,
  billing_address_collection: oneOf('auto', 'required'),
  branding_settings: ignored,
  cancel_url: url,
  client_reference_id: text(200),
  consent_collection: ignored,
  currency: text(3),
  custom_text: ignored,
  customer: text(),
  customer_creation: oneOf('always', 'if_required'),
  customer_email: email,
  customer_update: ignored,
  expires_at: integer(),
  line_items: lineItems,
  locale: text(10),
  metadata,
  mode: required(oneOf('payment', 'setup', 'subscription')),
  payment_intent_data: intentData,
  payment_method_collection: oneOf('always', 'if_required'),
  saved_payment_method_options: ignored,
  submit_type: oneOf('auto', 'book', 'donate', 'pay', 'subscribe'),
  success_url: url,
  ui_mode: oneOf('hosted_page', 'hosted', 'embedded_page', 'elements'),
  wallet_options: ignored,
})
type Wanted = Read<ReturnType<typeof creatable>>

/** The account's session with this id, expired if its time has passed. @throws StripeRefusal 404 when there is none. */
export const sessionOf = (scope: Scope, id: string): Stripe.Checkout.Session =>
  present(scope.sim.state.tables['checkout.session'].find(scope.account, id), 'checkout.session', id, 'session')

function checkWanted(call: Call, params: Wanted, now: number): { successUrl: string; expiresAt: number } {
  if (params.mode !== 'payment') throw badParameter('mode', `The simulator has no Checkout in ${params.mode} mode yet.`)
  if (params.ui_mode === 'embedded_page' || params.ui_mode === 'elements')
    throw badParameter('ui_mode', `The simulator has no ${params.ui_mode} Checkout yet.`)
  if (!params.success_url) throw badParameter('success_url', 'Missing required param: success_url.', 'parameter_missing')
  if (!params.line_items?.length)
    throw badParameter('line_items', 'You must provide `line_items` in payment mode.', 'parameter_missing')
  if (params.customer !== undefined && params.customer_email !== undefined) {
    throw badParameter('customer_email', 'You may only specify one of these parameters: customer, customer_email.')
  }
  if (params.customer !== undefined && params.customer_creation !== undefined) {
    throw badParameter('customer_creation', '`customer_creation` can not be set when `customer` is set.')
  }
  if (params.customer !== undefined) customerOf(call, params.customer, 'customer')
  const expiresAt = params.expires_at ?? now + daySeconds
  if (expiresAt < now + 30 * minuteSeconds)
    throw badParameter('expires_at', 'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.')
  if (expiresAt > now + daySeconds)
    throw badParameter('expires_at', 'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.')
  return { successUrl: params.success_url, expiresAt }
}

function create(call: Call, params: Wanted): Stripe.Checkout.Session {
  const { sim } = call
  const { successUrl, expiresAt } = checkWanted(call, params, sim.clock.now())
  const lines = buildLines(call, params.line_items ?? [])
  const total = lines.reduce((sum, line) => sum + line.amount_total, 0)
  const currency = lines[0]?.currency ?? 'usd'
  const data = params.payment_intent_data
  checkChargeable(
    call,
    { amount: total, currency, applicationFeeAmount: data?.application_fee_amount ?? null },
    'payment_intent_data[application_fee_amount]',
  )
  const session = newSession(call, {
    allowedTypes: params.allowed_payment_method_types?.filter((type) => type !== undefined) ?? null,
    amount: total,
    currency,
    successUrl,
    expiresAt,
    cancelUrl: params.cancel_url ?? null,
    clientReferenceId: params.client_reference_id ?? null,
    customer: params.customer ?? null,
    customerCreation: params.customer_creation ?? null,
    customerEmail: params.customer_email ?? null,
    locale: params.locale ?? null,
    metadata: mergeMetadata(null, params.metadata),
    submitType: params.submit_type ?? null,
    billingAddressCollection: params.billing_address_collection ?? null,
  })
  sim.state.records.sessions[session.id] = {
    lineItems: lines,
    intent: {
      applicationFeeAmount: data?.application_fee_amount ?? null,
      captureMethod: data?.capture_method ?? 'automatic_async',
      description: data?.description ?? null,
      metadata: mergeMetadata(null, data?.metadata),
      receiptEmail: data?.receipt_email ?? null,
      setupFutureUsage: data?.setup_future_usage ?? null,
      statementDescriptor: data?.statement_descriptor ?? null,
      statementDescriptorSuffix: data?.statement_descriptor_suffix ?? null,
      transferGroup: data?.transfer_group ?? null,
    },
  }
  sim.state.tables['checkout.session'].insert(call.account, session)
  sim.clock.schedule('expire_session', session.id, (expiresAt - sim.clock.now()) * 1000)
  return session
}

/** Closes an open session: nobody can pay it any more; an intent it had is canceled. */
export function expireSession(scope: Scope, session: Stripe.Checkout.Session): void {
  if (session.status !== 'open') return
  session.status = 'expired'
  session.url = null
  const intent = scope.sim.state.tables.payment_intent.find(scope.account, idOf(session.payment_intent) ?? '')
  if (intent && intent.status !== 'canceled') cancelIntent(scope, intent, 'expired')
  emit(scope, 'checkout.session.expired', session)
}

const own = (call: Call): Stripe.Checkout.Session => sessionOf(call, call.path.id ?? '')

const filters = {
  ...pageByTime,
  customer: text(),
  customer_details: object({ email: text() }),
  payment_intent: text(),
  status: oneOf('complete', 'expired', 'open'),
}

export const checkoutSessionEndpoints = [
  endpoint('POST', '/v1/checkout/sessions', creatable, create),
  endpoint('GET', '/v1/checkout/sessions', filters, (call, params) =>
    listPage(
      '/v1/checkout/sessions',
      call.sim.state.tables['checkout.session'].of(call.account),
      params,
      (one) =>
        (params.customer === undefined || one.customer === params.customer) &&
        (params.payment_intent === undefined || one.payment_intent === params.payment_intent) &&
        (params.status === undefined || one.status === params.status) &&
        (params.customer_details?.email === undefined || one.customer_details?.email === params.customer_details.email),
    ),
  ),
  endpoint('GET', '/v1/checkout/sessions/:id', {}, own),
  endpoint('POST', '/v1/checkout/sessions/:id', { metadata }, (call, params) => {
    const session = own(call)
    session.metadata = mergeMetadata(session.metadata, params.metadata)
    return session
  }),
  endpoint('POST', '/v1/checkout/sessions/:id/expire', {}, (call) => {
    const session = own(call)
    if (session.status !== 'open') {
      throw refused(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
      )
    }
    call.sim.clock.cancel('expire_session', session.id)
    expireSession(call, session)
    return session
  }),
  endpoint('GET', '/v1/checkout/sessions/:id/line_items', page, (call, params) => {
    const lines = call.sim.state.records.sessions[own(call).id]?.lineItems ?? []
    return listPage(call.url, [...lines].reverse(), params)
  }),
]
