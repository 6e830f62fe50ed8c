import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { badParameter, refused } from '../protocol/errors.ts'
import { listPage, pageByTime } from '../protocol/list.ts'
import {
  boolean,
  gone,
  ignored,
  mergeMetadata,
  metadata,
  object,
  oneOf,
  type Read,
  required,
  text,
  url,
} from '../protocol/params.ts'
import { takesPaymentMethodTypes } from '../protocol/versions.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { changeMeans, methodGiven } from './change-means.ts'
import { confirmSetup, setupRefusal } from './confirm-setup.ts'
import { tieToken } from './confirmation-tokens.ts'
import { customerOf } from './customers.ts'
import { mandateData } from './mandates.ts'
import { askedVerification, deposits } from './microdeposits.ts'
import { chosenBy, methodOptions, namesIn, offeredTypes, typeList } from './offered-types.ts'
import { paymentMethodData } from './payment-methods.ts'
import { createSetupIntent } from './setup-intent-object.ts'
import { verifyMicrodeposits } from './verify-microdeposits.ts'

const confirmable = {
  confirmation_token: text(),
  client_secret: text(),
  mandate_data: mandateData,
  payment_method: text(),
  payment_method_data: object(paymentMethodData),
  payment_method_options: methodOptions,
  return_url: url,
  use_stripe_sdk: boolean,
}
const describable = {
  allowed_payment_method_types: typeList,
  excluded_payment_method_types: typeList,
  attach_to_self: ignored,
  customer: text(),
  description: text(),
  flow_directions: ignored,
  metadata,
}
const creatable = (version: string) => ({
  ...confirmable,
  ...describable,
  automatic_payment_methods: object({ enabled: required(boolean), allow_redirects: oneOf('always', 'never') }),
  confirm: boolean,
  payment_method_types: takesPaymentMethodTypes(version) ? typeList : gone,
  usage: oneOf('off_session', 'on_session'),
})
const updatable = {
  ...describable,
  payment_method: text(),
  payment_method_data: object(paymentMethodData),
  payment_method_options: methodOptions,
}

/** The account's setup intent with this id. @throws StripeRefusal 404 when there is none. */
export const setupIntentOf = (scope: Scope, id: string): Stripe.SetupIntent =>
  present(scope.sim.state.tables.setup_intent.find(scope.account, id), 'setupintent', id, 'intent')

function optionsOf(params: Partial<Read<typeof confirmable>>): Stripe.SetupIntent.PaymentMethodOptions | null {
  const verification = params.payment_method_options?.verification
  return verification ? { us_bank_account: { verification_method: verification } } : null
}

function create(call: Call, params: Read<ReturnType<typeof creatable>>): Stripe.SetupIntent {
  if (params.customer !== undefined) customerOf(call, params.customer, 'customer')
  if (!params.confirm && params.return_url !== undefined)
    throw badParameter('return_url', 'You may only specify `return_url` when `confirm` is true.')
  const paymentMethod = methodGiven(call, params)
  const intent = createSetupIntent(call, {
    allowedTypes: namesIn(params.allowed_payment_method_types),
    excludedTypes: namesIn(params.excluded_payment_method_types),
    types: offeredTypes(call, chosenBy(params), { currency: null, isManual: false }),
    customer: params.customer ?? null,
    description: params.description ?? null,
    metadata: mergeMetadata(null, params.metadata),
    usage: params.usage ?? 'off_session',
    options: optionsOf(params),
    isAutomatic: params.payment_method_types === undefined,
    details: { session: null, returnUrl: params.return_url ?? null, isOffSession: false },
  })
  if (paymentMethod) {
    intent.payment_method = paymentMethod.id
    intent.status = 'requires_confirmation'
  }
  tieToken(call, params.confirmation_token, intent)
  const { payment_method: _given, payment_method_data: _data, confirmation_token: _token, ...terms } = params
  return params.confirm ? confirm(call, intent, terms) : intent
}

const unexpected = (intent: Stripe.SetupIntent, verb: string) =>
  refused(`This SetupIntent's state is ${intent.status}, in which it cannot be ${verb}.`, {
    code: 'setup_intent_unexpected_state',
    setup_intent: JSON.parse(JSON.stringify(intent)),
  })

