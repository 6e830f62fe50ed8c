import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { bankOf } from './bank-account-methods.ts'
import { outcomeOf } from './charge-object.ts'
import { closeDispute } from './disputes.ts'
import { type Failure, failIntent } from './fail-intent.ts'
import { endMandates } from './mandates.ts'
import { openDispute } from './open-dispute.ts'
import { captureCharge } from './settle-charge.ts'

/** How long after a success the bank of the disputing test account takes the money back. */
const takeBackMs = 2 * 86_400_000

type Pending = {
  intent: Stripe.PaymentIntent
  paymentMethod: Stripe.PaymentMethod
  session: Stripe.Checkout.Session | undefined
}

function pendingOf(scope: Scope, charge: Stripe.Charge): Pending | undefined {
  const { tables, records } = scope.sim.state
  const intent = tables.payment_intent.find(scope.account, idOf(charge.payment_intent) ?? '')
  const paymentMethod = tables.payment_method.find(scope.account, charge.payment_method ?? '')
  if (charge.status !== 'pending' || !intent || !paymentMethod) return undefined
  const session = tables['checkout.session'].find(scope.account, records.intents[intent.id]?.session ?? '')
  return { intent, paymentMethod, session }
}

/** The bank has decided a debit: the money comes, or it does not. */
export function decideDebit(scope: Scope, charge: Stripe.Charge): void {
  const pending = pendingOf(scope, charge)
  if (!pending) return
  const { failure } = bankOf(scope, pending.paymentMethod).behaviour
  if (failure) failDebit(scope, charge, failure)
  else succeedDebit(scope, charge, pending)
}

/**
 * The bank decides a pending debit at once instead of in some days.
 * @param failure the code it comes back with, or null to let it become what the test account stands for.
 */
export function decideNow(scope: Scope, charge: Stripe.Charge, failure: string | null): void {
  scope.sim.clock.cancel('decide_debit', charge.id)
  if (failure === null) decideDebit(scope, charge)
  else failDebit(scope, charge, { code: failure, message: 'The bank sent the debit back.' })
}

function succeedDebit(scope: Scope, charge: Stripe.Charge, { intent, paymentMethod, session }: Pending): void {
  charge.status = 'succeeded'
  charge.paid = true
  captureCharge(scope, charge, charge.amount)
  intent.status = 'succeeded'
  intent.amount_received = charge.amount
  emit(scope, 'charge.succeeded', charge)
  emit(scope, 'payment_intent.succeeded', intent)
  if (session) {
    session.payment_status = 'paid'
    emit(scope, 'checkout.session.async_payment_succeeded', session)
  }
  if (bankOf(scope, paymentMethod).behaviour.isDisputed) scope.sim.clock.schedule('take_debit_back', charge.id, takeBackMs)
}

/** A debit comes back before it has succeeded. A payer who forbids debits ends the mandate too. */
function failDebit(scope: Scope, charge: Stripe.Charge, failure: Failure): void {
  const pending = pendingOf(scope, charge)
  if (!pending) return
  const { intent, paymentMethod, session } = pending
  charge.status = 'failed'
  charge.failure_code = failure.code
  charge.failure_message = failure.message
  charge.outcome = outcomeOf(failure)
  charge.receipt_url = null
  emit(scope, 'charge.failed', charge)
  failIntent(scope, intent, paymentMethod, failure, charge.id)
  if (failure.code === 'debit_not_authorized') endMandates(scope, paymentMethod)
  if (session) emit(scope, 'checkout.session.async_payment_failed', session)
}

/**
 * A debit that had succeeded comes back. Under the rules of ACH the seller cannot contest it: the dispute is lost at once.
 * @param reason such as `insufficient_funds`, `debit_not_authorized`, `bank_cannot_process`, `incorrect_account_details`.
 */
export function takeDebitBack(scope: Scope, charge: Stripe.Charge, reason = 'debit_not_authorized'): Stripe.Dispute {
  const dispute = openDispute(scope, charge, { reason })
  const paymentMethod = scope.sim.state.tables.payment_method.find(scope.account, charge.payment_method ?? '')
  if (paymentMethod && reason === 'debit_not_authorized') endMandates(scope, paymentMethod)
  closeDispute(scope, dispute, 'lost')
  return dispute
}
