import type Stripe from 'stripe'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { move } from './balance-transactions.ts'

/** The disputed money leaves the seller's balance, with Stripe's fee for it. */
export function withdrawFunds(scope: Scope, dispute: Stripe.Dispute): void {
  const { disputeFee } = scope.sim.settings
  const charge = typeof dispute.charge === 'string' ? dispute.charge : dispute.charge.id
  const transaction = move(scope, {
    amount: -dispute.amount,
    currency: dispute.currency,
    type: 'adjustment',
    reportingCategory: 'dispute',
    source: dispute.id,
    description: `Chargeback withdrawal for ${charge}`,
    fees: [{ amount: disputeFee, application: null, currency: dispute.currency, description: 'Dispute fee', type: 'stripe_fee' }],
  })
  dispute.balance_transactions.push(transaction)
}

/** An inquiry that was not settled becomes a dispute: the money leaves now, and the seller has to answer anew. */
export function escalateInquiry(scope: Scope, dispute: Stripe.Dispute, answerSeconds: number): void {
  const before = { status: dispute.status }
  dispute.status = 'needs_response'
  dispute.is_charge_refundable = false
  dispute.evidence_details.due_by = scope.sim.clock.now() + answerSeconds
  dispute.evidence_details.past_due = false
  withdrawFunds(scope, dispute)
  emit(scope, 'charge.dispute.updated', dispute, before)
  emit(scope, 'charge.dispute.funds_withdrawn', dispute)
}
