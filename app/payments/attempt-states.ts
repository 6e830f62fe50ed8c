import type { CheckoutFacts } from '../stripe/facts.ts'

/**
 * The life of one attempt to collect. `creating`: asked Stripe for a session, not yet sure of it. `open`: the buyer may pay.
 * `processing`: the buyer has paid, Stripe is not sure yet. The rest are ends. `unknown`: Stripe does not let us look any more, so
 * a person has to; it ends for good if we ever may look again.
 */
export const attemptStates = ['creating', 'open', 'processing', 'succeeded', 'expired', 'cancelled', 'failed', 'unknown'] as const
export type AttemptState = (typeof attemptStates)[number]

/** At most one attempt of an order may be in one of these (a partial unique index says so too). */
export const liveStates = ['creating', 'open', 'processing'] as const satisfies readonly AttemptState[]

/**
 * Every move there is. Success is final (P9); the other ends give way to it alone, because money that Stripe has taken
 * is booked whatever we believed before (P1).
 */
export const attemptMoves: Record<AttemptState, readonly AttemptState[]> = {
  creating: ['open', 'processing', 'succeeded', 'expired', 'failed', 'unknown'],
  open: ['processing', 'succeeded', 'expired', 'cancelled', 'failed', 'unknown'],
  processing: ['succeeded', 'failed', 'unknown'],
  succeeded: [],
  expired: ['succeeded'],
  cancelled: ['succeeded'],
  failed: ['succeeded'],
  // Never live again: the order may have another attempt by now.
  unknown: ['succeeded', 'expired', 'failed'],
}

export function mayMove(from: AttemptState, to: AttemptState): boolean {
  return attemptMoves[from].includes(to)
}

/** What Stripe's current objects say about an attempt. */
export function stateOf(facts: CheckoutFacts): AttemptState {
  if (facts.paymentStatus === 'paid' && facts.charge?.succeeded) return 'succeeded'
  if (facts.status === 'expired') return 'expired'
  if (facts.status === 'open') return 'open'
  // Complete without money: a method that settles later, or one that failed after the buyer left.
  return facts.intentStatus === 'requires_payment_method' || facts.intentStatus === 'canceled' ? 'failed' : 'processing'
}
