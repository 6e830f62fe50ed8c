import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'

/** Ends an intent for good; money that was only reserved is let go, and a debit that is still on its way is called back. */
export function cancelIntent(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  reason: Stripe.PaymentIntent.CancellationReason | null,
): Stripe.PaymentIntent {
  const charge = scope.sim.state.tables.charge.find(scope.account, idOf(intent.latest_charge) ?? '')
  if (intent.status === 'requires_capture' && charge) {
    charge.amount_refunded = charge.amount
    charge.refunded = true
    emit(scope, 'charge.refunded', charge)
  }
  if (intent.status === 'processing' && charge?.status === 'pending') {
    scope.sim.clock.cancel('decide_debit', charge.id)
    charge.status = 'failed'
    charge.failure_code = 'canceled'
    charge.failure_message = 'The payment was canceled before the bank account was debited.'
    emit(scope, 'charge.failed', charge)
  }
  intent.status = 'canceled'
  intent.canceled_at = scope.sim.clock.now()
  intent.cancellation_reason = reason
  intent.amount_capturable = 0
  intent.next_action = null
  emit(scope, 'payment_intent.canceled', intent)
  return intent
}
