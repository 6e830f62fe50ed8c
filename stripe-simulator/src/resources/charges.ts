import type Stripe from 'stripe'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { listPage, page, pageByTime } from '../protocol/list.ts'
import { email, ignored, mergeMetadata, metadata, text } from '../protocol/params.ts'
import { type Searchable, search, searchPage } from '../protocol/search.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'

/** The account's charge with this id. @throws StripeRefusal 404 when there is none. */
export const chargeOf = (scope: Scope, id: string, param = 'id'): Stripe.Charge =>
  present(scope.sim.state.tables.charge.find(scope.account, id), 'charge', id, param)

const own = (call: Call): Stripe.Charge => chargeOf(call, call.path.id ?? '')

const searchable: Searchable = {
  amount: 'number',
  'billing_details.address.postal_code': 'token',
  created: 'number',
  currency: 'token',
  customer: 'token',
  disputed: 'boolean',
  'payment_method_details.card.brand': 'token',
  'payment_method_details.card.exp_month': 'number',
  'payment_method_details.card.exp_year': 'number',
  'payment_method_details.card.fingerprint': 'token',
  'payment_method_details.card.last4': 'token',
  'payment_method_details.us_bank_account.last4': 'token',
  refunded: 'boolean',
  status: 'token',
}

export const chargeEndpoints = [
  endpoint('GET', '/v1/charges/search', searchPage, (call, params) =>
    search('/v1/charges/search', call.sim.state.tables.charge.of(call.account), searchable, params),
  ),
  endpoint(
    'GET',
    '/v1/charges',
    { ...pageByTime, customer: text(), payment_intent: text(), transfer_group: text() },
    (call, params) =>
      listPage(
        '/v1/charges',
        call.sim.state.tables.charge.of(call.account),
        params,
        (one) =>
          (params.customer === undefined || one.customer === params.customer) &&
          (params.payment_intent === undefined || one.payment_intent === params.payment_intent) &&
          (params.transfer_group === undefined || one.transfer_group === params.transfer_group),
      ),
  ),
  endpoint('GET', '/v1/charges/:id', {}, own),
  endpoint(
    'POST',
    '/v1/charges/:id',
    { description: text(), metadata, receipt_email: email, fraud_details: ignored, transfer_group: text() },
    (call, params) => {
      const charge = own(call)
      const before = { description: charge.description, metadata: charge.metadata }
      charge.metadata = mergeMetadata(charge.metadata, params.metadata)
      if (params.description !== undefined) charge.description = params.description
      if (params.receipt_email !== undefined) charge.receipt_email = params.receipt_email
      emit(call, 'charge.updated', charge, before)
      return charge
    },
  ),
  endpoint('GET', '/v1/charges/:id/refunds', page, (call, params) => {
    const charge = own(call)
    return listPage(call.url, call.sim.state.tables.refund.of(call.account), params, (one) => one.charge === charge.id)
  }),
]
