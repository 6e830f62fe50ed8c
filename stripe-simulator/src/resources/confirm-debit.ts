import type Stripe from 'stripe'
import { idOf, newId } from '../ids.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { attach, spend } from './attach-payment-method.ts'
import { bankOf } from './bank-account-methods.ts'
import { newCharge } from './charge-object.ts'
import { mandateFor, type NewMandate } from './mandates.ts'
import { askForMicrodeposits, type VerificationMethod } from './microdeposits.ts'

const daySeconds = 86_400
/** How long a debit is on its way: Stripe speaks of four business days, the simulator of four days. */
export const debitDays = 4

/** What goes with the confirmation of a debit: the payer's agreement, a mandate given before, how the account is to be proven. */
export type DebitTerms = {
  agreement?: NewMandate['data'] | undefined
  mandate?: string | undefined
  verification?: VerificationMethod | undefined
}

/**
 * Debits a bank account: once it has been proven, the intent is `processing` until the bank has decided.
 * @throws StripeRefusal 400 when nobody has agreed to the debit.
 */
export function confirmDebit(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  paymentMethod: Stripe.PaymentMethod,
  terms: DebitTerms,
): 'requires_action' | 'processing' {
  const known = scope.sim.state.records.banks[paymentMethod.id]
  if (known && terms.verification === 'instant') known.isVerified = true
  const isForLater = intent.setup_future_usage !== null || paymentMethod.customer !== null
  const mandate = mandateFor(scope, paymentMethod, {
    data: terms.agreement,
    named: terms.mandate,
    once: isForLater ? null : { amount: intent.amount, currency: intent.currency },
    kind: 'payment_intent',
  })
  const details = scope.sim.state.records.intents[intent.id]
  if (details) details.mandate = mandate.id
  intent.payment_method = paymentMethod.id
  intent.last_payment_error = null
  const isProven = known?.isVerified === true && terms.verification !== 'microdeposits'
  if (isProven) return sendDebit(scope, intent, paymentMethod)
  intent.status = 'requires_action'
  askForMicrodeposits(scope, intent, bankOf(scope, paymentMethod))
  emit(scope, 'payment_intent.requires_action', intent)
  return 'requires_action'
}

const dateIn = (scope: Scope, days: number): string =>
  new Date((scope.sim.clock.now() + days * daySeconds) * 1000).toISOString().slice(0, 10)

/** Sends a debit to the bank: the charge is pending, and what becomes of it is known some days later. */
export function sendDebit(scope: Scope, intent: Stripe.PaymentIntent, paymentMethod: Stripe.PaymentMethod): 'processing' {
  const { sim } = scope
  const bank = bankOf(scope, paymentMethod)
  const account = paymentMethod.us_bank_account
  const mandate = sim.state.records.intents[intent.id]?.mandate
  const details = {
    type: 'us_bank_account',
    us_bank_account: {
      account_holder_type: account?.account_holder_type ?? null,
      account_type: account?.account_type ?? null,
      bank_name: account?.bank_name ?? null,
      expected_debit_date: dateIn(scope, 1),
      fingerprint: account?.fingerprint ?? null,
      last4: account?.last4 ?? null,
      ...(mandate ? { mandate } : {}),
      payment_reference: newId('').slice(1, 16).toUpperCase(),
      routing_number: account?.routing_number ?? null,
    },
  }
  const attempt = { intent, paymentMethod, details, refusal: null, status: 'pending' as const }
  const charge = sim.state.tables.charge.insert(scope.account, newCharge(scope, attempt))
  intent.status = 'processing'
  intent.next_action = null
  intent.latest_charge = charge.id
  const customer = idOf(intent.customer)
  if (intent.setup_future_usage && customer) attach(scope, paymentMethod, customer)
  spend(scope, paymentMethod)
  emit(scope, 'charge.pending', charge)
  emit(scope, 'payment_intent.processing', intent)
  if (!bank.behaviour.staysProcessing) sim.clock.schedule('decide_debit', charge.id, debitDays * daySeconds * 1000)
  return 'processing'
}
