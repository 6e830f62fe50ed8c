import type Stripe from 'stripe'
import type { TestCard } from '../cards.ts'
import { idOf, newId } from '../ids.ts'
import type { Scope } from '../simulator.ts'
import type { Failure } from './fail-intent.ts'

/** One try of a payment method on an intent: refused at once, decided later (`pending`), or paid. */
export type Attempt = {
  intent: Stripe.PaymentIntent
  paymentMethod: Stripe.PaymentMethod
  details: NonNullable<Stripe.Charge['payment_method_details']>
  refusal: Failure | null
  status: 'succeeded' | 'pending' | 'failed'
}
type CardAttempt = { paymentMethod: Stripe.PaymentMethod; card: TestCard; isAuthenticated: boolean; refusal: Failure | null }

type CardDetails = NonNullable<NonNullable<Stripe.Charge['payment_method_details']>['card']>

/** What a charge tells of the card. */
export function cardDetails(attempt: CardAttempt, amount: number): Attempt['details'] {
  const { paymentMethod, card, isAuthenticated, refusal } = attempt
  const saved = paymentMethod.card
  const told: CardDetails = {
    amount_authorized: refusal ? null : amount,
    authorization_code: refusal ? null : newId('').slice(1, 7).toUpperCase(),
    brand: card.brand,
    checks: {
      address_line1_check: null,
      address_postal_code_check: null,
      cvc_check: refusal?.code === 'incorrect_cvc' ? 'fail' : 'pass',
    },
    country: saved?.country ?? 'US',
    electronic_commerce_indicator: null,
    exp_month: saved?.exp_month ?? 12,
    exp_year: saved?.exp_year ?? 2034,
    extended_authorization: { status: 'disabled' },
    fingerprint: saved?.fingerprint ?? null,
    funding: card.funding,
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4: card.last4,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: refusal ? null : newId('').slice(1, 16).toUpperCase(),
    overcapture: { maximum_amount_capturable: amount, status: 'unavailable' },
    regulated_status: 'unregulated',
    three_d_secure: isAuthenticated ? authenticated : null,
    transaction_link_id: null,
    wallet: null,
  }
  return { card: told, type: 'card' }
}

const authenticated: NonNullable<CardDetails['three_d_secure']> = {
  authentication_flow: 'challenge',
  electronic_commerce_indicator: '05',
  exemption_indicator: null,
  result: 'authenticated',
  result_reason: null,
  transaction_id: null,
  version: '2.2.0',
}

/** What the network said. */
export const outcomeOf = (refusal: Failure | null): Stripe.Charge['outcome'] =>
  refusal
    ? {
        advice_code: refusal.adviceCode ?? null,
        network_advice_code: null,
        network_decline_code: '01',
        network_status: 'declined_by_network',
        reason: refusal.declineCode ?? refusal.code,
        risk_level: 'normal',
        risk_score: 20,
        seller_message: 'The bank did not return any further details with this decline.',
        type: 'issuer_declined',
      }
    : {
        advice_code: null,
        network_advice_code: null,
        network_decline_code: null,
        network_status: 'approved_by_network',
        reason: null,
        risk_level: 'normal',
        risk_score: 20,
        seller_message: 'Payment complete.',
        type: 'authorized',
      }

/** The charge that one try of a payment method makes, before any money has moved. */
export function newCharge(scope: Scope, attempt: Attempt): Stripe.Charge {
  const { intent, paymentMethod, refusal, status } = attempt
  const { sim } = scope
  // As with Stripe, what is no card payment has an id of its own kind.
  const id = newId(attempt.details.type === 'card' ? 'ch' : 'py')
  const account = sim.state.tables.account.anywhere(scope.account)?.object
  return {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: intent.application,
    application_fee: null,
    application_fee_amount: intent.application_fee_amount,
    balance_transaction: null,
    billing_details: { ...paymentMethod.billing_details },
    calculated_statement_descriptor: (intent.statement_descriptor ?? account?.business_profile?.name ?? 'STRIPE TEST')
      .toUpperCase()
      .slice(0, 22),
    captured: false,
    created: sim.clock.now(),
    currency: intent.currency,
    customer: idOf(intent.customer),
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: refusal?.code ?? null,
    failure_message: refusal?.message ?? null,
    fraud_details: {},
    livemode: scope.sim.settings.livemode,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: outcomeOf(refusal),
    paid: status === 'succeeded',
    payment_intent: intent.id,
    payment_method: paymentMethod.id,
    payment_method_details: attempt.details,
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: refusal ? null : `${sim.baseUrl()}/receipts/${id}`,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status,
    transfer_data: null,
    transfer_group: intent.transfer_group,
  }
}
