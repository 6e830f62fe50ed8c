import type Stripe from 'stripe'
import { newId } from '../ids.ts'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { refused } from '../protocol/errors.ts'
import { listPage, pageByTime } from '../protocol/list.ts'
import { amount, currency, mergeMetadata, metadata, oneOf, type Read, required, text } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { move, renderBalance } from './balance-transactions.ts'

/** How long the bank takes, in this simulator. */
const arrivalMs = 5_000

const creatable = {
  amount: required(amount()),
  currency: required(currency),
  description: text(),
  destination: text(),
  metadata,
  method: oneOf('standard', 'instant'),
  source_type: oneOf('bank_account', 'card', 'fpx'),
  statement_descriptor: text(22),
}

function create(call: Call, params: Read<typeof creatable>): Stripe.Payout {
  const { sim, account } = call
  const available = renderBalance(call).available.find((row) => row.currency === params.currency)?.amount ?? 0
  if (params.amount > available) {
    const message =
      'You have insufficient funds in your Stripe account for this transfer. Your available balance is too low. You can use the /v1/balance endpoint to view your Stripe balance.'
    throw refused(message, { code: 'balance_insufficient', param: 'amount' })
  }
  const bank = sim.state.tables.account.anywhere(account)?.object.external_accounts?.data[0]
  const id = newId('po')
  const transaction = move(call, {
    amount: -params.amount,
    currency: params.currency,
    type: 'payout',
    reportingCategory: 'payout',
    source: id,
    description: params.description ?? 'STRIPE PAYOUT',
  })
  const payout = sim.state.tables.payout.insert(account, {
    id,
    object: 'payout',
    amount: params.amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: sim.clock.now() + 86_400,
    automatic: false,
    balance_transaction: transaction.id,
    created: sim.clock.now(),
    currency: params.currency,
    description: params.description ?? null,
    destination: bank?.id ?? null,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: mergeMetadata(null, params.metadata),
    method: params.method ?? 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: 'not_applicable',
    reversed_by: null,
    source_type: params.source_type ?? 'card',
    statement_descriptor: params.statement_descriptor ?? null,
    status: 'pending',
    trace_id: null,
    type: 'bank_account',
  })
  emit(call, 'payout.created', payout)
  sim.clock.schedule('pay_payout', payout.id, arrivalMs)
  return payout
}

/** The money has arrived at the bank. */
export function payPayout(scope: Scope, payout: Stripe.Payout): void {
  if (payout.status !== 'pending') return
  payout.status = 'paid'
  emit(scope, 'payout.paid', payout, { status: 'pending' })
}

/** The bank sent the money back, even after it had arrived. */
export function failPayout(scope: Scope, payout: Stripe.Payout): void {
  if (payout.status === 'failed' || payout.status === 'canceled') return
  const transaction = move(scope, {
    amount: payout.amount,
    currency: payout.currency,
    type: 'payout_failure',
    reportingCategory: 'payout_reversal',
    source: payout.id,
    description: 'STRIPE PAYOUT FAILURE',
  })
  payout.status = 'failed'
  payout.failure_code = 'account_closed'
  payout.failure_message = 'The bank account has been closed.'
  payout.failure_balance_transaction = transaction.id
  emit(scope, 'payout.failed', payout)
}

const own = (call: Call): Stripe.Payout => {
  const id = call.path.id ?? ''
  return present(call.sim.state.tables.payout.find(call.account, id), 'payout', id)
}

export const payoutEndpoints = [
  endpoint('POST', '/v1/payouts', creatable, create),
  endpoint(
    'GET',
    '/v1/payouts',
    { ...pageByTime, status: oneOf('canceled', 'failed', 'in_transit', 'paid', 'pending'), destination: text() },
    (call, params) =>
      listPage(
        '/v1/payouts',
        call.sim.state.tables.payout.of(call.account),
        params,
        (one) => params.status === undefined || one.status === params.status,
      ),
  ),
  endpoint('GET', '/v1/payouts/:id', {}, own),
  endpoint('POST', '/v1/payouts/:id', { metadata }, (call, params) => {
    const payout = own(call)
    const before = { metadata: payout.metadata }
    payout.metadata = mergeMetadata(payout.metadata, params.metadata)
    emit(call, 'payout.updated', payout, before)
    return payout
  }),
  endpoint('POST', '/v1/payouts/:id/cancel', {}, (call) => {
    const payout = own(call)
    if (payout.status !== 'pending') throw refused('Payouts can only be canceled while they are pending.')
    call.sim.clock.cancel('pay_payout', payout.id)
    move(call, {
      amount: payout.amount,
      currency: payout.currency,
      type: 'payout_cancel',
      reportingCategory: 'payout_reversal',
      source: payout.id,
      description: 'STRIPE PAYOUT CANCEL',
    })
    payout.status = 'canceled'
    emit(call, 'payout.canceled', payout)
    return payout
  }),
]
