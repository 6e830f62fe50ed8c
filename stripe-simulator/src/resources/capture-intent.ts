import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import { refused } from '../protocol/errors.ts'
import { mergeMetadata } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { captureCharge } from './settle-charge.ts'

type CaptureParams = {
  amount_to_capture?: number | undefined
  application_fee_amount?: number | undefined
  metadata?: Record<string, string> | undefined
}

/**
 * Turns a reserved amount, or a part of it, into money; the rest is let go.
 * @throws StripeRefusal 400 when more is asked than was reserved, or the fee is above what is captured.
 */
export function captureIntent(scope: Scope, intent: Stripe.PaymentIntent, params: CaptureParams): Stripe.PaymentIntent {
  const charge = scope.sim.state.tables.charge.find(scope.account, idOf(intent.latest_charge) ?? '')
  if (!charge) throw new Error(`intent ${intent.id} waits for capture without a charge`)
  const captured = params.amount_to_capture ?? intent.amount_capturable
  if (captured > intent.amount_capturable) {
    const message = 'The requested capture amount is greater than the amount you can capture for this charge.'
    throw refused(message, { code: 'amount_too_large', param: 'amount_to_capture' })
  }
  const fee = params.application_fee_amount ?? intent.application_fee_amount
  if (fee !== null && fee > captured)
    throw refused('Your application fee must not be greater than the captured amount.', { param: 'application_fee_amount' })
  intent.application_fee_amount = fee
  charge.application_fee_amount = fee
  captureCharge(scope, charge, captured)
  intent.amount_capturable = 0
  intent.amount_received = captured
  intent.status = 'succeeded'
  intent.metadata = mergeMetadata(intent.metadata, params.metadata)
  emit(scope, 'charge.captured', charge)
  emit(scope, 'payment_intent.succeeded', intent)
  return intent
}
