import type Stripe from 'stripe'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { refused } from '../protocol/errors.ts'
import { amount, type Read, required, text } from '../protocol/params.ts'
import { sessionOf } from './checkout-sessions.ts'
import { cardRefusal } from './confirm-intent.ts'
import { setupRefusal } from './confirm-setup.ts'
import { payWith } from './pay-session.ts'
import { assertMayCharge } from './payment-intent-object.ts'
import { paymentMethodFor } from './payment-methods.ts'

const confirmable = { payment_method: required(text()), expected_amount: amount(0) }

/**
 * What Stripe's hosted page itself calls. It is not part of the documented API; Stripe's command-line tool uses it to bring
 * a Checkout session to its end without a browser.
 */
export const paymentPageEndpoints = [
  endpoint('GET', '/v1/payment_pages/:session', {}, (call) => sessionOf(call, call.path.session ?? '')),
  endpoint(
    'POST',
    '/v1/payment_pages/:session/confirm',
    { payment_method: required(text()), expected_amount: amount(0) },
    confirm,
  ),
]

function confirm(call: Call, params: Read<typeof confirmable>): Stripe.Checkout.Session {
  const session = sessionOf(call, call.path.session ?? '')
  if (session.status !== 'open') throw refused('This Checkout Session is no longer open.')
  if (params.expected_amount !== undefined && params.expected_amount !== session.amount_total) {
    throw refused('The amount has changed since the page was shown.', {
      code: 'checkout_amount_mismatch',
      param: 'expected_amount',
    })
  }
  if (session.mode === 'payment') assertMayCharge(call)
  const { outcome, intent } = payWith(call, session, paymentMethodFor(call, params.payment_method))
  if (outcome === 'declined') throw intent.object === 'setup_intent' ? setupRefusal(intent) : cardRefusal(intent)
  return session
}
