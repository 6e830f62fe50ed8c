import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { attach } from './attach-payment-method.ts'
import { type BankEntry, saveBankAccount } from './bank-account-methods.ts'
import { emptyDetails } from './checkout-session-object.ts'
import type { DebitTerms } from './confirm-debit.ts'
import { confirmIntent, failAuthentication, type Outcome, passAuthentication } from './confirm-intent.ts'
import { answerSetupChallenge, confirmSetup } from './confirm-setup.ts'
import { createCustomer } from './customers.ts'
import { acceptedOnPage } from './mandates.ts'
import { isWaitingForDeposits } from './microdeposits.ts'
import { createIntent, mayCharge } from './payment-intent-object.ts'
import { countCompletion } from './payment-links.ts'
import { type CardEntry, savePaymentMethod } from './payment-methods.ts'

type Session = Stripe.Checkout.Session
type Intent = Stripe.PaymentIntent | Stripe.SetupIntent

/** What the buyer fills in: a new card, a new bank account, or one of their saved payment methods. */
export type Buyer = { email: string; name: string; keeps?: boolean } & (
  | Omit<CardEntry, 'email' | 'name'>
  | Omit<BankEntry, 'email' | 'name'>
  | { saved: Stripe.PaymentMethod }
)

/**
 * The buyer presses "Pay" (or "Save"): the intent is made now, or taken up again after a decline, and tried.
 * @returns what became of it; a session that is not open any more answers `succeeded` or `declined` without any work.
 */
export function paySession(scope: Scope, session: Session, buyer: Buyer): Outcome {
  if (session.status !== 'open') return session.status === 'complete' ? 'succeeded' : 'declined'
  if (intentOfSession(scope, session).status === 'requires_action') return 'requires_action'
  const details = scope.sim.state.records.sessions[session.id]
  if (details) details.keeps = buyer.keeps ?? false
  return payWith(scope, session, methodOf(scope, buyer), { name: buyer.name, email: buyer.email }).outcome
}

function methodOf(scope: Scope, buyer: Buyer): Stripe.PaymentMethod {
  if ('saved' in buyer) return buyer.saved
  return 'card' in buyer ? savePaymentMethod(scope, buyer) : saveBankAccount(scope, buyer)
}

/** Tries a payment method on an open session, in the buyer's name; who pays by a page agrees to be debited. */
export function payWith(
  scope: Scope,
  session: Session,
  paymentMethod: Stripe.PaymentMethod,
  buyer: { name: string | null; email: string | null } = paymentMethod.billing_details,
): { outcome: Outcome; intent: Intent } {
  const intent = intentOfSession(scope, session)
  const before = session.customer_details ?? emptyDetails(buyer.email)
  session.customer_details = { ...before, email: buyer.email ?? before.email, name: buyer.name ?? before.name }
  const terms: DebitTerms = {
    agreement: acceptedOnPage,
    verification: scope.sim.state.records.sessions[session.id]?.verification,
  }
  const outcome =
    intent.object === 'setup_intent'
      ? confirmSetup(scope, intent, paymentMethod, terms)
      : confirmIntent(scope, intent, paymentMethod, terms)
  return { intent, outcome: finish(scope, session, intent, outcome) }
}

/** The buyer answers the challenge of an intent, which a session may have made. */
export function answerChallenge(scope: Scope, session: Session | null, intent: Intent, isPassed: boolean): Outcome {
  const isWaiting = intent.status === 'requires_action' && intent.next_action?.type === 'redirect_to_url'
  if (!isWaiting) return ['succeeded', 'requires_capture'].includes(intent.status) ? 'succeeded' : 'declined'
  // An account that was restricted meanwhile charges nobody, whatever the buyer answers.
  if (intent.object === 'payment_intent' && !(isPassed && mayCharge(scope))) return failAuthentication(scope, intent)
  const outcome =
    intent.object === 'setup_intent' ? answerSetupChallenge(scope, intent, isPassed) : passAuthentication(scope, intent)
  return session ? finish(scope, session, intent, outcome) : outcome
}

function intentOfSession(scope: Scope, session: Session): Intent {
  const { tables, records } = scope.sim.state
  const setup = tables.setup_intent.find(scope.account, idOf(session.setup_intent) ?? '')
  if (setup) return setup
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

/** The customer of a completed session: the one it was made for, or a new one when one is wanted. */
function customerAfter(scope: Scope, session: Session, intent: Intent): Stripe.Customer | undefined {
  const { tables, records } = scope.sim.state
  const details = session.customer_details
  const known = tables.customer.find(scope.account, idOf(session.customer) ?? '')
  if (known) {
    if (records.sessions[session.id]?.updatesName && details?.name && details.name !== known.name) {
      known.name = details.name
      emit(scope, 'customer.updated', known)
    }
    return known
  }
  const isForLater = intent.object === 'payment_intent' && intent.setup_future_usage !== null
  if (session.customer_creation !== 'always' && !isForLater) return undefined
  const made = createCustomer(scope, { email: details?.email ?? null, name: details?.name ?? null })
  session.customer = made.id
  intent.customer = made.id
  return made
}

/** Keeps the payment method with the customer, and says whether it may be shown to them again. */
function keepMethod(scope: Scope, session: Session, intent: Intent, customer: string): void {
  const { tables, records } = scope.sim.state
  const paymentMethod = tables.payment_method.find(scope.account, idOf(intent.payment_method) ?? '')
  const details = records.sessions[session.id]
  const isForLater = intent.object === 'setup_intent' || intent.setup_future_usage !== null
  if (!paymentMethod || (!isForLater && !details?.keeps)) return
  const isNew = paymentMethod.allow_redisplay === 'unspecified'
  if (details?.keeps) paymentMethod.allow_redisplay = 'always'
  else if (isNew) paymentMethod.allow_redisplay = details?.allowRedisplay ?? (session.mode === 'setup' ? 'always' : 'limited')
  // An account that is still to be proven is kept once it is.
  if (isForLater && isWaitingForDeposits(intent)) return
  attach(scope, paymentMethod, customer)
}

function finish(scope: Scope, session: Session, intent: Intent, outcome: Outcome): Outcome {
  const isOver = ['succeeded', 'requires_capture', 'processing'].includes(outcome) || isWaitingForDeposits(intent)
  if (!isOver) return outcome
  const customer = customerAfter(scope, session, intent)
  if (customer) keepMethod(scope, session, intent, customer.id)
  session.status = 'complete'
  if (session.mode === 'payment') session.payment_status = outcome === 'succeeded' ? 'paid' : 'unpaid'
  session.url = null
  scope.sim.clock.cancel('expire_session', session.id)
  const link = idOf(session.payment_link)
  if (link) countCompletion(scope, link)
  emit(scope, 'checkout.session.completed', session)
  return outcome === 'requires_action' ? 'processing' : outcome
}
