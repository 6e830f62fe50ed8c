import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { move } from './balance-transactions.ts'
import { bankFailure, markErrored } from './bank-account-object.ts'

/** After a payout has come to its end, its balance transactions can be listed this much later. */
const reconcileMs = 60_000

type Failure = { code: string; message: string }
const closed: Failure = { code: 'account_closed', message: 'The bank account has been closed' }

/** Hands a payout to the bank: from now on it cannot be canceled. */
export function sendPayout(scope: Scope, payout: Stripe.Payout): void {
  if (payout.status !== 'pending') return
  payout.status = 'in_transit'
  payout.trace_id = { status: 'pending', value: null }
  emit(scope, 'payout.updated', payout, { status: 'pending', trace_id: null })
}

/** The day of arrival: the money is at the bank, or the bank account is one of those that send it back. */
export function landPayout(scope: Scope, payout: Stripe.Payout): void {
  if (payout.status !== 'pending' && payout.status !== 'in_transit') return
  const failure = bankFailure(scope.sim, idOf(payout.destination) ?? '')
  if (failure) {
    failPayout(scope, payout, failure)
    return
  }
  const before = { status: payout.status, trace_id: payout.trace_id }
  payout.status = 'paid'
  payout.trace_id = { status: 'supported', value: `0${payout.arrival_date}${payout.amount}`.slice(0, 15) }
  emit(scope, 'payout.updated', payout, before)
  emit(scope, 'payout.paid', payout)
  planReconciliation(scope, payout)
}

function planReconciliation(scope: Scope, payout: Stripe.Payout): void {
  if (payout.reconciliation_status === 'in_progress') scope.sim.clock.schedule('reconcile_payout', payout.id, reconcileMs)
}

/** From now on the balance transactions of an automatic payout can be listed. */
export function reconcilePayout(scope: Scope, payout: Stripe.Payout): void {
  if (payout.reconciliation_status !== 'in_progress') return
  payout.reconciliation_status = 'completed'
  emit(scope, 'payout.reconciliation_completed', payout)
}

/**
 * The bank sent the money back, even after it had arrived: it is on the balance again, with the fee of an instant payout. The bank account
 * is not used again until its owner has put it right.
 */
export function failPayout(scope: Scope, payout: Stripe.Payout, failure: Failure = closed): void {
  if (payout.status === 'failed' || payout.status === 'canceled') return
  const sent = scope.sim.state.tables.balance_transaction.find(scope.account, idOf(payout.balance_transaction) ?? '')
  const paid = sent?.fee_details ?? []
  const transaction = move(scope, {
    amount: payout.amount,
    currency: payout.currency,
    type: 'payout_failure',
    reportingCategory: 'payout_reversal',
    source: payout.id,
    description: 'STRIPE PAYOUT FAILURE',
    fees: paid.map((fee) => ({ ...fee, amount: -fee.amount })),
  })
  const before = { status: payout.status, failure_code: null, failure_message: null, failure_balance_transaction: null }
  payout.status = 'failed'
  payout.failure_code = failure.code
  payout.failure_message = failure.message
  payout.failure_balance_transaction = transaction.id
  emit(scope, 'payout.failed', payout, before)
  planReconciliation(scope, payout)
  markErrored(scope, idOf(payout.destination) ?? '')
}

/** A payout that is not yet at the bank is called back. */
export function cancelPayout(scope: Scope, payout: Stripe.Payout): void {
  for (const task of ['send_payout', 'land_payout']) scope.sim.clock.cancel(task, payout.id)
  move(scope, {
    amount: payout.amount,
    currency: payout.currency,
    type: 'payout_cancel',
    reportingCategory: 'payout_reversal',
    source: payout.id,
    description: 'STRIPE PAYOUT CANCEL',
  })
  payout.status = 'canceled'
  emit(scope, 'payout.canceled', payout, { status: 'pending' })
}
