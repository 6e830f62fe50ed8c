import type Stripe from 'stripe'
import type { TestCard } from '../cards.ts'
import { idOf, newId } from '../ids.ts'
import type { Scope } from '../simulator.ts'

export type Decline = NonNullable<TestCard['behaviour']['decline']>
export type Attempt = {
  intent: Stripe.PaymentIntent
  paymentMethod: Stripe.PaymentMethod
  card: TestCard
  isAuthenticated: boolean
  decline: Decline | null
}

type CardDetails = NonNullable<NonNullable<Stripe.Charge['payment_method_details']>['card']>

function cardDetails(attempt: Attempt, amount: number): CardDetails {
  const { paymentMethod, card, isAuthenticated, decline } = attempt
  const saved = paymentMethod.card
  return {
    amount_authorized: decline ? null : amount,
    authorization_code: decline ? null : newId('').slice(1, 7).toUpperCase(),
    brand: card.brand,
    checks: {
      address_line1_check: null,
      address_postal_code_check: null,
      cvc_check: decline?.code === 'incorrect_cvc' ? 'fail' : 'pass',
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
    network_transaction_id: decline ? null : newId('').slice(1, 16).toUpperCase(),
    overcapture: { maximum_amount_capturable: amount, status: 'unavailable' },
    regulated_status: 'unregulated',
    three_d_secure: isAuthenticated ? authenticated : null,
    transaction_link_id: null,
    wallet: null,
  }
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

const outcomeOf = (decline: Decline | null): Stripe.Charge['outcome'] =>
  decline
    ? {
        advice_code: decline.adviceCode ?? null,
        network_advice_code: null,
        network_decline_code: '01',
        network_status: 'declined_by_network',
        reason: decline.declineCode ?? decline.code,
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

/** The charge that one try of a card makes, paid or declined, before any money has moved. */
export function newCharge(scope: Scope, attempt: Attempt): Stripe.Charge {
  const { intent, paymentMethod, decline } = attempt
  const { sim } = scope
  const id = newId('ch')
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
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: outcomeOf(decline),
    paid: decline === null,
    payment_intent: intent.id,
    payment_method: paymentMethod.id,
    payment_method_details: { card: cardDetails(attempt, intent.amount), type: 'card' },
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: decline ? null : `${sim.baseUrl()}/receipts/${id}`,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: decline ? 'failed' : 'succeeded',
    transfer_data: null,
    transfer_group: intent.transfer_group,
  }
}
