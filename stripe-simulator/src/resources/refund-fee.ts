import type Stripe from 'stripe'
import { newId } from '../ids.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { move } from './balance-transactions.ts'

/** The platform gives a part of its fee back to the seller. @param scope the platform's own account. */
export function refundFee(
  scope: Scope,
  fee: Stripe.ApplicationFee,
  amount: number,
  metadata: Record<string, string>,
): Stripe.FeeRefund {
  const id = newId('fr')
  const transaction = move(scope, {
    amount: -amount,
    currency: fee.currency,
    type: 'application_fee_refund',
    reportingCategory: 'platform_earning_refund',
    source: id,
    description: null,
  })
  const refund = scope.sim.state.tables.fee_refund.insert(scope.account, {
    id,
    object: 'fee_refund',
    amount,
    balance_transaction: transaction.id,
    created: scope.sim.clock.now(),
    currency: fee.currency,
    fee: fee.id,
    metadata,
  })
  fee.amount_refunded += amount
  fee.refunded = fee.amount_refunded === fee.amount
  fee.refunds.data.unshift(refund)
  emit(scope, 'application_fee.refunded', fee)
  return refund
}
