import type Stripe from 'stripe'
import type { DisputeFacts } from './facts.ts'
import { calling, expectObject } from './failures.ts'

/** More disputes of one charge than any bank opens. */
const perChargeMax = 100

/** Every dispute of a charge, oldest first: a partial one may be followed by another. */
export async function listDisputes(stripe: Stripe, stripeAccount: string, charge: string): Promise<DisputeFacts[]> {
  const list = await calling(stripe.disputes.list({ charge, limit: perChargeMax }, { stripeAccount }))
  return expectObject(list, 'list').data.map(disputeFacts).reverse()
}

function disputeFacts(dispute: Stripe.Dispute): DisputeFacts {
  // Stripe writes 0 or nothing where there is no date yet.
  const dueBy = dispute.evidence_details?.due_by
  return {
    dispute: dispute.id,
    amountMinor: dispute.amount,
    currency: dispute.currency,
    reason: dispute.reason,
    outcome: outcomes[dispute.status] ?? 'open',
    dueBy: dueBy ? new Date(dueBy * 1000) : null,
  }
}

/** A status that is not listed is one that somebody still has to answer. */
const outcomes: Record<string, DisputeFacts['outcome']> = { won: 'won', lost: 'lost', warning_closed: 'won', prevented: 'won' }
