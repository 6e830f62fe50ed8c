import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import { refused, StripeRefusal } from '../protocol/errors.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { attach, spend, spentMethod } from './attach-payment-method.ts'
import { cardDetails, newCharge } from './charge-object.ts'
import { confirmDebit, type DebitTerms } from './confirm-debit.ts'
import { type Failure, failIntent } from './fail-intent.ts'
import { cardOf } from './payment-methods.ts'
import { captureCharge } from './settle-charge.ts'

const authenticationNeeded: Failure = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
}
const authenticationFailed: Failure = {
  code: 'payment_intent_authentication_failure',
  message:
    'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
}

/** What became of one try to pay. */
export type Outcome = 'succeeded' | 'requires_capture' | 'requires_action' | 'processing' | 'declined'

/**
 * Tries a payment method on an intent: asks for authentication, declines, makes the charge, or sends the debit on its way.
 * The intent is changed and the events are sent; nothing is thrown for a decline, so that the pages can show it in words.
 * @param terms what the payer agrees to when a bank account is debited.
 * @throws StripeRefusal 400 when the payment method is another customer's, of a kind the intent does not take, or lacks a mandate.
 */
export function confirmIntent(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  paymentMethod: Stripe.PaymentMethod,
  terms: DebitTerms = {},
): Outcome {
  checkFits(scope, intent, paymentMethod)
  if (paymentMethod.type === 'us_bank_account') return confirmDebit(scope, intent, paymentMethod, terms)
  return confirmCard(scope, intent, paymentMethod, false)
}

function checkFits(scope: Scope, intent: Stripe.PaymentIntent, paymentMethod: Stripe.PaymentMethod): void {
  const customer = idOf(intent.customer)
  if (paymentMethod.customer !== null && paymentMethod.customer !== customer) {
    const message =
      customer === null
        ? `The payment method supplied (${paymentMethod.id}) belongs to a Customer. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`
        : `The payment method supplied (${paymentMethod.id}) does not belong to the Customer you supplied (${customer}).`
    throw refused(message, { param: 'payment_method' })
  }
  if (scope.sim.state.records.spent[paymentMethod.id]) throw spentMethod()
  if (intent.payment_method_types.includes(paymentMethod.type)) return
  throw refused(
    `The PaymentMethod provided (${paymentMethod.type}) is not allowed for this PaymentIntent. Please attach a PaymentMethod of one of the following types: ${intent.payment_method_types.join(', ')}.`,
    { code: 'payment_intent_incompatible_payment_method', param: 'payment_method' },
  )
}

function confirmCard(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  paymentMethod: Stripe.PaymentMethod,
  isAuthenticated: boolean,
): Outcome {
  const { records, tables } = scope.sim.state
  const card = cardOf(scope, paymentMethod)
  const isOffSession = records.intents[intent.id]?.isOffSession ?? false
  const { challenge, decline } = card.behaviour
  const isSetUp = records.setUpCards[paymentMethod.id] ?? false
  const mustAuthenticate = !isAuthenticated && (challenge === 'always' || (challenge === 'unless_set_up' && !isSetUp))
  intent.payment_method = paymentMethod.id
  intent.last_payment_error = null
  if (mustAuthenticate && !isOffSession) return askForAuthentication(scope, intent)
  const refusal = (mustAuthenticate ? authenticationNeeded : decline) ?? null
  const details = cardDetails({ paymentMethod, card, isAuthenticated, refusal }, intent.amount)
  const attempt = { intent, paymentMethod, details, refusal, status: refusal ? ('failed' as const) : ('succeeded' as const) }
  const charge = tables.charge.insert(scope.account, newCharge(scope, attempt))
  intent.latest_charge = charge.id
  intent.next_action = null
  if (refusal) {
    emit(scope, 'charge.failed', charge)
    return failIntent(scope, intent, paymentMethod, refusal, charge.id)
  }
  const customer = idOf(intent.customer)
  if (intent.setup_future_usage === 'off_session') records.setUpCards[paymentMethod.id] = true
  if (intent.setup_future_usage && customer) attach(scope, paymentMethod, customer)
  spend(scope, paymentMethod)
  return intent.capture_method === 'manual' ? holdForCapture(scope, intent, charge) : completeIntent(scope, intent, charge)
}

/** The buyer has passed the challenge: the card is charged. */
export const passAuthentication = (scope: Scope, intent: Stripe.PaymentIntent): Outcome =>
  confirmCard(scope, intent, methodInChallenge(scope, intent), true)

function askForAuthentication(scope: Scope, intent: Stripe.PaymentIntent): Outcome {
  const returnUrl = scope.sim.state.records.intents[intent.id]?.returnUrl ?? null
  const url = `${scope.sim.baseUrl()}/3d-secure/${intent.id}/${intent.client_secret?.split('_secret_')[1] ?? ''}`
  intent.status = 'requires_action'
  intent.next_action = { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url } }
  emit(scope, 'payment_intent.requires_action', intent)
  return 'requires_action'
}

function methodInChallenge(scope: Scope, intent: Stripe.PaymentIntent): Stripe.PaymentMethod {
  const found = scope.sim.state.tables.payment_method.find(scope.account, idOf(intent.payment_method) ?? '')
  if (!found) throw new Error(`intent ${intent.id} waits for a challenge without a payment method`)
  return found
}

/** The buyer gave up or failed the challenge. */
export const failAuthentication = (scope: Scope, intent: Stripe.PaymentIntent): Outcome =>
  failIntent(scope, intent, methodInChallenge(scope, intent), authenticationFailed, null)

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
