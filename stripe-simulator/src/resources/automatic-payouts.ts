import type Stripe from 'stripe'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { renderBalance, transactionsOf } from './balance-transactions.ts'
import { bankFor } from './bank-account-object.ts'
import { openPayout } from './open-payout.ts'
import { planPayOut } from './payout-schedule.ts'

/** The day has come on which money of the account becomes available. */
export function settleBalance(scope: Scope): void {
  const { settlesAt } = scope.sim.state.records
  const now = scope.sim.clock.now()
  settlesAt[scope.account] = (settlesAt[scope.account] ?? []).filter((at) => at > now)
  emit(scope, 'balance.available', renderBalance(scope))
  planPayOut(scope)
}

/**
 * Pays out, in each currency, everything that has become available since the last automatic payout, and remembers which
 * movements those were: their nets sum to the payout. A sum below zero is taken from the bank account, unless the account's
 * settings say otherwise; nothing is paid out at zero, in a currency without a bank account, or while payouts are disabled.
 */
export function payOut(scope: Scope, account: Stripe.Account): void {
  const { payoutOf, payOutAt } = scope.sim.state.records
  delete payOutAt[scope.account]
  const settings = account.settings?.payouts
  if (!account.payouts_enabled || !settings || settings.schedule.interval === 'manual') return
  const open = transactionsOf(scope).filter((one) => one.status === 'available' && payoutOf[one.id] === undefined)
  for (const currency of new Set(open.map((one) => one.currency))) {
    const transactions = open.filter((one) => one.currency === currency)
    const amount = transactions.reduce((sum, one) => sum + one.net, 0)
    const bank = bankFor(scope, currency)
    if (!bank || amount === 0 || (amount < 0 && !settings.debit_negative_balances)) continue
    const payout = openPayout(scope, {
      amount,
      currency,
      destination: bank.id,
      method: 'standard',
      automatic: true,
      description: 'STRIPE PAYOUT',
      metadata: {},
      sourceType: 'card',
      statementDescriptor: settings.statement_descriptor,
    })
    for (const one of transactions) payoutOf[one.id] = payout.id
    payoutOf[String(payout.balance_transaction)] = payout.id
  }
}
