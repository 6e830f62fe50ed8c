import type Stripe from 'stripe'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { refused } from '../protocol/errors.ts'
import { listPage, pageByTime } from '../protocol/list.ts'
import { boolean, mergeMetadata, metadata, object, oneOf, text, unsettable } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { move } from './balance-transactions.ts'

/** How long a bank takes to decide, in this simulator. */
const decisionMs = 5_000

const words = unsettable(text(20_000))
const evidence = object({
  customer_communication: words,
  customer_email_address: words,
  customer_name: words,
  product_description: words,
  receipt: words,
  shipping_address: words,
  shipping_carrier: words,
  shipping_date: words,
  shipping_documentation: words,
  shipping_tracking_number: words,
  uncategorized_file: words,
  uncategorized_text: words,
})

/** While a dispute is in one of these, somebody may still answer or decide. */
export const openStates = ['needs_response', 'under_review', 'warning_needs_response', 'warning_under_review']

/** The bank has decided: won money comes back, lost money stays away, an inquiry just ends. */
export function closeDispute(scope: Scope, dispute: Stripe.Dispute, outcome: 'won' | 'lost'): void {
  if (!openStates.includes(dispute.status)) return
  const isInquiry = dispute.status.startsWith('warning')
  dispute.status = isInquiry ? 'warning_closed' : outcome
  if (outcome === 'won' && !isInquiry) {
    const transaction = move(scope, {
      amount: dispute.amount,
      currency: dispute.currency,
      type: 'adjustment',
      reportingCategory: 'dispute_reversal',
      source: dispute.id,
      description: `Chargeback reversal for ${typeof dispute.charge === 'string' ? dispute.charge : dispute.charge.id}`,
    })
    dispute.balance_transactions.push(transaction)
    emit(scope, 'charge.dispute.funds_reinstated', dispute)
  }
  emit(scope, 'charge.dispute.closed', dispute)
}

/** The time to answer is over: what still waits for an answer is lost, an inquiry closed. */
export function endUnanswered(scope: Scope, dispute: Stripe.Dispute): void {
  if (dispute.status !== 'needs_response' && dispute.status !== 'warning_needs_response') return
  dispute.evidence_details.past_due = true
  closeDispute(scope, dispute, 'lost')
}

/** Decides a dispute by what Stripe's test mode looks for: the words `winning_evidence` or `losing_evidence`. */
export function decideDispute(scope: Scope, dispute: Stripe.Dispute): void {
  closeDispute(scope, dispute, dispute.evidence.uncategorized_text === 'winning_evidence' ? 'won' : 'lost')
}

const own = (call: Call): Stripe.Dispute => {
  const id = call.path.id ?? ''
  return present(call.sim.state.tables.dispute.find(call.account, id), 'dispute', id)
}

export const disputeEndpoints = [
  endpoint('GET', '/v1/disputes', { ...pageByTime, charge: text(), payment_intent: text() }, (call, params) =>
    listPage(
      '/v1/disputes',
      call.sim.state.tables.dispute.of(call.account),
      params,
      (one) =>
        (params.charge === undefined || one.charge === params.charge) &&
        (params.payment_intent === undefined || one.payment_intent === params.payment_intent),
    ),
  ),
  endpoint('GET', '/v1/disputes/:id', {}, own),
  endpoint(
    'POST',
    '/v1/disputes/:id',
    {
      evidence,
      metadata,
      submit: boolean,
      intended_submission_method: oneOf('manual', 'prefer_manual', 'prefer_smart_disputes', 'smart_disputes'),
    },
    (call, params) => {
      const dispute = own(call)
      const isWaiting = dispute.status === 'needs_response' || dispute.status === 'warning_needs_response'
      if (params.evidence && !isWaiting) throw refused('This dispute is already closed or under review.', { param: 'evidence' })
      if (params.submit && !isWaiting) throw refused('This dispute is already closed or under review.', { param: 'submit' })
      dispute.metadata = mergeMetadata(dispute.metadata, params.metadata)
      const given = Object.entries(params.evidence ?? {}).filter(([, value]) => value !== undefined)
      if (given.length > 0) dispute.evidence = { ...dispute.evidence, ...Object.fromEntries(given) }
      dispute.evidence_details.has_evidence ||= given.length > 0
      // Evidence given goes out unless told otherwise; what was kept back goes out when told.
      const isSent = params.submit ?? params.evidence !== undefined
      if (isSent && dispute.evidence_details.has_evidence) {
        dispute.evidence_details.submission_count += 1
        dispute.status = dispute.status === 'needs_response' ? 'under_review' : 'warning_under_review'
        call.sim.clock.schedule('decide_dispute', dispute.id, decisionMs)
      }
      emit(call, 'charge.dispute.updated', dispute)
      return dispute
    },
  ),
  endpoint('POST', '/v1/disputes/:id/close', {}, (call) => {
    const dispute = own(call)
    if (!openStates.includes(dispute.status)) throw refused('This dispute is already closed.')
    closeDispute(call, dispute, 'lost')
    return dispute
  }),
]
