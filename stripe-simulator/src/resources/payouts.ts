import type Stripe from 'stripe'
import { instantPayoutFee } from '../fees.ts'
import { idOf } from '../ids.ts'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { missing, refused } from '../protocol/errors.ts'
import { isInRange, listPage, pageByTime } from '../protocol/list.ts'
import { amount, currency, mergeMetadata, metadata, oneOf, type Read, range, required, text } from '../protocol/params.ts'
import { emit } from '../webhooks/events.ts'
import { renderBalance, settleEarly } from './balance-transactions.ts'
import { bankFor, isInstant } from './bank-account-object.ts'
import { cancelPayout } from './finish-payout.ts'
import { openPayout } from './open-payout.ts'

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
const listable = {
  ...pageByTime,
  arrival_date: range,
  destination: text(),
  status: oneOf('canceled', 'failed', 'in_transit', 'paid', 'pending'),
}

/** The bank account a payout made by hand goes to. @throws StripeRefusal 400 when there is none, or it cannot be used. */
function destinationOf(call: Call, params: Read<typeof creatable>): Stripe.BankAccount {
  const { bank_account: banks } = call.sim.state.tables
  const named = params.destination
  const bank = named === undefined ? bankFor(call, params.currency) : banks.find(call.account, named)
  if (!bank && named !== undefined) throw missing('external account', named, 'destination')
  if (!bank) throw refused(`Sorry, you don't have any external accounts in that currency (${params.currency}).`)
  if (bank.currency !== params.currency)
    throw refused(`The external account ${bank.id} is in ${bank.currency}, the payout in ${params.currency}.`, {
      param: 'destination',
    })
  if (bank.status === 'errored') {
    const message = 'A payout to this bank account has failed, so that it cannot be used. Provide a different bank account.'
    throw refused(message, { code: 'bank_account_unusable', param: 'destination' })
  }
  return bank
}

/** @throws StripeRefusal 400 `payouts_not_allowed`, `instant_payouts_unsupported`, `balance_insufficient`, or for the destination. */
function create(call: Call, params: Read<typeof creatable>): Stripe.Payout {
  const account = call.sim.state.tables.account.anywhere(call.account)?.object
  if (!account?.payouts_enabled)
    throw refused('Payouts are disabled on this account until its requirements are met.', { code: 'payouts_not_allowed' })
  const destination = destinationOf(call, params)
  const method = params.method ?? 'standard'
  if (method === 'instant' && !isInstant(destination))
    throw refused('This bank account does not support instant payouts.', { code: 'instant_payouts_unsupported', param: 'method' })
  const needed = method === 'instant' ? params.amount + instantPayoutFee(params.amount) : params.amount
  const { available, instant_available: instant = [] } = renderBalance(call)
  const there = (method === 'instant' ? instant : available).find((row) => row.currency === params.currency)?.amount ?? 0
  if (needed > there) {
    const message =
      'You have insufficient funds in your Stripe account for this transfer. Your available balance is too low. You can use the /v1/balance endpoint to view your Stripe balance.'
    throw refused(message, { code: 'balance_insufficient', param: 'amount' })
  }
  if (method === 'instant') settleEarly(call, params.currency, needed)
  return openPayout(call, {
    amount: params.amount,
    currency: params.currency,
    destination: destination.id,
    method,
    automatic: false,
    description: params.description ?? null,
    metadata: mergeMetadata(null, params.metadata),
    sourceType: params.source_type ?? 'card',
    statementDescriptor: params.statement_descriptor ?? null,
  })
}

const own = (call: Call): Stripe.Payout => {
  const id = call.path.id ?? ''
  return present(call.sim.state.tables.payout.find(call.account, id), 'payout', id)
}

export const payoutEndpoints = [
  endpoint('POST', '/v1/payouts', creatable, create),
  endpoint('GET', '/v1/payouts', listable, (call, params) =>
    listPage(
      '/v1/payouts',
      call.sim.state.tables.payout.of(call.account),
      params,
      (one) =>
        (params.status === undefined || one.status === params.status) &&
        (params.destination === undefined || idOf(one.destination) === params.destination) &&
        isInRange(one.arrival_date, params.arrival_date),
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
    if (payout.automatic) throw refused('Automatic payouts cannot be canceled.')
    if (payout.status !== 'pending') throw refused('Payouts can only be canceled while they are pending.')
    cancelPayout(call, payout)
    return payout
  }),
]
