import { Problem } from '../problem.ts'
import { StripeRefused, StripeUnreachable } from './failures.ts'

/**
 * What a person is told of a failure at Stripe where the caller has nothing better to say; null for any other error. No answer
 * of Stripe's is a fault of Florin's, so none ends as a bare 500.
 */
export function stripeInWords(error: unknown): Problem | null {
  if (error instanceof StripeUnreachable) {
    return error.status === 401 || error.status === 403 ? new Problem('stripe-key-refused') : new Problem('stripe-unreachable')
  }
  return error instanceof StripeRefused ? new Problem('stripe-refused', { reason: error.message }) : null
}