const openStates = ['requires_payment_method', 'requires_confirmation', 'requires_action']

/** Refuses what belongs to a page: the intents of Checkout are moved by it, not by the API. */
function refuseIfCheckouts(scope: Scope, intent: Stripe.SetupIntent, verb: string): void {
  const session = scope.sim.state.records.intents[intent.id]?.session
  if (!session) return
  throw refused(`You cannot ${verb} this SetupIntent because it was created by the Checkout Session ${session}.`, {
    code: 'setup_intent_unexpected_state',
  })
}

function confirm(call: Call, intent: Stripe.SetupIntent, params: Partial<Read<typeof confirmable>>): Stripe.SetupIntent {
  refuseIfCheckouts(call, intent, 'confirm')
  if (!openStates.includes(intent.status)) throw unexpected(intent, 'confirmed')
  const before = call.sim.state.tables.payment_method.find(call.account, idOf(intent.payment_method) ?? '')
  const paymentMethod = methodGiven(call, params) ?? before
  if (!paymentMethod) {
    const message = "You cannot confirm this SetupIntent because it's missing a payment method."
    throw refused(message, { code: 'setup_intent_unexpected_state' })
  }
  tieToken(call, params.confirmation_token, intent)
  const details = call.sim.state.records.intents[intent.id]
  if (details && params.return_url !== undefined) details.returnUrl = params.return_url
  const outcome = confirmSetup(call, intent, paymentMethod, {
    agreement: params.mandate_data,
    verification: params.payment_method_options?.verification ?? askedVerification(intent),
  })
  if (outcome === 'declined') throw setupRefusal(intent)
  return intent
}

function update(call: Call, intent: Stripe.SetupIntent, params: Read<typeof updatable>): Stripe.SetupIntent {
  if (!openStates.includes(intent.status)) throw unexpected(intent, 'changed')
  const merged = mergeMetadata(intent.metadata, params.metadata)
  changeMeans(call, intent, params, { currency: null, isManual: false })
  if (params.description !== undefined) intent.description = params.description
  intent.payment_method_options = optionsOf(params) ?? intent.payment_method_options
  intent.metadata = merged
  return intent
}

/** Ends a setup intent for good. */
export function cancelSetup(scope: Scope, intent: Stripe.SetupIntent, reason: string | null): Stripe.SetupIntent {
  intent.status = 'canceled'
  intent.cancellation_reason = reason
  intent.next_action = null
  emit(scope, 'setup_intent.canceled', intent)
  return intent
}

const own = (call: Call): Stripe.SetupIntent => setupIntentOf(call, call.path.id ?? '')

export const setupIntentEndpoints = [
  endpoint('POST', '/v1/setup_intents', creatable, create),
  endpoint('GET', '/v1/setup_intents', { ...pageByTime, customer: text(), payment_method: text() }, (call, params) =>
    listPage(
      '/v1/setup_intents',
      call.sim.state.tables.setup_intent.of(call.account),
      params,
      (one) =>
        (params.customer === undefined || one.customer === params.customer) &&
        (params.payment_method === undefined || one.payment_method === params.payment_method),
    ),
  ),
  endpoint('GET', '/v1/setup_intents/:id', { client_secret: text() }, own),
  endpoint('POST', '/v1/setup_intents/:id', updatable, (call, params) => update(call, own(call), params)),
  endpoint('POST', '/v1/setup_intents/:id/confirm', confirmable, (call, params) => confirm(call, own(call), params)),
  endpoint(
    'POST',
    '/v1/setup_intents/:id/cancel',
    { cancellation_reason: oneOf('abandoned', 'duplicate', 'requested_by_customer') },
    (call, params) => {
      const intent = own(call)
      refuseIfCheckouts(call, intent, 'cancel')
      if (!openStates.includes(intent.status)) throw unexpected(intent, 'canceled')
      return cancelSetup(call, intent, params.cancellation_reason ?? null)
    },
  ),
  endpoint('POST', '/v1/setup_intents/:id/verify_microdeposits', { ...deposits, client_secret: text() }, (call, params) => {
    const intent = own(call)
    verifyMicrodeposits(call, intent, params)
    return intent
  }),
]
