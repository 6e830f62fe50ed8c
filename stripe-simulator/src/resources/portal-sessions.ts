import type Stripe from 'stripe'
import { newId, randomText } from '../ids.ts'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { badParameter } from '../protocol/errors.ts'
import { ignored, object, oneOf, type Read, required, text, url } from '../protocol/params.ts'
import { modeOf, type Scope, type Sim } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { customerOf } from './customers.ts'
import { configurationFor } from './portal-configurations.ts'

/** A session that nobody opens is over after five minutes, one that is used an hour after the last visit. */
const unopenedSeconds = 300
const idleSeconds = 3_600

const completions = ['hosted_confirmation', 'portal_homepage', 'redirect'] as const
const flowData = object({
  type: required(
    oneOf(
      'payment_method_update',
      'customer_update',
      'subscription_cancel',
      'subscription_update',
      'subscription_update_confirm',
    ),
  ),
  after_completion: object({
    type: required(oneOf(...completions)),
    hosted_confirmation: object({ custom_message: text(500) }),
    redirect: object({ return_url: required(url) }),
  }),
})
const creatable = {
  configuration: text(),
  customer: required(text()),
  flow_data: flowData,
  locale: ignored,
  on_behalf_of: ignored,
  return_url: url,
}
type Flow = NonNullable<Read<typeof creatable>['flow_data']>

/** What a portal session knows; its address is its only key. */
export type PortalSession = {
  account: string
  customer: string
  configuration: string
  returnUrl: string | null
  expiresAt: number
  /** The one thing this session is for: a new payment method; null for the whole portal. */
  flow: { completion: (typeof completions)[number]; message: string | null; redirect: string | null } | null
}

function readFlow(given: Flow): NonNullable<PortalSession['flow']> {
  if (given.type !== 'payment_method_update')
    throw badParameter('flow_data[type]', `The simulator's portal has no flow for ${given.type}.`)
  const after = given.after_completion
  if (after?.type === 'redirect' && !after.redirect) {
    const name = 'flow_data[after_completion][redirect][return_url]'
    throw badParameter(name, `Missing required param: ${name}.`, 'parameter_missing')
  }
  return {
    completion: after?.type ?? 'portal_homepage',
    message: after?.hosted_confirmation?.custom_message ?? null,
    redirect: after?.redirect?.return_url ?? null,
  }
}

const shownFlow = (flow: NonNullable<PortalSession['flow']>): Stripe.BillingPortal.Session.Flow => ({
  type: 'payment_method_update',
  after_completion: {
    type: flow.completion,
    hosted_confirmation: flow.completion === 'hosted_confirmation' ? { custom_message: flow.message } : null,
    redirect: flow.redirect === null ? null : { return_url: flow.redirect },
  },
  customer_update: null,
  subscription_cancel: null,
  subscription_pause: null,
  subscription_update: null,
  subscription_update_confirm: null,
})

/** Makes an address where one customer manages their payment methods. */
function create(call: Call, params: Read<typeof creatable>): Stripe.BillingPortal.Session {
  const { sim, account } = call
  const customer = customerOf(call, params.customer, 'customer')
  const flow = params.flow_data ? readFlow(params.flow_data) : null
  const configuration = configurationFor(call, params.configuration)
  const returnUrl = params.return_url ?? configuration.default_return_url
  const token = `${modeOf(sim)}_${randomText(40)}`
  const expiresAt = sim.clock.now() + unopenedSeconds
  sim.state.records.portalSessions[token] = {
    account,
    customer: customer.id,
    configuration: configuration.id,
    returnUrl,
    expiresAt,
    flow,
  }
  const session: Stripe.BillingPortal.Session = {
    id: newId('bps'),
    object: 'billing_portal.session',
    configuration: configuration.id,
    created: sim.clock.now(),
    customer: customer.id,
    customer_account: null,
    flow: flow && shownFlow(flow),
    livemode: sim.settings.livemode,
    locale: null,
    on_behalf_of: null,
    return_url: returnUrl,
    url: `${sim.baseUrl()}/p/session/${token}`,
  }
  emit(call, 'billing_portal.session.created', session)
  return session
}

/** The session behind an address, kept alive by the visit; undefined when there is none or its time is over. */
export function visitPortal(sim: Sim, token: string): PortalSession | undefined {
  const session = sim.state.records.portalSessions[token]
  if (!session || session.expiresAt <= sim.clock.now()) return undefined
  session.expiresAt = sim.clock.now() + idleSeconds
  return session
}

/** The payment method that the customer's later payments use first. */
export function setDefaultMethod(scope: Scope, customer: Stripe.Customer, id: string | null): void {
  const before = customer.invoice_settings.default_payment_method
  if (before === id) return
  const method = id === null ? undefined : scope.sim.state.tables.payment_method.find(scope.account, id)
  const found = present(id === null || method?.customer === customer.id ? { id } : undefined, 'PaymentMethod', id ?? '')
  customer.invoice_settings.default_payment_method = found.id
  emit(scope, 'customer.updated', customer, { invoice_settings: { default_payment_method: before } })
}

export const portalSessionEndpoints = [endpoint('POST', '/v1/billing_portal/sessions', creatable, create)]
