import type Stripe from 'stripe'
import { newId } from '../ids.ts'
import { endpoint, present } from '../protocol/endpoint.ts'
import { listPage, pageByTime } from '../protocol/list.ts'
import { text } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'

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

/** Brings `status` up to the simulator's present moment. */
function settle(scope: Scope, transaction: Stripe.BalanceTransaction): Stripe.BalanceTransaction {
  if (transaction.status === 'pending' && transaction.available_on <= scope.sim.clock.now()) transaction.status = 'available'
  return transaction
}

/** The account's movements, oldest first, as they stand now. */
const transactionsOf = (scope: Scope): Stripe.BalanceTransaction[] =>
  scope.sim.state.tables.balance_transaction.of(scope.account).map((transaction) => settle(scope, transaction))

/** What the account could pay out now, and what it will be able to later, in each currency it has moved. */
export function renderBalance(scope: Scope): Stripe.Balance {
  const sums = new Map<string, { available: number; pending: number }>()
  for (const transaction of transactionsOf(scope)) {
    const sum = sums.get(transaction.currency) ?? { available: 0, pending: 0 }
    sum[transaction.status === 'available' ? 'available' : 'pending'] += transaction.net
    sums.set(transaction.currency, sum)
  }
  const own = scope.sim.state.tables.account.anywhere(scope.account)?.object.default_currency ?? 'usd'
  if (sums.size === 0) sums.set(own, { available: 0, pending: 0 })
  const rows = (which: 'available' | 'pending') =>
    [...sums].map(([currency, sum]) => ({ amount: sum[which], currency, source_types: { card: sum[which] } }))
  return { object: 'balance', available: rows('available'), livemode: false, pending: rows('pending') }
}

export const balanceEndpoints = [
  endpoint('GET', '/v1/balance', {}, (call) => renderBalance(call)),
  endpoint(
    'GET',
    '/v1/balance_transactions',
    { ...pageByTime, type: text(), source: text(), payout: text(), currency: text(3) },
    (call, params) => {
      const { payoutOf } = call.sim.state.records
      return listPage(
        '/v1/balance_transactions',
        transactionsOf(call),
        params,
        (one) =>
          (params.type === undefined || one.type === params.type) &&
          (params.source === undefined || one.source === params.source) &&
          (params.currency === undefined || one.currency === params.currency) &&
          (params.payout === undefined || payoutOf[one.id] === params.payout || one.source === params.payout),
      )
    },
  ),
  endpoint('GET', '/v1/balance_transactions/:id', {}, (call) => {
    const id = call.path.id ?? ''
    return settle(call, present(call.sim.state.tables.balance_transaction.find(call.account, id), 'balance_transaction', id))
  }),
]
