import type Stripe from 'stripe'
import { randomText } from '../ids.ts'
import { badParameter } from '../protocol/errors.ts'
import { mergeMetadata } from '../protocol/params.ts'
import { modeOf, type Scope } from '../simulator.ts'
import type { SessionDetails } from '../state.ts'
import { buildLines } from './checkout-lines.ts'
import { newSession } from './checkout-session-object.ts'
import type { IntentData, WantedSession } from './checkout-session-params.ts'
import { customerOf } from './customers.ts'
import { chosenBy, namesIn, offeredTypes } from './offered-types.ts'
import { checkChargeable } from './payment-intent-object.ts'
import { createSetupIntent } from './setup-intent-object.ts'

const minuteSeconds = 60
const daySeconds = 86_400

type UiMode = 'hosted_page' | 'embedded_page' | 'elements'
/** Older versions have other names for the three faces of Checkout. */
const uiModes: Record<string, UiMode> = { hosted: 'hosted_page', embedded: 'embedded_page', custom: 'elements' }
const uiModeOf = (params: WantedSession): UiMode => {
  const asked = params.ui_mode ?? 'hosted_page'
  return uiModes[asked] ?? (asked as UiMode)
}

/** Every session needs a place to send the buyer to afterwards, unless an embedded page never sends them away. */
function checkAddresses(params: WantedSession, mode: UiMode): void {
  if (mode === 'hosted_page') {
    if (!params.success_url) throw badParameter('success_url', 'Missing required param: success_url.', 'parameter_missing')
    if (params.return_url !== undefined)
      throw badParameter('return_url', '`return_url` can only be set when `ui_mode` is `embedded_page` or `elements`.')
    return
  }
  for (const name of ['success_url', 'cancel_url'] as const)
    if (params[name] !== undefined) throw badParameter(name, `\`${name}\` can not be set when \`ui_mode\` is \`${mode}\`.`)
  const staysThere = params.redirect_on_completion === 'never'
  if (staysThere && params.return_url !== undefined)
    throw badParameter('return_url', '`return_url` can not be set when `redirect_on_completion` is `never`.')
  if (mode === 'embedded_page' && !staysThere && params.return_url === undefined)
    throw badParameter('return_url', 'Missing required param: return_url.', 'parameter_missing')
}

function checkBuyer(scope: Scope, params: WantedSession): void {
  if (params.customer !== undefined && params.customer_email !== undefined) {
    throw badParameter('customer_email', 'You may only specify one of these parameters: customer, customer_email.')
  }
  if (params.customer !== undefined && params.customer_creation !== undefined) {
    throw badParameter('customer_creation', '`customer_creation` can not be set when `customer` is set.')
  }
  if (params.customer === undefined && params.customer_update !== undefined)
    throw badParameter('customer_update', '`customer_update` can only be set when `customer` is set.')
  if (params.customer !== undefined) customerOf(scope, params.customer, 'customer')
}

function checkMode(params: WantedSession): void {
  if (params.mode === 'subscription') throw badParameter('mode', 'The simulator has no Checkout in subscription mode.')
  if (params.mode === 'payment' && !params.line_items?.length)
    throw badParameter('line_items', 'You must provide `line_items` in payment mode.', 'parameter_missing')
  if (params.mode === 'payment' && params.setup_intent_data)
    throw badParameter('setup_intent_data', '`setup_intent_data` can only be set in setup mode.')
  if (params.mode === 'payment') return
  for (const name of ['line_items', 'payment_intent_data'] as const)
    if (params[name] !== undefined) throw badParameter(name, `\`${name}\` can not be set in setup mode.`)
  if (params.currency === undefined && params.payment_method_types === undefined) {
    const message = 'You must provide `currency` in setup mode when payment methods are chosen dynamically.'
    throw badParameter('currency', message, 'parameter_missing')
  }
}

function expiryOf(params: WantedSession, now: number): number {
  const expiresAt = params.expires_at ?? now + daySeconds
  if (expiresAt < now + 30 * minuteSeconds)
    throw badParameter('expires_at', 'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.')
  if (expiresAt > now + daySeconds)
    throw badParameter('expires_at', 'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.')
  return expiresAt
}

/** What a session will make its payment intent of. */
export const intentDetailsOf = (data: IntentData): SessionDetails['intent'] => ({
  applicationFeeAmount: data?.application_fee_amount ?? null,
  captureMethod: data?.capture_method ?? 'automatic_async',
  description: data?.description ?? null,
  metadata: mergeMetadata(null, data?.metadata),
  receiptEmail: data?.receipt_email ?? null,
  setupFutureUsage: data?.setup_future_usage ?? null,
  statementDescriptor: data?.statement_descriptor ?? null,
  statementDescriptorSuffix: data?.statement_descriptor_suffix ?? null,
  transferGroup: data?.transfer_group ?? null,
})

/**
 * Makes a Checkout session.
 * @throws StripeRefusal 400 naming the parameter that is missing, does not fit the mode, or asks too much.
 */
