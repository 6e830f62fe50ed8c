import type Stripe from 'stripe'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { refused } from '../protocol/errors.ts'
import { listPage, page, pageByTime } from '../protocol/list.ts'
import { amount, mergeMetadata, metadata, text } from '../protocol/params.ts'
import { move } from './balance-transactions.ts'
import { refundFee } from './refund-fee.ts'

const own = (call: Call): Stripe.ApplicationFee => {
  const id = call.path.id ?? ''
  return present(call.sim.state.tables.application_fee.find(call.account, id), 'application fee', id)
}

const ownRefund = (call: Call): Stripe.FeeRefund => {
  const id = call.path.refund ?? ''
  const found = call.sim.state.tables.fee_refund.find(call.account, id)
  return present(found?.fee === own(call).id ? found : undefined, 'fee_refund', id)
}

export const applicationFeeEndpoints = [
  endpoint('GET', '/v1/application_fees', { ...pageByTime, charge: text() }, (call, params) =>
    listPage(
      '/v1/application_fees',
      call.sim.state.tables.application_fee.of(call.account),
      params,
      (one) => params.charge === undefined || one.charge === params.charge,
    ),
  ),
  endpoint('GET', '/v1/application_fees/:id', {}, own),
  endpoint('POST', '/v1/application_fees/:id/refunds', { amount: amount(), metadata }, (call, params) => {
    const fee = own(call)
    const left = fee.amount - fee.amount_refunded
    if (left === 0) throw refused(`Application fee ${fee.id} has already been refunded.`, { code: 'charge_already_refunded' })
    const wanted = params.amount ?? left
    if (wanted > left)
      throw refused(`Refund amount (${wanted}) is greater than unrefunded amount on fee (${left})`, { param: 'amount' })
    const refund = refundFee(call, fee, wanted, mergeMetadata(null, params.metadata))
    const seller = typeof fee.account === 'string' ? fee.account : fee.account.id
    const source = typeof fee.charge === 'string' ? fee.charge : fee.charge.id
    move(
      { ...call, account: seller },
      {
        amount: wanted,
        currency: fee.currency,
        type: 'adjustment',
        reportingCategory: 'fee',
        source,
        description: `Application fee refund (${fee.id})`,
      },
    )
    return refund
  }),
  endpoint('GET', '/v1/application_fees/:id/refunds', page, (call, params) => {
    const fee = own(call)
    return listPage(call.url, call.sim.state.tables.fee_refund.of(call.account), params, (one) => one.fee === fee.id)
  }),
  endpoint('GET', '/v1/application_fees/:id/refunds/:refund', {}, ownRefund),
  endpoint('POST', '/v1/application_fees/:id/refunds/:refund', { metadata }, (call, params) => {
    const refund = ownRefund(call)
    refund.metadata = mergeMetadata(refund.metadata, params.metadata)
    return refund
  }),
]
