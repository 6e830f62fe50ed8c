import type Stripe from 'stripe'
import { newId } from '../ids.ts'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { badParameter } from '../protocol/errors.ts'
import { listPage, pageByTime } from '../protocol/list.ts'
import { currency, text } from '../protocol/params.ts'
import { type Scope, type Sim, scopeOf } from '../simulator.ts'
import { instantCurrencies } from './bank-account-object.ts'
import { planPayOut } from './payout-schedule.ts'

const daySeconds = 86_400

export type Movement = {
  amount: number
  currency: string
  type: Stripe.BalanceTransaction.Type
  reportingCategory: string
  source: string
  description: string | null
  fees?: Stripe.BalanceTransaction.FeeDetail[]
  /** Days until the money can be paid out; at once when left out. */
  daysPending?: number
}

/** Records one movement on the account's balance: net is the amount less the fees, which are itemised. */
export function move(scope: Scope, movement: Movement): Stripe.BalanceTransaction {
  const created = scope.sim.clock.now()
  const fees = movement.fees ?? []
  const fee = fees.reduce((sum, item) => sum + item.amount, 0)
  const days = movement.daysPending ?? 0
  const availableOn = days === 0 ? created : created - (created % daySeconds) + (days + 1) * daySeconds
  if (days === 0) planPayOut(scope)
  else planSettling(scope, availableOn)
  return scope.sim.state.tables.balance_transaction.insert(scope.account, {
    id: newId('txn'),
    object: 'balance_transaction',
    amount: movement.amount,
    available_on: availableOn,
    balance_type: 'payments',
    created,
    currency: movement.currency,
    description: movement.description,
    exchange_rate: null,
    fee,
    fee_details: fees,
    net: movement.amount - fee,
    reporting_category: movement.reportingCategory,
    source: movement.source,
    status: days === 0 ? 'available' : 'pending',
    type: movement.type,
  })
}

/** Money of many payments becomes available at the same moment: once is enough to tell of it. */
function planSettling(scope: Scope, at: number): void {
  const { settlesAt } = scope.sim.state.records
  const mine = settlesAt[scope.account] ?? []
  if (mine.includes(at)) return
  settlesAt[scope.account] = [...mine, at]
  scope.sim.clock.schedule('settle_balance', scope.account, at * 1000 - scope.sim.clock.nowMs())
}

/**
 * Plans what follows from the money that a snapshot holds: that it becomes available, and is paid out by schedule. An older
 * snapshot had planned neither; what is planned already stays.
 */
export function planKnownMoney(sim: Sim): void {
  const now = sim.clock.now()
  const { balance_transaction: transactions, account: accounts } = sim.state.tables
  for (const [account, { available_on: at }] of transactions.rows()) if (at > now) planSettling(scopeOf(sim, account), at)
  for (const [account] of accounts.rows()) planPayOut(scopeOf(sim, account))
}

/** The days that this account's payments wait before they can be paid out, by its payout schedule. */
export const delayDaysOf = (scope: Scope): number =>
  scope.sim.state.tables.account.anywhere(scope.account)?.object.settings?.payouts?.schedule.delay_days ?? 2

/** Brings `status` up to the simulator's present moment. */
function settle(scope: Scope, transaction: Stripe.BalanceTransaction): Stripe.BalanceTransaction {
  if (transaction.status === 'pending' && transaction.available_on <= scope.sim.clock.now()) transaction.status = 'available'
  return transaction
}

/** Money of a card payment can be paid out at once, that of a debit only when it is available like any other. */
const isInstantlyAvailable = ({ status, type }: Stripe.BalanceTransaction): boolean => status === 'pending' && type === 'charge'

/** The account's movements, oldest first, as they stand now. */
export const transactionsOf = (scope: Scope): Stripe.BalanceTransaction[] =>
  scope.sim.state.tables.balance_transaction.of(scope.account).map((transaction) => settle(scope, transaction))

/** What the account could pay out now, and what it will be able to later, in each currency it has moved. */
export function renderBalance(scope: Scope): Stripe.Balance {
  const sums = new Map<string, { available: number; pending: number; instant: number }>()
  for (const transaction of transactionsOf(scope)) {
    const sum = sums.get(transaction.currency) ?? { available: 0, pending: 0, instant: 0 }
    sum[transaction.status === 'available' ? 'available' : 'pending'] += transaction.net
    if (transaction.status === 'available' || isInstantlyAvailable(transaction)) sum.instant += transaction.net
    sums.set(transaction.currency, sum)
  }
  const own = scope.sim.state.tables.account.anywhere(scope.account)?.object.default_currency ?? 'usd'
  if (sums.size === 0) sums.set(own, { available: 0, pending: 0, instant: 0 })
  const rows = (which: 'available' | 'pending') =>
    [...sums].map(([currency, sum]) => ({ amount: sum[which], currency, source_types: { card: sum[which] } }))
  const fast = instantCurrencies(scope)
  const instant = [...sums]
    .filter(([currency]) => fast.has(currency))
    .map(([currency, sum]) => [currency, Math.max(0, sum.instant)] as const)
  return {
    object: 'balance',
    available: rows('available'),
    ...(instant.length > 0
      ? { instant_available: instant.map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } })) }
      : {}),
    livemode: scope.sim.settings.livemode,
    pending: rows('pending'),
  }
}

/**
 * Lets card payments count as available now, the oldest first, until so much is: an instant payout takes their money before
 * its day. @param amount minor units that have to be available.
 */
export function settleEarly(scope: Scope, currency: string, amount: number): void {
  const mine = transactionsOf(scope).filter((one) => one.currency === currency)
  let available = mine.reduce((sum, one) => (one.status === 'available' ? sum + one.net : sum), 0)
  for (const one of mine.filter(isInstantlyAvailable)) {
    if (available >= amount) return
    one.status = 'available'
    one.available_on = scope.sim.clock.now()
    available += one.net
  }
}

/**
 * Whether a movement belongs to a payout. What an automatic payout consists of, itself included, can be listed once it is
 * reconciled; before, nothing is found.
 * @throws StripeRefusal 400 for a payout made by hand, as Stripe refuses it, or one that is not there.
 */
function isOfPayout(call: Call, id: string | undefined): (transaction: Stripe.BalanceTransaction) => boolean {
  if (id === undefined) return () => true
  const payout = present(call.sim.state.tables.payout.find(call.account, id), 'payout', id, 'payout')
  if (!payout.automatic)
    throw badParameter('payout', 'Balance transaction history can only be filtered on automatic transfers, not manual.')
  const { payoutOf } = call.sim.state.records
  return (transaction) => payout.reconciliation_status === 'completed' && payoutOf[transaction.id] === id
}

export const balanceEndpoints = [
  endpoint('GET', '/v1/balance', {}, (call) => renderBalance(call)),
  endpoint(
    'GET',
    '/v1/balance_transactions',
    { ...pageByTime, type: text(), source: text(), payout: text(), currency },
    (call, params) => {
      const isWanted = isOfPayout(call, params.payout)
      return listPage(
        '/v1/balance_transactions',
        transactionsOf(call),
        params,
        (one) =>
          (params.type === undefined || one.type === params.type) &&
          (params.source === undefined || one.source === params.source) &&
          (params.currency === undefined || one.currency === params.currency) &&
          isWanted(one),
      )
    },
  ),
  endpoint('GET', '/v1/balance_transactions/:id', {}, (call) => {
    const id = call.path.id ?? ''
    return settle(call, present(call.sim.state.tables.balance_transaction.find(call.account, id), 'balance_transaction', id))
  }),
]
