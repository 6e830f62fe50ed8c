import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { refused } from '../protocol/errors.ts'
import { listPage, pageByTime } from '../protocol/list.ts'
import { amount, boolean, mergeMetadata, metadata, oneOf, type Read, text } from '../protocol/params.ts'
import { type Searchable, search, searchPage } from '../protocol/search.ts'
import type { Scope } from '../simulator.ts'
import { amountDetails, checkAmountDetails, paymentDetails, setAmountDetails, setPaymentDetails } from './amount-details.ts'
import { cancelIntent } from './cancel-intent.ts'
import { captureIntent } from './capture-intent.ts'
import { changeMeans, methodGiven } from './change-means.ts'
import { cardRefusal, confirmIntent } from './confirm-intent.ts'
import { tieToken } from './confirmation-tokens.ts'
import { customerOf } from './customers.ts'
import { askedVerification, deposits } from './microdeposits.ts'
import { chosenBy, namesIn, offeredTypes } from './offered-types.ts'
import { checkChargeable, createIntent } from './payment-intent-object.ts'
import { confirmable, creatable, updatable } from './payment-intent-params.ts'
import { verifyMicrodeposits } from './verify-microdeposits.ts'

/** The account's intent with this id. @throws StripeRefusal 404 when there is none. */
export const intentOf = (scope: Scope, id: string, param = 'intent'): Stripe.PaymentIntent =>
  present(scope.sim.state.tables.payment_intent.find(scope.account, id), 'payment_intent', id, param)

function create(call: Call, params: Read<ReturnType<typeof creatable>>): Stripe.PaymentIntent {
  if (params.customer !== undefined) customerOf(call, params.customer, 'customer')
  const wanted = { amount: params.amount, currency: params.currency, applicationFeeAmount: params.application_fee_amount ?? null }
  checkChargeable(call, wanted)
  checkAmountDetails(params.amount, params.amount_details)
  const types = offeredTypes(call, chosenBy(params), {
    currency: params.currency,
    isManual: params.capture_method === 'manual',
  })
  const paymentMethod = methodGiven(call, params)
  const intent = createIntent(call, {
    ...wanted,
    captureMethod: params.capture_method ?? 'automatic_async',
    confirmationMethod: params.confirmation_method ?? 'automatic',
    customer: params.customer ?? null,
    description: params.description ?? null,
    metadata: mergeMetadata(null, params.metadata),
    receiptEmail: params.receipt_email ?? null,
    setupFutureUsage: params.setup_future_usage ?? null,
    statementDescriptor: params.statement_descriptor ?? null,
    statementDescriptorSuffix: params.statement_descriptor_suffix ?? null,
    transferGroup: params.transfer_group ?? null,
    types,
    allowedTypes: namesIn(params.allowed_payment_method_types),
    excludedTypes: namesIn(params.excluded_payment_method_types),
    verification: params.payment_method_options.verification,
    allowRedirects: params.automatic_payment_methods?.allow_redirects,
    details: { session: null, returnUrl: params.return_url ?? null, isOffSession: params.off_session ?? false },
  })
  setAmountDetails(call, intent, params.amount_details)
  setPaymentDetails(intent, params.payment_details)
  if (paymentMethod) {
    intent.payment_method = paymentMethod.id
    intent.status = 'requires_confirmation'
  }
  tieToken(call, params.confirmation_token, intent)
  if (!params.confirm) return intent
  const { error_on_requires_action, mandate, mandate_data } = params
  return confirm(call, intent, { error_on_requires_action, mandate, mandate_data })
}

/** Refuses what belongs to Checkout: its intents are moved by its page, not by the API. */
function refuseIfCheckouts(scope: Scope, intent: Stripe.PaymentIntent, verb: string): void {
  const session = scope.sim.state.records.intents[intent.id]?.session
  if (!session) return
  const message = `You cannot ${verb} this PaymentIntent because it was created by the Checkout Session ${session}. To stop it from being paid, expire the session.`
  throw refused(message, { code: 'payment_intent_unexpected_state' })
}

const unexpected = (intent: Stripe.PaymentIntent, verb: string) =>
  refused(`This PaymentIntent's state is ${intent.status}, in which it cannot be ${verb}.`, {
    code: 'payment_intent_unexpected_state',
    payment_intent: JSON.parse(JSON.stringify(intent)),
  })

function confirm(call: Call, intent: Stripe.PaymentIntent, params: Partial<Read<typeof confirmable>>): Stripe.PaymentIntent {
  refuseIfCheckouts(call, intent, 'confirm')
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status))
    throw unexpected(intent, 'confirmed')
  checkChargeable(call, { amount: intent.amount, currency: intent.currency, applicationFeeAmount: intent.application_fee_amount })
  checkAmountDetails(intent.amount, params.amount_details)
  const paymentMethod =
    methodGiven(call, params) ?? call.sim.state.tables.payment_method.find(call.account, idOf(intent.payment_method) ?? '')
  if (!paymentMethod) {
    const message =
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken."
    throw refused(message, { code: 'payment_intent_unexpected_state' })
  }
  tieToken(call, params.confirmation_token, intent)
  const details = call.sim.state.records.intents[intent.id]
  if (details && params.return_url !== undefined) details.returnUrl = params.return_url
  if (details && params.off_session !== undefined) details.isOffSession = params.off_session
  if (params.setup_future_usage !== undefined) intent.setup_future_usage = params.setup_future_usage
  if (params.receipt_email !== undefined) intent.receipt_email = params.receipt_email
  setAmountDetails(call, intent, params.amount_details)
  setPaymentDetails(intent, params.payment_details)
  const outcome = confirmIntent(call, intent, paymentMethod, {
    agreement: params.mandate_data,
    mandate: params.mandate,
    verification: params.payment_method_options?.verification ?? askedVerification(intent),
  })
  if (outcome === 'declined' || (outcome === 'requires_action' && params.error_on_requires_action)) throw cardRefusal(intent)
  return intent
}

