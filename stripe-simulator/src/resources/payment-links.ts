import type Stripe from 'stripe'
import { newId } from '../ids.ts'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { badParameter } from '../protocol/errors.ts'
import { listPage, page } from '../protocol/list.ts'
import {
  amount,
  boolean,
  ignored,
  integer,
  mergeMetadata,
  metadata,
  object,
  oneOf,
  type Read,
  required,
  text,
  unsettable,
  url,
} from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { buildLines, lineItems } from './checkout-lines.ts'
import { emptyDetails, newSession } from './checkout-session-object.ts'
import { intentData } from './checkout-session-params.ts'
import { intentDetailsOf, openSession } from './create-session.ts'
import { chosenBy, namesIn, offeredTypes, typeList } from './offered-types.ts'
import { checkChargeable } from './payment-intent-object.ts'

const daySeconds = 86_400

const changeable = {
  after_completion: object({
    type: required(oneOf('hosted_confirmation', 'redirect')),
    hosted_confirmation: object({ custom_message: text(500) }),
    redirect: object({ url: required(url) }),
  }),
  allow_promotion_codes: ignored,
  automatic_tax: ignored,
  billing_address_collection: oneOf('auto', 'required'),
  consent_collection: ignored,
  custom_fields: ignored,
  custom_text: ignored,
  customer_creation: oneOf('always', 'if_required'),
  inactive_message: unsettable(text(500)),
  invoice_creation: ignored,
  metadata,
  name_collection: ignored,
  optional_items: ignored,
  payment_intent_data: intentData,
  payment_method_collection: ignored,
  payment_method_options: ignored,
  payment_method_types: unsettable(typeList),
  phone_number_collection: ignored,
  restrictions: unsettable(object({ completed_sessions: required(object({ limit: required(integer({ min: 1 })) })) })),
  shipping_address_collection: ignored,
  shipping_options: ignored,
  submit_type: oneOf('auto', 'book', 'donate', 'pay'),
  tax_id_collection: ignored,
}
const creatable = {
  ...changeable,
  application_fee_amount: amount(0),
  currency: text(3),
  line_items: required(lineItems),
  managed_payments: ignored,
  on_behalf_of: ignored,
}
type Changes = Partial<Read<typeof changeable>>

function afterCompletionOf(given: Changes['after_completion']): Stripe.PaymentLink.AfterCompletion {
  if (given?.type !== 'redirect') {
    return {
      type: 'hosted_confirmation',
      hosted_confirmation: { custom_message: given?.hosted_confirmation?.custom_message ?? null },
    }
  }
  if (given.redirect) return { type: 'redirect', redirect: { url: given.redirect.url } }
  const name = 'after_completion[redirect][url]'
  throw badParameter(name, `Missing required param: ${name}.`, 'parameter_missing')
}

/** What the simulator never fills in. */
const withoutUse = () => ({
  allow_promotion_codes: false,
  automatic_tax: { enabled: false, liability: null },
  consent_collection: null,
  custom_fields: [],
  custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
  invoice_creation: null,
  managed_payments: null,
  on_behalf_of: null,
  payment_method_options: null,
  phone_number_collection: { enabled: false },
  shipping_address_collection: null,
  shipping_options: [],
  subscription_data: null,
  tax_id_collection: { enabled: false, required: 'never' },
  transfer_data: null,
})

const intentDataOf = (data: Changes['payment_intent_data']): Stripe.PaymentLink.PaymentIntentData | null =>
  data
    ? {
        capture_method: data.capture_method ?? null,
        description: data.description ?? null,
        metadata: mergeMetadata(null, data.metadata),
        setup_future_usage: data.setup_future_usage ?? null,
        statement_descriptor: data.statement_descriptor ?? null,
        statement_descriptor_suffix: data.statement_descriptor_suffix ?? null,
        transfer_group: data.transfer_group ?? null,
      }
    : null

function create(call: Call, params: Read<typeof creatable>): Stripe.PaymentLink {
  const { sim, account } = call
  const lines = buildLines(call, params.line_items)
  const total = lines.reduce((sum, line) => sum + line.amount_total, 0)
  const currency = lines[0]?.currency ?? 'usd'
  if (lines.length === 0) throw badParameter('line_items', 'Missing required param: line_items.', 'parameter_missing')
  const applicationFeeAmount = params.application_fee_amount ?? null
  checkChargeable(call, { amount: total, currency, applicationFeeAmount })
  const types = params.payment_method_types ?? undefined
  offeredTypes(call, { named: types }, { currency, isManual: params.payment_intent_data?.capture_method === 'manual' })
  const id = newId('plink')
  const link: Stripe.PaymentLink = {
    id,
    object: 'payment_link',
    ...withoutUse(),
    active: true,
    after_completion: afterCompletionOf(params.after_completion),
    application: account === sim.state.records.platform.account ? null : sim.state.records.platform.clientId,
    application_fee_amount: applicationFeeAmount,
    application_fee_percent: null,
    billing_address_collection: params.billing_address_collection ?? 'auto',
    currency,
    customer_creation: params.customer_creation ?? 'if_required',
    inactive_message: params.inactive_message ?? null,
    livemode: sim.settings.livemode,
    metadata: mergeMetadata(null, params.metadata),
    payment_intent_data: intentDataOf(params.payment_intent_data),
    payment_method_collection: 'always',
    payment_method_types: namesIn(types),
    restrictions: params.restrictions
      ? { completed_sessions: { count: 0, limit: params.restrictions.completed_sessions.limit } }
      : null,
    submit_type: params.submit_type ?? 'auto',
    url: `${sim.baseUrl()}/b/${id}`,
  }
  sim.state.records.linkLines[id] = lines
  sim.state.tables.payment_link.insert(account, link)
  emit(call, 'payment_link.created', link)
  return link
}

