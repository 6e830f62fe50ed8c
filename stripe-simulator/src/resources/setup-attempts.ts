import type Stripe from 'stripe'
import { idOf, newId } from '../ids.ts'
import { endpoint } from '../protocol/endpoint.ts'
import { listPage, pageByTime } from '../protocol/list.ts'
import { required, text } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'

function detailsOf(paymentMethod: Stripe.PaymentMethod, isAuthenticated: boolean): Stripe.SetupAttempt.PaymentMethodDetails {
  const { card, type } = paymentMethod
  if (!card) return { type, us_bank_account: {} }
  return {
    card: {
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: card.country,
      exp_month: card.exp_month,
      exp_year: card.exp_year,
      fingerprint: card.fingerprint ?? null,
      funding: card.funding,
      last4: card.last4,
      network: card.brand,
      three_d_secure: isAuthenticated
        ? {
            authentication_flow: 'challenge',
            electronic_commerce_indicator: '05',
            result: 'authenticated',
            result_reason: null,
            transaction_id: null,
            version: '2.2.0',
          }
        : null,
      wallet: null,
    },
    type,
  }
}

/** Records one try to set up a payment method, and makes it the intent's latest. */
export function recordAttempt(
  scope: Scope,
  intent: Stripe.SetupIntent,
  paymentMethod: Stripe.PaymentMethod,
  outcome: { status: 'succeeded' | 'failed' | 'requires_action'; isAuthenticated: boolean },
): void {
  const attempt = scope.sim.state.tables.setup_attempt.insert(scope.account, {
    id: newId('setatt'),
    object: 'setup_attempt',
    application: idOf(intent.application),
    created: scope.sim.clock.now(),
    customer: idOf(intent.customer),
    customer_account: null,
    flow_directions: null,
    livemode: scope.sim.settings.livemode,
    on_behalf_of: null,
    payment_method: paymentMethod.id,
    payment_method_details: detailsOf(paymentMethod, outcome.isAuthenticated),
    setup_error: outcome.status === 'failed' ? intent.last_setup_error : null,
    setup_intent: intent.id,
    status: outcome.status,
    usage: intent.usage,
  })
  intent.latest_attempt = attempt.id
}

export const setupAttemptEndpoints = [
  endpoint('GET', '/v1/setup_attempts', { ...pageByTime, setup_intent: required(text()) }, (call, params) =>
    listPage(
      '/v1/setup_attempts',
      call.sim.state.tables.setup_attempt.of(call.account),
      params,
      (one) => one.setup_intent === params.setup_intent,
    ),
  ),
]
