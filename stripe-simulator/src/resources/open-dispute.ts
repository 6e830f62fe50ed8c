import type Stripe from 'stripe'
import { idOf, newId } from '../ids.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { escalateInquiry, withdrawFunds } from './withdraw-dispute.ts'

const daySeconds = 86_400
/** The days a seller has to answer. */
const answerSeconds = 7 * daySeconds

const noEvidence: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  appeal: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
}

/** What the card network says; the bank of a debited account says nothing. */
function networkDetails(
  charge: Stripe.Charge,
  cause: { reason: string; inquiry?: boolean },
): Pick<Stripe.Dispute, 'payment_method_details'> {
  const brand = charge.payment_method_details?.card?.brand
  if (!brand) return {}
  const card = {
    brand,
    network: brand,
    case_type: cause.inquiry ? ('inquiry' as const) : ('chargeback' as const),
    network_reason_code: cause.reason === 'fraudulent' ? '10.4' : '13.1',
  }
  return { payment_method_details: { card, type: 'card' } }
}

function newDispute(scope: Scope, charge: Stripe.Charge, cause: { reason: string; inquiry?: boolean }): Stripe.Dispute {
  const created = scope.sim.clock.now()
  return {
    id: newId('du'),
    object: 'dispute',
    amount: charge.amount - charge.amount_refunded,
    balance_transactions: [],
    charge: charge.id,
    created,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: { ...noEvidence },
    evidence_details: {
      due_by: created + answerSeconds,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: cause.inquiry ?? false,
    livemode: scope.sim.settings.livemode,
    metadata: {},
    payment_intent: idOf(charge.payment_intent),
    ...networkDetails(charge, cause),
    reason: cause.reason,
    status: cause.inquiry ? 'warning_needs_response' : 'needs_response',
  }
}

/** A buyer's bank asks the money back: it leaves the seller's balance at once, with Stripe's fee. An inquiry only asks. */
export function openDispute(scope: Scope, charge: Stripe.Charge, cause: { reason: string; inquiry?: boolean }): Stripe.Dispute {
  const dispute = scope.sim.state.tables.dispute.insert(scope.account, newDispute(scope, charge, cause))
  charge.disputed = true
  if (!cause.inquiry) withdrawFunds(scope, dispute)
  awaitAnswer(scope, dispute)
  emit(scope, 'charge.dispute.created', dispute)
  if (!cause.inquiry) emit(scope, 'charge.dispute.funds_withdrawn', dispute)
  emit(scope, 'charge.updated', charge, { disputed: false })
  return dispute
}

/** Whoever does not answer in time has lost; an inquiry nobody answers just ends. */
function awaitAnswer({ sim }: Scope, dispute: Stripe.Dispute): void {
  sim.clock.schedule('dispute_due', dispute.id, (dispute.evidence_details.due_by ?? sim.clock.now()) * 1000 - sim.clock.nowMs())
}

/**
 * The bank is not content with the answer to its inquiry, or got none: what was not refunded meanwhile leaves, and the seller
 * has to answer anew.
 * @returns whether it did: it does not when there is no open inquiry, or nothing left to ask for.
 */
export function escalate(scope: Scope, dispute: Stripe.Dispute): boolean {
  const charge = scope.sim.state.tables.charge.find(scope.account, idOf(dispute.charge) ?? '')
  const left = charge ? charge.amount - charge.amount_refunded : 0
  const isOpen = dispute.status === 'warning_needs_response' || dispute.status === 'warning_under_review'
  if (!isOpen || left <= 0) return false
  dispute.amount = Math.min(dispute.amount, left)
  scope.sim.clock.cancel('dispute_due', dispute.id)
  scope.sim.clock.cancel('decide_dispute', dispute.id)
  escalateInquiry(scope, dispute, answerSeconds)
  awaitAnswer(scope, dispute)
  return true
}