function change(call: Call, link: Stripe.PaymentLink, params: Changes & { active?: boolean | undefined }): Stripe.PaymentLink {
  link.metadata = mergeMetadata(link.metadata, params.metadata)
  if (params.active !== undefined) link.active = params.active
  if (params.after_completion) link.after_completion = afterCompletionOf(params.after_completion)
  if (params.billing_address_collection) link.billing_address_collection = params.billing_address_collection
  if (params.customer_creation) link.customer_creation = params.customer_creation
  if (params.inactive_message !== undefined) link.inactive_message = params.inactive_message
  if (params.payment_intent_data) link.payment_intent_data = intentDataOf(params.payment_intent_data)
  if (params.payment_method_types !== undefined) link.payment_method_types = namesIn(params.payment_method_types ?? undefined)
  if (params.submit_type) link.submit_type = params.submit_type
  if (params.restrictions !== undefined) {
    const count = link.restrictions?.completed_sessions.count ?? 0
    const limit = params.restrictions?.completed_sessions.limit
    link.restrictions = limit === undefined ? null : { completed_sessions: { count, limit } }
  }
  emit(call, 'payment_link.updated', link)
  return link
}

export type Visitor = { clientReferenceId: string | null; email: string | null; isEmailLocked: boolean }

/**
 * Somebody opens a link: a session of their own is made for them.
 * @throws StripeRefusal 400 when the account cannot take the payment at present.
 */
export function visitLink(scope: Scope, link: Stripe.PaymentLink, visitor: Visitor): Stripe.Checkout.Session {
  const { sim } = scope
  const lines = (sim.state.records.linkLines[link.id] ?? []).map((line) => ({ ...line, id: newId('li') }))
  const total = lines.reduce((sum, line) => sum + line.amount_total, 0)
  const data = link.payment_intent_data
  checkChargeable(scope, { amount: total, currency: link.currency, applicationFeeAmount: link.application_fee_amount })
  const choice = chosenBy({ payment_method_types: link.payment_method_types ?? undefined })
  const session = newSession(scope, {
    mode: 'payment',
    uiMode: 'hosted_page',
    types: offeredTypes(scope, choice, { currency: link.currency, isManual: data?.capture_method === 'manual' }),
    allowedTypes: null,
    excludedTypes: null,
    amount: total,
    currency: link.currency,
    cancelUrl: null,
    successUrl: link.after_completion.redirect?.url ?? null,
    returnUrl: null,
    redirectOnCompletion: null,
    clientReferenceId: visitor.clientReferenceId,
    customer: null,
    customerCreation: link.customer_creation,
    customerEmail: visitor.isEmailLocked ? visitor.email : null,
    expiresAt: sim.clock.now() + daySeconds,
    locale: 'auto',
    metadata: { ...link.metadata },
    paymentLink: link.id,
    isRecoverable: false,
    saved: null,
    submitType: link.submit_type,
    billingAddressCollection: link.billing_address_collection,
  })
  if (visitor.email !== null) session.customer_details = emptyDetails(visitor.email)
  const intent = { ...intentDetailsOf(undefined), applicationFeeAmount: link.application_fee_amount }
  const told = data && {
    captureMethod: data.capture_method ?? intent.captureMethod,
    description: data.description,
    metadata: { ...data.metadata },
    setupFutureUsage: data.setup_future_usage,
    statementDescriptor: data.statement_descriptor,
    statementDescriptorSuffix: data.statement_descriptor_suffix,
    transferGroup: data.transfer_group,
  }
  return openSession(scope, session, { lineItems: lines, intent: { ...intent, ...told } as typeof intent }, undefined)
}

/** A session of the link is complete: a link with a limit closes when it is reached. */
export function countCompletion(scope: Scope, id: string): void {
  const link = scope.sim.state.tables.payment_link.find(scope.account, id)
  const completed = link?.restrictions?.completed_sessions
  if (!link || !completed) return
  completed.count += 1
  if (completed.count < completed.limit || !link.active) return
  link.active = false
  emit(scope, 'payment_link.updated', link, { active: true })
}

const own = (call: Call): Stripe.PaymentLink => {
  const id = call.path.id ?? ''
  return present(call.sim.state.tables.payment_link.find(call.account, id), 'payment_link', id)
}

export const paymentLinkEndpoints = [
  endpoint('POST', '/v1/payment_links', creatable, create),
  endpoint('GET', '/v1/payment_links', { ...page, active: boolean }, (call, params) =>
    listPage(
      '/v1/payment_links',
      call.sim.state.tables.payment_link.of(call.account),
      params,
      (one) => params.active === undefined || one.active === params.active,
    ),
  ),
  endpoint('GET', '/v1/payment_links/:id', {}, own),
  endpoint('POST', '/v1/payment_links/:id', { ...changeable, active: boolean }, (call, params) =>
    change(call, own(call), params),
  ),
  endpoint('GET', '/v1/payment_links/:id/line_items', page, (call, params) =>
    listPage(call.url, [...(call.sim.state.records.linkLines[own(call).id] ?? [])].reverse(), params),
  ),
]
