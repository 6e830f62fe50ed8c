import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { move } from './balance-transactions.ts'

/** A buyer who is asked for their bank account has 45 days to name it, says Stripe's documentation of bank transfers. */
const askingMs = 45 * 86_400_000

/** Why a refund can fail, in Stripe's words. */
export const refundFailures = [
  'unknown',
  'lost_or_stolen_card',
  'expired_or_canceled_card',
  'charge_for_pending_refund_disputed',
  'insufficient_funds',
  'declined',
  'merchant_request',
] as const
export type RefundFailure = (typeof refundFailures)[number]

/** Whether it is not yet known that the money reaches the buyer. */
export const isOpen = ({ status }: Stripe.Refund): boolean => status === 'pending' || status === 'requires_action'

/** The waiting is over; what was shown of it until now goes, and is told as previous attributes. */
function endWaiting(scope: Scope, refund: Stripe.Refund): object {
  const { status, pending_reason, next_action } = refund
  for (const task of ['succeed_refund', 'fail_refund']) scope.sim.clock.cancel(task, refund.id)
  delete refund.pending_reason
  delete refund.next_action
  return { status, ...(pending_reason ? { pending_reason } : {}), ...(next_action ? { next_action } : {}) }
}

/** The money comes back to the seller's balance, and the charge counts as not refunded. */
function takeBack(scope: Scope, refund: Stripe.Refund, status: 'failed' | 'canceled', reason: RefundFailure): void {
  const charge = scope.sim.state.tables.charge.find(scope.account, idOf(refund.charge) ?? '')
  if (!charge) return
  const before = endWaiting(scope, refund)
  const transaction = move(scope, {
    amount: refund.amount,
    currency: refund.currency,
    type: 'refund_failure',
    reportingCategory: 'refund_failure',
    source: refund.id,
    description: `REFUND FAILURE FOR CHARGE${charge.description ? ` (${charge.description})` : ''}`,
  })
  refund.status = status
  refund.failure_reason = reason
  refund.failure_balance_transaction = transaction.id
  charge.amount_refunded -= refund.amount
  charge.refunded = false
  tellRefund(scope, refund, before)
  if (status === 'failed') emit(scope, 'refund.failed', refund)
  emit(scope, 'charge.updated', charge)
}

/** The bank could not give the money to the buyer. Without a reason it is the one of the test card that does so. */
export function failRefund(scope: Scope, refund: Stripe.Refund, reason?: RefundFailure): void {
  if (refund.status === 'failed' || refund.status === 'canceled') return
  const isCard = refund.destination_details?.type === 'card'
  takeBack(scope, refund, 'failed', reason ?? (isCard && refund.status === 'succeeded' ? 'expired_or_canceled_card' : 'unknown'))
}

/** The seller does not want to wait for the buyer any longer. */
export const cancelRefund = (scope: Scope, refund: Stripe.Refund): void => takeBack(scope, refund, 'canceled', 'merchant_request')

/** A refund that was on its way has arrived. */
export function succeedRefund(scope: Scope, refund: Stripe.Refund): void {
  if (!isOpen(refund)) return
  const before = endWaiting(scope, refund)
  refund.status = 'succeeded'
  tellRefund(scope, refund, before)
}

/** Stripe asks the buyer by e-mail for a bank account. When nobody answers in time, the refund fails. */
export function askBuyer(scope: Scope, refund: Stripe.Refund, email: string): void {
  const { clock } = scope.sim
  const before = endWaiting(scope, refund)
  refund.status = 'requires_action'
  refund.next_action = {
    type: 'display_details',
    display_details: {
      email_sent: { email_sent_at: clock.now(), email_sent_to: email },
      expires_at: clock.now() + askingMs / 1000,
    },
  }
  clock.schedule('fail_refund', refund.id, askingMs)
  tellRefund(scope, refund, before)
}

/** Tells of a changed refund, under its present name and under the older one that Stripe still sends. */
export function tellRefund(scope: Scope, refund: Stripe.Refund, before: object): void {
  emit(scope, 'refund.updated', refund, before)
  emit(scope, 'charge.refund.updated', refund, before)
}
