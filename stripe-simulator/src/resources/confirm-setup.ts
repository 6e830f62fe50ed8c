import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import { refused, StripeRefusal } from '../protocol/errors.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { attach, spentMethod } from './attach-payment-method.ts'
import { bankOf } from './bank-account-methods.ts'
import type { DebitTerms } from './confirm-debit.ts'
import { type Failure, lastErrorOf } from './fail-intent.ts'
import { mandateFor } from './mandates.ts'
import { askForMicrodeposits } from './microdeposits.ts'
import { cardOf } from './payment-methods.ts'
import { recordAttempt } from './setup-attempts.ts'

const authenticationFailed: Failure = {
  code: 'setup_intent_authentication_failure',
  message:
    'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this SetupIntent again.',
}

/** What became of one try to keep a payment method. */
export type SetupOutcome = 'succeeded' | 'requires_action' | 'declined'

/**
 * Tries to keep a payment method for later: a card is authenticated and checked, a bank account has to be proven.
 * @throws StripeRefusal 400 when the payment method is another customer's, of a kind the intent does not take, or lacks a mandate.
 */
export function confirmSetup(
  scope: Scope,
  intent: Stripe.SetupIntent,
  paymentMethod: Stripe.PaymentMethod,
  terms: DebitTerms = {},
): SetupOutcome {
  checkFits(scope, intent, paymentMethod)
  intent.payment_method = paymentMethod.id
  intent.last_setup_error = null
  if (paymentMethod.type === 'us_bank_account') return setUpAccount(scope, intent, paymentMethod, terms)
  const { challenge, decline, attachesOnly } = cardOf(scope, paymentMethod).behaviour
  if (challenge !== undefined && intent.usage === 'off_session') return askForAuthentication(scope, intent, paymentMethod)
  if (decline && !attachesOnly) return failSetup(scope, intent, paymentMethod, decline)
  return completeSetup(scope, intent, paymentMethod, false)
}

function checkFits(scope: Scope, intent: Stripe.SetupIntent, paymentMethod: Stripe.PaymentMethod): void {
  if (paymentMethod.customer !== null && paymentMethod.customer !== idOf(intent.customer)) {
    const message = `The payment method supplied (${paymentMethod.id}) belongs to a different Customer.`
    throw refused(message, { param: 'payment_method' })
  }
  if (scope.sim.state.records.spent[paymentMethod.id]) throw spentMethod()
  if (intent.payment_method_types.includes(paymentMethod.type)) return
  throw refused(
    `The PaymentMethod provided (${paymentMethod.type}) is not allowed for this SetupIntent. Please attach a PaymentMethod of one of the following types: ${intent.payment_method_types.join(', ')}.`,
    { param: 'payment_method' },
  )
}

function askForAuthentication(scope: Scope, intent: Stripe.SetupIntent, paymentMethod: Stripe.PaymentMethod): SetupOutcome {
  const returnUrl = scope.sim.state.records.intents[intent.id]?.returnUrl ?? null
  const url = `${scope.sim.baseUrl()}/3d-secure/${intent.id}/${intent.client_secret?.split('_secret_')[1] ?? ''}`
  intent.status = 'requires_action'
  intent.next_action = { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url } }
  recordAttempt(scope, intent, paymentMethod, { status: 'requires_action', isAuthenticated: false })
  emit(scope, 'setup_intent.requires_action', intent)
  return 'requires_action'
}

function setUpAccount(
  scope: Scope,
  intent: Stripe.SetupIntent,
  paymentMethod: Stripe.PaymentMethod,
  terms: DebitTerms,
): SetupOutcome {
  const known = scope.sim.state.records.banks[paymentMethod.id]
  if (known && terms.verification === 'instant') known.isVerified = true
  const mandate = mandateFor(scope, paymentMethod, { data: terms.agreement, once: null, kind: 'setup_intent' })
  intent.mandate = mandate.id
  if (known?.isVerified && terms.verification !== 'microdeposits') return completeSetup(scope, intent, paymentMethod, false)
  intent.status = 'requires_action'
  askForMicrodeposits(scope, intent, bankOf(scope, paymentMethod))
  recordAttempt(scope, intent, paymentMethod, { status: 'requires_action', isAuthenticated: false })
  emit(scope, 'setup_intent.requires_action', intent)
  return 'requires_action'
}

/** The payment method is kept: it belongs to the intent's customer, and a card need not be authenticated again. */
export function completeSetup(
  scope: Scope,
  intent: Stripe.SetupIntent,
  paymentMethod: Stripe.PaymentMethod,
  isAuthenticated: boolean,
): SetupOutcome {
  const customer = idOf(intent.customer)
  if (paymentMethod.type === 'card' && intent.usage === 'off_session') scope.sim.state.records.setUpCards[paymentMethod.id] = true
  intent.status = 'succeeded'
  intent.next_action = null
  if (customer) attach(scope, paymentMethod, customer)
  recordAttempt(scope, intent, paymentMethod, { status: 'succeeded', isAuthenticated })
  emit(scope, 'setup_intent.succeeded', intent)
  return 'succeeded'
}

/** Puts a setup intent back to its beginning. */
export function failSetup(
  scope: Scope,
  intent: Stripe.SetupIntent,
  paymentMethod: Stripe.PaymentMethod,
  failure: Failure,
): SetupOutcome {
  const isCardError = failure.declineCode !== undefined
  intent.status = 'requires_payment_method'
  intent.next_action = null
  intent.payment_method = null
  intent.last_setup_error = lastErrorOf(paymentMethod, failure, null, isCardError ? 'card_error' : 'invalid_request_error')
  recordAttempt(scope, intent, paymentMethod, { status: 'failed', isAuthenticated: false })
  emit(scope, 'setup_intent.setup_failed', intent)
  return 'declined'
}

/** The holder answers the challenge. */
export function answerSetupChallenge(scope: Scope, intent: Stripe.SetupIntent, isPassed: boolean): SetupOutcome {
  const paymentMethod = scope.sim.state.tables.payment_method.find(scope.account, idOf(intent.payment_method) ?? '')
  if (!paymentMethod) throw new Error(`${intent.id} waits for a challenge without a payment method`)
  if (!isPassed) return failSetup(scope, intent, paymentMethod, authenticationFailed)
  const { decline, attachesOnly } = cardOf(scope, paymentMethod).behaviour
  if (decline && !attachesOnly) return failSetup(scope, intent, paymentMethod, decline)
  return completeSetup(scope, intent, paymentMethod, true)
}

/** The refusal that the API gives for a failed setup, with the intent inside. */
export function setupRefusal(intent: Stripe.SetupIntent): StripeRefusal {
  const failure = intent.last_setup_error
  const isCardError = failure?.type === 'card_error'
  return new StripeRefusal(isCardError ? 402 : 400, {
    type: isCardError ? 'card_error' : 'invalid_request_error',
    code: failure?.code ?? 'setup_attempt_failed',
    message: failure?.message ?? 'Your card was declined.',
    ...(failure?.decline_code ? { decline_code: failure.decline_code } : {}),
    ...(failure?.advice_code ? { advice_code: failure.advice_code } : {}),
    setup_intent: JSON.parse(JSON.stringify(intent)),
    ...(failure?.payment_method ? { payment_method: failure.payment_method } : {}),
  })
}
