import type Stripe from 'stripe'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'

/** Why a payment method was refused, in Stripe's codes and words. */
export type Failure = {
  code: string
  declineCode?: string
  adviceCode?: 'try_again_later' | 'do_not_try_again' | 'confirm_card_data'
  message: string
}

/** The failure as it stands on an intent. */
export function lastErrorOf(
  paymentMethod: Stripe.PaymentMethod,
  failure: Failure,
  charge: string | null,
  type: 'card_error' | 'invalid_request_error',
): Stripe.PaymentIntent.LastPaymentError & Stripe.SetupIntent.LastSetupError {
  return {
    ...(charge ? { charge } : {}),
    code: failure.code,
    ...(failure.adviceCode ? { advice_code: failure.adviceCode } : {}),
    ...(failure.declineCode ? { decline_code: failure.declineCode } : {}),
    doc_url: `https://docs.stripe.com/error-codes/${failure.code.replaceAll('_', '-')}`,
    message: failure.message,
    payment_method: JSON.parse(JSON.stringify(paymentMethod)),
    type,
  }
}

/** Puts an intent back to the beginning after a decline, a failed challenge or a debit that came back. */
export function failIntent(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  paymentMethod: Stripe.PaymentMethod,
  failure: Failure,
  charge: string | null,
): 'declined' {
  intent.status = 'requires_payment_method'
  intent.next_action = null
  intent.payment_method = null
  const isCard = paymentMethod.type === 'card' && charge !== null
  intent.last_payment_error = lastErrorOf(paymentMethod, failure, charge, isCard ? 'card_error' : 'invalid_request_error')
  emit(scope, 'payment_intent.payment_failed', intent)
  return 'declined'
}
