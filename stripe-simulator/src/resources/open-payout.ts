import type Stripe from 'stripe'
import { instantPayoutFee } from '../fees.ts'
import { newId } from '../ids.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { move } from './balance-transactions.ts'
import { sendPayout } from './finish-payout.ts'

const daySeconds = 86_400
/** Banks work by days: money is there at the first midnight that leaves them this long. */
const bankSeconds = daySeconds / 2
/** Stripe tells of half an hour at most. */
const instantSeconds = 600
/** How long Stripe keeps a payout before it is at the bank, and can no longer be canceled. */
const sendMs = 3_600_000

export type WantedPayout = {
  /** Minor units; below zero, money is taken from the bank account to settle a balance below zero. */
  amount: number
  currency: string
  destination: string
  /** An instant one arrives within minutes and costs a fee. */
  method: 'standard' | 'instant'
  automatic: boolean
  description: string | null
  metadata: Record<string, string>
  sourceType: string
  statementDescriptor: string | null
}

const feeOf = ({ amount, currency }: WantedPayout): Stripe.BalanceTransaction.FeeDetail => ({
  amount: instantPayoutFee(amount),
  application: null,
  currency,
  description: 'Instant payout fee',
  type: 'stripe_fee',
})

/** Takes the money from the balance and sends it on its way: to the bank within an hour (an instant one at once), there on `arrival_date`. */
export function openPayout(scope: Scope, wanted: WantedPayout): Stripe.Payout {
  const { clock, state } = scope.sim
  const now = clock.now()
  const id = newId('po')
  const isInstant = wanted.method === 'instant'
  const arrival = isInstant ? now + instantSeconds : Math.ceil((now + bankSeconds) / daySeconds) * daySeconds
  const transaction = move(scope, {
    amount: -wanted.amount,
    currency: wanted.currency,
    type: 'payout',
    reportingCategory: 'payout',
    source: id,
    description: wanted.description ?? 'STRIPE PAYOUT',
    fees: isInstant ? [feeOf(wanted)] : [],
  })
  const payout = state.tables.payout.insert(scope.account, {
    id,
    object: 'payout',
    amount: wanted.amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: arrival,
    automatic: wanted.automatic,
    balance_transaction: transaction.id,
    created: now,
    currency: wanted.currency,
    description: wanted.description,
    destination: wanted.destination,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: scope.sim.settings.livemode,
    metadata: wanted.metadata,
    method: wanted.method,
    original_payout: null,
    payout_method: null,
    reconciliation_status: wanted.automatic ? 'in_progress' : 'not_applicable',
    reversed_by: null,
    source_type: wanted.sourceType,
    statement_descriptor: wanted.statementDescriptor,
    status: 'pending',
    trace_id: null,
    type: 'bank_account',
  })
  emit(scope, 'payout.created', payout)
  if (isInstant) sendPayout(scope, payout)
  else clock.schedule('send_payout', id, Math.min(sendMs, (arrival * 1000 - clock.nowMs()) / 2))
  clock.schedule('land_payout', id, arrival * 1000 - clock.nowMs())
  return payout
}