export function createSession(scope: Scope, params: WantedSession): Stripe.Checkout.Session {
  const { sim } = scope
  checkMode(params)
  const uiMode = uiModeOf(params)
  checkAddresses(params, uiMode)
  checkBuyer(scope, params)
  const expiresAt = expiryOf(params, sim.clock.now())
  const lines = buildLines(scope, params.line_items ?? [])
  const total = lines.reduce((sum, line) => sum + line.amount_total, 0)
  const currency = lines[0]?.currency ?? params.currency ?? null
  const data = params.payment_intent_data
  if (params.mode === 'payment') {
    const wanted = { amount: total, currency: currency ?? 'usd', applicationFeeAmount: data?.application_fee_amount ?? null }
    checkChargeable(scope, wanted, 'payment_intent_data[application_fee_amount]')
  }
  const types = offeredTypes(scope, chosenBy(params), { currency, isManual: data?.capture_method === 'manual' })
  const session = newSession(scope, {
    ...faceOf(params),
    types,
    amount: params.mode === 'payment' ? total : null,
    currency,
    expiresAt,
    uiMode,
    isRecoverable: params.after_expiration?.recovery?.enabled ?? false,
  })
  const details: SessionDetails = {
    lineItems: lines,
    intent: intentDetailsOf(data),
    verification: params.payment_method_options.verification,
    allowRedisplay: params.payment_method_data?.allow_redisplay,
    updatesName: params.customer_update?.name === 'auto',
  }
  return openSession(scope, session, details, params.setup_intent_data)
}

/** What of the parameters shows in the session as it was given. */
const faceOf = (params: WantedSession) => ({
  mode: params.mode as 'payment' | 'setup',
  allowedTypes: namesIn(params.allowed_payment_method_types),
  excludedTypes: namesIn(params.excluded_payment_method_types),
  successUrl: params.success_url ?? null,
  returnUrl: params.return_url ?? null,
  redirectOnCompletion: params.redirect_on_completion ?? null,
  cancelUrl: params.cancel_url ?? null,
  clientReferenceId: params.client_reference_id ?? null,
  customer: params.customer ?? null,
  customerCreation: params.customer_creation ?? null,
  customerEmail: params.customer_email ?? null,
  locale: params.locale ?? null,
  metadata: mergeMetadata(null, params.metadata),
  submitType: params.submit_type ?? null,
  billingAddressCollection: params.billing_address_collection ?? null,
  saved: params.saved_payment_method_options
    ? {
        allow_redisplay_filters: params.saved_payment_method_options.allow_redisplay_filters?.flatMap((one) => one ?? []) ?? [
          'always',
        ],
        payment_method_remove: params.saved_payment_method_options.payment_method_remove ?? 'disabled',
        payment_method_save: params.saved_payment_method_options.payment_method_save ?? 'disabled',
      }
    : null,
})

/** Puts a session in its place: it can be paid from now on, until it expires. */
export function openSession(
  scope: Scope,
  session: Stripe.Checkout.Session,
  details: SessionDetails,
  setup: WantedSession['setup_intent_data'],
): Stripe.Checkout.Session {
  const { sim, account } = scope
  sim.state.records.sessions[session.id] = details
  if (session.mode === 'setup') {
    session.setup_intent = createSetupIntent(scope, {
      allowedTypes: session.allowed_payment_method_types,
      excludedTypes: session.excluded_payment_method_types ?? null,
      types: session.payment_method_types,
      customer: typeof session.customer === 'string' ? session.customer : null,
      description: setup?.description ?? null,
      metadata: mergeMetadata(null, setup?.metadata),
      usage: 'off_session',
      options: null,
      isAutomatic: true,
      details: { session: session.id, returnUrl: session.url, isOffSession: false },
    }).id
  }
  sim.state.tables['checkout.session'].insert(account, session)
  sim.clock.schedule('expire_session', session.id, (session.expires_at - sim.clock.now()) * 1000)
  return session
}

/** The buyer takes up an expired session again: a copy of it, open for a day. */
export function recoverSession(scope: Scope, expired: Stripe.Checkout.Session): Stripe.Checkout.Session | undefined {
  const { sim } = scope
  const recovery = expired.after_expiration?.recovery
  const details = sim.state.records.sessions[expired.id]
  const isOpen = expired.status === 'expired' && recovery?.enabled === true && (recovery.expires_at ?? 0) > sim.clock.now()
  if (!isOpen || !details) return undefined
  const id = `cs_${modeOf(sim)}_${randomText(58)}`
  const copy: Stripe.Checkout.Session = {
    ...JSON.parse(JSON.stringify(expired)),
    id,
    after_expiration: null,
    created: sim.clock.now(),
    expires_at: sim.clock.now() + daySeconds,
    payment_intent: null,
    recovered_from: expired.id,
    setup_intent: null,
    status: 'open',
    url: `${sim.baseUrl()}/c/pay/${id}`,
  }
  return openSession(scope, copy, { ...details, keeps: false }, undefined)
}