function update(call: Call, intent: Stripe.PaymentIntent, params: Read<typeof updatable>): Stripe.PaymentIntent {
  const isOpen = ['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)
  const isMoney = params.amount !== undefined || params.currency !== undefined || params.application_fee_amount !== undefined
  const merged = mergeMetadata(intent.metadata, params.metadata)
  if (isMoney && !isOpen) throw unexpected(intent, 'changed')
  if (isMoney) refuseIfCheckouts(call, intent, 'change the amount of')
  const changed = {
    amount: params.amount ?? intent.amount,
    currency: params.currency ?? intent.currency,
    applicationFeeAmount:
      params.application_fee_amount === undefined ? intent.application_fee_amount : params.application_fee_amount,
  }
  if (isMoney) checkChargeable(call, changed)
  checkAmountDetails(changed.amount, params.amount_details)
  changeMeans(call, intent, params, { currency: changed.currency, isManual: intent.capture_method === 'manual' })
  intent.amount = changed.amount
  intent.currency = changed.currency
  intent.application_fee_amount = changed.applicationFeeAmount
  if (params.description !== undefined) intent.description = params.description
  if (params.receipt_email !== undefined) intent.receipt_email = params.receipt_email
  if (params.setup_future_usage !== undefined) intent.setup_future_usage = params.setup_future_usage
  if (params.statement_descriptor !== undefined) intent.statement_descriptor = params.statement_descriptor
  if (params.statement_descriptor_suffix !== undefined) intent.statement_descriptor_suffix = params.statement_descriptor_suffix
  if (params.transfer_group !== undefined) intent.transfer_group = params.transfer_group
  intent.metadata = merged
  const asked = params.payment_method_options.verification
  if (asked) intent.payment_method_options = { ...intent.payment_method_options, us_bank_account: { verification_method: asked } }
  setAmountDetails(call, intent, params.amount_details)
  setPaymentDetails(intent, params.payment_details)
  return intent
}

const own = (call: Call): Stripe.PaymentIntent => intentOf(call, call.path.id ?? '')

const searchable: Searchable = { amount: 'number', created: 'number', currency: 'token', customer: 'token', status: 'token' }

export const paymentIntentEndpoints = [
  endpoint('GET', '/v1/payment_intents/search', searchPage, (call, params) =>
    search('/v1/payment_intents/search', call.sim.state.tables.payment_intent.of(call.account), searchable, params),
  ),
  endpoint('POST', '/v1/payment_intents', creatable, create),
  endpoint('GET', '/v1/payment_intents', { ...pageByTime, customer: text() }, (call, params) =>
    listPage(
      '/v1/payment_intents',
      call.sim.state.tables.payment_intent.of(call.account),
      params,
      (one) => params.customer === undefined || one.customer === params.customer,
    ),
  ),
  endpoint('GET', '/v1/payment_intents/:id', { client_secret: text() }, own),
  endpoint('POST', '/v1/payment_intents/:id', updatable, (call, params) => update(call, own(call), params)),
  endpoint('POST', '/v1/payment_intents/:id/confirm', { ...confirmable, client_secret: text() }, (call, params) =>
    confirm(call, own(call), params),
  ),
  endpoint('POST', '/v1/payment_intents/:id/verify_microdeposits', { ...deposits, client_secret: text() }, (call, params) => {
    const intent = own(call)
    verifyMicrodeposits(call, intent, params)
    return intent
  }),
  endpoint(
    'POST',
    '/v1/payment_intents/:id/cancel',
    { cancellation_reason: oneOf('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer') },
    (call, params) => {
      const intent = own(call)
      if (intent.status !== 'requires_capture') refuseIfCheckouts(call, intent, 'cancel')
      if (['succeeded', 'canceled'].includes(intent.status)) throw unexpected(intent, 'canceled')
      return cancelIntent(call, intent, params.cancellation_reason ?? null)
    },
  ),
  endpoint(
    'POST',
    '/v1/payment_intents/:id/capture',
    {
      amount_details: amountDetails,
      amount_to_capture: amount(),
      application_fee_amount: amount(0),
      final_capture: boolean,
      metadata,
      payment_details: paymentDetails,
      statement_descriptor: text(22),
      statement_descriptor_suffix: text(22),
    },
    (call, params) => {
      const intent = own(call)
      if (intent.status !== 'requires_capture') throw unexpected(intent, 'captured')
      checkAmountDetails(params.amount_to_capture ?? intent.amount_capturable, params.amount_details)
      setPaymentDetails(intent, params.payment_details)
      const captured = captureIntent(call, intent, params)
      setAmountDetails(call, captured, params.amount_details)
      return captured
    },
  ),
]
