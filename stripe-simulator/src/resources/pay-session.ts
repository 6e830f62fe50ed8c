import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { emptyDetails } from './checkout-session-object.ts'
import { confirmIntent, failAuthentication, type Outcome, passAuthentication } from './confirm-intent.ts'
import { createCustomer } from './customers.ts'
import { createIntent } from './payment-intent-object.ts'
import { attach, type CardEntry, savePaymentMethod } from './payment-methods.ts'

export type Buyer = CardEntry & { email: string; name: string }

/**
 * The buyer presses "Pay": the intent is made now, or taken up again after a decline, and the card is tried on it.
 * @returns what became of it; a session that is not open any more answers `succeeded` or `declined` without any work.
 */
export function paySession(scope: Scope, session: Stripe.Checkout.Session, buyer: Buyer): Outcome {
  if (session.status !== 'open') return session.status === 'complete' ? 'succeeded' : 'declined'
  const intent = intentOfSession(scope, session)
  if (intent.status === 'requires_action') return 'requires_action'
  return payWith(scope, session, savePaymentMethod(scope, buyer)).outcome
}

/** Tries a payment method on an open session. */
export function payWith(
  scope: Scope,
  session: Stripe.Checkout.Session,
  paymentMethod: Stripe.PaymentMethod,
): { outcome: Outcome; intent: Stripe.PaymentIntent } {
  const intent = intentOfSession(scope, session)
  const { email, name } = paymentMethod.billing_details
  session.customer_details = { ...(session.customer_details ?? emptyDetails(email)), email, name }
  return { intent, outcome: finish(scope, session, intent, confirmIntent(scope, intent, paymentMethod)) }
}

/** The buyer answers the challenge of an intent that a session made. */
export function answerChallenge(
  scope: Scope,
  session: Stripe.Checkout.Session | null,
  intent: Stripe.PaymentIntent,
  isPassed: boolean,
): Outcome {
  if (intent.status !== 'requires_action')
    return ['succeeded', 'requires_capture'].includes(intent.status) ? 'succeeded' : 'declined'
  if (!isPassed) return failAuthentication(scope, intent)
  const outcome = passAuthentication(scope, intent)
  return session ? finish(scope, session, intent, outcome) : outcome
}

function intentOfSession(scope: Scope, session: Stripe.Checkout.Session): Stripe.PaymentIntent {
  const { tables, records } = scope.sim.state
  const before = tables.payment_intent.find(scope.account, idOf(session.payment_intent) ?? '')
  if (before) return before
  const wanted = records.sessions[session.id]?.intent
  if (!wanted) throw new Error(`session ${session.id} has lost its details`)
  const intent = createIntent(scope, {
    ...wanted,
    amount: session.amount_total ?? 0,
    currency: session.currency ?? 'usd',
    types: session.payment_method_types,
    allowedTypes: session.allowed_payment_method_types,
    excludedTypes: session.excluded_payment_method_types ?? null,
    customer: idOf(session.customer),
    details: { session: session.id, returnUrl: session.url, isOffSession: false },
  })
  session.payment_intent = intent.id
  return intent
}

function finish(scope: Scope, session: Stripe.Checkout.Session, intent: Stripe.PaymentIntent, outcome: Outcome): Outcome {
  if (outcome !== 'succeeded' && outcome !== 'requires_capture') return outcome
  const details = session.customer_details
  if (session.customer === null && (session.customer_creation === 'always' || intent.setup_future_usage)) {
    const customer = createCustomer(scope, { email: details?.email ?? null, name: details?.name ?? null })
    session.customer = customer.id
    intent.customer = customer.id
    const paymentMethod = scope.sim.state.tables.payment_method.find(scope.account, idOf(intent.payment_method) ?? '')
    if (paymentMethod && intent.setup_future_usage) attach(scope, paymentMethod, customer.id)
  }
  session.status = 'complete'
  session.payment_status = outcome === 'succeeded' ? 'paid' : 'unpaid'
  session.url = null
  scope.sim.clock.cancel('expire_session', session.id)
  emit(scope, 'checkout.session.completed', session)
  return outcome
}
