import type Stripe from 'stripe'
import { cardByName } from '../cards.ts'
import { feeGivenBack } from '../fees.ts'
import { idOf, newId } from '../ids.ts'
import { onPlatform, type Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { move } from './balance-transactions.ts'
import { refundFee } from './refund-fee.ts'
import { attachLate } from './settle-charge.ts'

/** How long the test cards whose refund changes its mind take to do so. */
const changeOfMindMs = 5_000
/** Refunds of debits are credited by the buyer's bank: up to three business days, says Stripe's documentation of ACH. */
const bankCreditMs = 3 * 86_400_000

export type WantedRefund = {
  amount: number
  reason: Stripe.Refund.Reason | null
  metadata: Record<string, string>
  givesFeeBack: boolean
  /** Where the buyer is asked for their bank account, should that be needed. */
  instructionsEmail: string | null
}

/** Gives a part of a charge, or all of it, back to the card or bank account; with its share of the application fee when asked. */
export function makeRefund(scope: Scope, charge: Stripe.Charge, wanted: WantedRefund): Stripe.Refund {
  const { sim, account } = scope
  attachLate(scope, charge)
  const behaviour = cardByName(sim.state.records.cards[charge.payment_method ?? ''] ?? '')?.behaviour.refund
  const isCard = charge.payment_method_details?.type === 'card'
  const isPending = !isCard || behaviour === 'succeeds_later'
  const id = newId(isCard ? 're' : 'pyr')
  const letGo = charge.amount - charge.amount_captured
  const before = charge.amount_refunded - letGo
  const returned = wanted.givesFeeBack ? returnFee(scope, charge, before, before + wanted.amount) : null
  const transaction = move(scope, {
    amount: -wanted.amount,
    currency: charge.currency,
    type: isCard ? 'refund' : 'payment_refund',
    reportingCategory: 'refund',
    source: id,
    description: `REFUND FOR CHARGE${charge.description ? ` (${charge.description})` : ''}`,
    fees: returned
      ? [
          {
            amount: -returned.amount,
            application: sim.state.records.platform.clientId,
            currency: charge.currency,
            description: 'application fee refund',
            type: 'application_fee',
          },
        ]
      : [],
  })
  const refund = sim.state.tables.refund.insert(account, {
    id,
    object: 'refund',
    amount: wanted.amount,
    balance_transaction: transaction.id,
    charge: charge.id,
    created: sim.clock.now(),
    currency: charge.currency,
    customer: idOf(charge.customer),
    customer_account: null,
    destination_details: isCard
      ? { card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' }, type: 'card' }
      : { type: 'us_bank_transfer', us_bank_transfer: { reference: null, reference_status: 'pending' } },
    ...(wanted.instructionsEmail ? { instructions_email: wanted.instructionsEmail } : {}),
    metadata: wanted.metadata,
    payment_intent: idOf(charge.payment_intent),
    payment_method: charge.payment_method,
    ...(isPending ? { pending_reason: 'processing' } : {}),
    reason: wanted.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: isPending ? 'pending' : 'succeeded',
    transfer_reversal: null,
  })
  const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded }
  charge.amount_refunded += wanted.amount
  charge.refunded = charge.amount_refunded === charge.amount
  emit(scope, 'refund.created', refund)
  emit(scope, 'charge.refunded', charge, previous)
  if (behaviour === 'fails_later') sim.clock.schedule('fail_refund', refund.id, changeOfMindMs)
  if (isPending) sim.clock.schedule('succeed_refund', refund.id, isCard ? changeOfMindMs : bankCreditMs)
  return refund
}

function returnFee(scope: Scope, charge: Stripe.Charge, before: number, after: number): Stripe.FeeRefund | null {
  const platform = onPlatform(scope)
  const fee = scope.sim.state.tables.application_fee.find(platform.account, idOf(charge.application_fee) ?? '')
  if (!fee) return null
  const share = Math.min(feeGivenBack(fee.amount, charge.amount_captured, before, after), fee.amount - fee.amount_refunded)
  return share > 0 ? refundFee(platform, fee, share, {}) : null
}
