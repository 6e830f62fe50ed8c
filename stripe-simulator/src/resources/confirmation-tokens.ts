import type Stripe from 'stripe'
import { newId } from '../ids.ts'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { refused } from '../protocol/errors.ts'
import { ignored, object, oneOf, type Read, text, url } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import { createPaymentMethod, paymentMethodData, paymentMethodFor } from './payment-methods.ts'

const lifeSeconds = 12 * 3_600

const creatable = {
  payment_method: text(),
  payment_method_data: object(paymentMethodData),
  payment_method_options: ignored,
  return_url: url,
  setup_future_usage: oneOf('off_session', 'on_session'),
  shipping: ignored,
}

/** What the token shows of the payment method that it will become. */
function previewOf(method: Stripe.PaymentMethod): Stripe.ConfirmationToken.PaymentMethodPreview {
  const { type, billing_details, card, us_bank_account, allow_redisplay } = method
  const shared = {
    type,
    billing_details,
    customer: null,
    customer_account: null,
    ...(allow_redisplay ? { allow_redisplay } : {}),
  }
  return {
    ...shared,
    type: type === 'card' ? 'card' : 'us_bank_account',
    ...(card ? { card } : {}),
    ...(us_bank_account ? { us_bank_account } : {}),
  }
}

/** Keeps what the buyer has filled in, until the seller's server confirms with it. */
function create(call: Call, params: Read<typeof creatable>): Stripe.ConfirmationToken {
  const { sim, account } = call
  if (params.payment_method === undefined && !params.payment_method_data)
    throw refused('You must provide one of `payment_method` or `payment_method_data`.', { code: 'parameter_missing' })
  const method = params.payment_method_data
    ? createPaymentMethod(call, params.payment_method_data)
    : paymentMethodFor(call, params.payment_method ?? '')
  const id = newId('ctoken')
  sim.state.records.confirmationTokens[id] = { paymentMethod: method.id, isUsed: false }
  return sim.state.tables.confirmation_token.insert(account, {
    id,
    object: 'confirmation_token',
    created: sim.clock.now(),
    expires_at: sim.clock.now() + lifeSeconds,
    livemode: call.sim.settings.livemode,
    mandate_data: null,
    metadata: null,
    payment_intent: null,
    payment_method_options: null,
    payment_method_preview: previewOf(method),
    return_url: params.return_url ?? null,
    setup_future_usage: params.setup_future_usage ?? null,
    setup_intent: null,
    shipping: null,
    use_stripe_sdk: true,
  })
}

const tokenOf = (scope: Scope, id: string, param: string): Stripe.ConfirmationToken =>
  present(scope.sim.state.tables.confirmation_token.find(scope.account, id), 'confirmation_token', id, param)

/**
 * The payment method behind a token, which works once.
 * @throws StripeRefusal 400 when there is no such token, it was used before, or its twelve hours are over.
 */
export function redeemToken(scope: Scope, id: string): Stripe.PaymentMethod {
  const token = tokenOf(scope, id, 'confirmation_token')
  const kept = scope.sim.state.records.confirmationTokens[id]
  if (!kept || kept.isUsed) throw refused('This ConfirmationToken has already been used.', { param: 'confirmation_token' })
  if ((token.expires_at ?? 0) <= scope.sim.clock.now())
    throw refused('This ConfirmationToken has expired.', { param: 'confirmation_token' })
  kept.isUsed = true
  return paymentMethodFor(scope, kept.paymentMethod)
}

/** Ties a redeemed token to its intent, which takes over what the buyer's page asked for. */
export function tieToken(scope: Scope, id: string | undefined, intent: Stripe.PaymentIntent | Stripe.SetupIntent): void {
  if (id === undefined) return
  const token = tokenOf(scope, id, 'confirmation_token')
  if (intent.object === 'payment_intent') {
    token.payment_intent = intent.id
    intent.setup_future_usage = token.setup_future_usage ?? intent.setup_future_usage
  } else token.setup_intent = intent.id
  const details = scope.sim.state.records.intents[intent.id]
  if (details) details.returnUrl ??= token.return_url
}

export const confirmationTokenEndpoints = [
  endpoint('POST', '/v1/confirmation_tokens', creatable, create),
  endpoint('POST', '/v1/test_helpers/confirmation_tokens', creatable, create),
  endpoint('GET', '/v1/confirmation_tokens/:id', {}, (call) => tokenOf(call, call.path.id ?? '', 'id')),
]
