import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { refused } from '../protocol/errors.ts'
import { listPage, pageByTime } from '../protocol/list.ts'
import { amount, boolean, currency, email, mergeMetadata, metadata, oneOf, type Read, text } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import { chargeOf } from './charges.ts'
import { makeRefund } from './make-refund.ts'
import { intentOf } from './payment-intents.ts'
import { cancelRefund, tellRefund } from './settle-refund.ts'

const creatable = {
  charge: text(),
  payment_intent: text(),
  amount: amount(),
  currency,
  instructions_email: email,
  metadata,
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
  refund_application_fee: boolean,
  reverse_transfer: boolean,
}

function chargeToRefund(scope: Scope, params: Read<typeof creatable>): Stripe.Charge {
  if (params.charge !== undefined) return chargeOf(scope, params.charge, 'charge')
  if (params.payment_intent === undefined) {
    throw refused('One of the following params should be provided for this request: payment_intent or charge.', {
      code: 'parameter_missing',
    })
  }
  const intent = intentOf(scope, params.payment_intent, 'payment_intent')
  const charge = scope.sim.state.tables.charge.find(scope.account, idOf(intent.latest_charge) ?? '')
  if (charge?.paid) return charge
  throw refused(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
    code: 'intent_invalid_state',
    param: 'payment_intent',
  })
}

function create(call: Call, params: Read<typeof creatable>): Stripe.Refund {
  const charge = chargeToRefund(call, params)
  if (charge.status !== 'succeeded') throw refused(`Charge ${charge.id} has not succeeded, so there is nothing to refund.`)
  if (!charge.captured)
    throw refused('This charge has not been captured. Cancel its PaymentIntent instead.', { code: 'charge_not_captured' })
  const left = charge.amount - charge.amount_refunded
  if (left === 0) throw refused(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' })
  const disputed = call.sim.state.tables.dispute
    .of(call.account)
    .some((one) => one.charge === charge.id && !one.is_charge_refundable && one.status !== 'won')
  if (disputed) throw refused('This charge has been charged back and cannot be refunded.', { code: 'charge_disputed' })
  if ((params.amount ?? left) > left) {
    throw refused(`Refund amount (${params.amount}) is greater than unrefunded amount on charge (${left})`, { param: 'amount' })
  }
  if (params.refund_application_fee && charge.application_fee === null) {
    throw refused('There is no application fee on this charge to refund.', { param: 'refund_application_fee' })
  }
  return makeRefund(call, charge, {
    amount: params.amount ?? left,
    reason: params.reason ?? null,
    metadata: mergeMetadata(null, params.metadata),
    givesFeeBack: params.refund_application_fee ?? false,
    instructionsEmail: params.instructions_email ?? null,
  })
}

const own = (call: Call): Stripe.Refund => {
  const id = call.path.id ?? ''
  return present(call.sim.state.tables.refund.find(call.account, id), 'refund', id)
}

export const refundEndpoints = [
  endpoint('POST', '/v1/refunds', creatable, create),
  endpoint('GET', '/v1/refunds', { ...pageByTime, charge: text(), payment_intent: text() }, (call, params) =>
    listPage(
      '/v1/refunds',
      call.sim.state.tables.refund.of(call.account),
      params,
      (one) =>
        (params.charge === undefined || one.charge === params.charge) &&
        (params.payment_intent === undefined || one.payment_intent === params.payment_intent),
    ),
  ),
  endpoint('GET', '/v1/refunds/:id', {}, own),
  endpoint('POST', '/v1/refunds/:id', { metadata }, (call, params) => {
    const refund = own(call)
    const before = { metadata: refund.metadata }
    refund.metadata = mergeMetadata(refund.metadata, params.metadata)
    tellRefund(call, refund, before)
    return refund
  }),
  endpoint('POST', '/v1/refunds/:id/cancel', {}, (call) => {
    const refund = own(call)
    if (refund.status !== 'requires_action') {
      const message = `Refund ${refund.id} cannot be canceled because it has a status of ${refund.status}. Only refunds with a status of requires_action can be canceled.`
      throw refused(message)
    }
    cancelRefund(call, refund)
    return refund
  }),
]
