import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import { StripeRefusal } from '../protocol/errors.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { type Decline, newCharge } from './charge-object.ts'
import { attach, cardOf } from './payment-methods.ts'
import { captureCharge } from './settle-charge.ts'

const authenticationNeeded: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
}
const authenticationFailed: Decline = {
  code: 'payment_intent_authentication_failure',
  message:
    'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
}

/** What became of one try to pay. */
export type Outcome = 'succeeded' | 'requires_capture' | 'requires_action' | 'declined'

/**
 * Tries a payment method on an intent: asks for authentication, declines, or makes the charge. The intent is changed and
 * the events are sent; nothing is thrown for a decline, so that the pages can show it in words.
 * @param isAuthenticated the buyer has just passed the challenge.
 */
export function confirmIntent(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  paymentMethod: Stripe.PaymentMethod,
  isAuthenticated = false,
): Outcome {
  const { records } = scope.sim.state
  const card = cardOf(scope, paymentMethod)
  const isOffSession = records.intents[intent.id]?.isOffSession ?? false
  const { challenge, decline } = card.behaviour
  const mustAuthenticate =
    !isAuthenticated && (challenge === 'always' || (challenge === 'unless_set_up' && paymentMethod.customer === null))
  intent.payment_method = paymentMethod.id
  intent.last_payment_error = null
  if (mustAuthenticate && !isOffSession) return askForAuthentication(scope, intent)
  const refusal = mustAuthenticate ? authenticationNeeded : decline
  const attempt = { intent, paymentMethod, card, isAuthenticated, decline: refusal ?? null }
  const charge = scope.sim.state.tables.charge.insert(scope.account, newCharge(scope, attempt))
  intent.latest_charge = charge.id
  intent.next_action = null
  if (refusal) {
    emit(scope, 'charge.failed', charge)
    return failIntent(scope, intent, paymentMethod, refusal, charge.id)
  }
  const customer = idOf(intent.customer)
  if (intent.setup_future_usage && customer) attach(scope, paymentMethod, customer)
  return intent.capture_method === 'manual' ? holdForCapture(scope, intent, charge) : completeIntent(scope, intent, charge)
}

function askForAuthentication(scope: Scope, intent: Stripe.PaymentIntent): Outcome {
  const returnUrl = scope.sim.state.records.intents[intent.id]?.returnUrl ?? null
  const url = `${scope.sim.baseUrl()}/3d-secure/${intent.id}/${intent.client_secret?.split('_secret_')[1] ?? ''}`
  intent.status = 'requires_action'
  intent.next_action = { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url } }
  emit(scope, 'payment_intent.requires_action', intent)
  return 'requires_action'
}

/** Puts an intent back to the beginning after a decline or a failed challenge. */
function failIntent(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  paymentMethod: Stripe.PaymentMethod,
  decline: Decline,
  charge: string | null,
): Outcome {
  intent.status = 'requires_payment_method'
  intent.next_action = null
  intent.payment_method = null
  intent.last_payment_error = {
    ...(charge ? { charge } : {}),
    code: decline.code as Stripe.PaymentIntent.LastPaymentError.Code,
    ...(decline.adviceCode ? { advice_code: decline.adviceCode } : {}),
    ...(decline.declineCode ? { decline_code: decline.declineCode } : {}),
    doc_url: `https://docs.stripe.com/error-codes/${decline.code.replaceAll('_', '-')}`,
    message: decline.message,
    payment_method: JSON.parse(JSON.stringify(paymentMethod)),
    type: charge ? 'card_error' : 'invalid_request_error',
  }
  emit(scope, 'payment_intent.payment_failed', intent)
  return 'declined'
}

/** The buyer gave up or failed the challenge. */
export function failAuthentication(scope: Scope, intent: Stripe.PaymentIntent): Outcome {
  const paymentMethod = scope.sim.state.tables.payment_method.find(scope.account, idOf(intent.payment_method) ?? '')
  if (!paymentMethod) throw new Error(`intent ${intent.id} waits for a challenge without a payment method`)
  return failIntent(scope, intent, paymentMethod, authenticationFailed, null)
}

function holdForCapture(scope: Scope, intent: Stripe.PaymentIntent, charge: Stripe.Charge): Outcome {
  intent.status = 'requires_capture'
  intent.amount_capturable = intent.amount
  emit(scope, 'charge.succeeded', charge)
  emit(scope, 'payment_intent.amount_capturable_updated', intent)
  return 'requires_capture'
}

function completeIntent(scope: Scope, intent: Stripe.PaymentIntent, charge: Stripe.Charge): Outcome {
  captureCharge(scope, charge, charge.amount)
  intent.status = 'succeeded'
  intent.amount_received = charge.amount
  emit(scope, 'charge.succeeded', charge)
  emit(scope, 'payment_intent.succeeded', intent)
  // A dispute never comes with the payment itself, but some time after it.
  scope.sim.clock.schedule('dispute_if_card_asks', charge.id, 0)
  return 'succeeded'
}

/** The 402 that the API gives for a declined payment, with the intent inside. */
export function cardRefusal(intent: Stripe.PaymentIntent): StripeRefusal {
  const failure = intent.last_payment_error
  return new StripeRefusal(failure?.type === 'card_error' ? 402 : 400, {
    type: failure?.type === 'card_error' ? 'card_error' : 'invalid_request_error',
    code: failure?.code ?? 'card_declined',
    message: failure?.message ?? 'Your card was declined.',
    ...(failure?.decline_code ? { decline_code: failure.decline_code } : {}),
    ...(failure?.advice_code ? { advice_code: failure.advice_code } : {}),
    ...(failure?.charge ? { charge: failure.charge } : {}),
    payment_intent: JSON.parse(JSON.stringify(intent)),
    ...(failure?.payment_method ? { payment_method: failure.payment_method } : {}),
  })
}
