import type Stripe from 'stripe'
import { newId } from '../ids.ts'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { listPage, page } from '../protocol/list.ts'
import {
  boolean,
  ignored,
  mergeMetadata,
  metadata,
  object,
  type Read,
  required,
  text,
  unsettable,
  url,
} from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'

const features = object({
  customer_update: ignored,
  invoice_history: ignored,
  payment_method_update: object({ enabled: required(boolean), payment_method_configuration: ignored }),
  subscription_cancel: ignored,
  subscription_pause: ignored,
  subscription_update: ignored,
})
const changeable = {
  business_profile: object({
    headline: unsettable(text(60)),
    privacy_policy_url: url,
    terms_of_service_url: url,
  }),
  default_return_url: unsettable(url),
  features,
  login_page: ignored,
  metadata,
  name: unsettable(text(256)),
}
type Changes = Partial<Read<typeof changeable>>

const featuresOf = (canUpdateMethods: boolean): Stripe.BillingPortal.Configuration.Features => ({
  customer_update: { allowed_updates: [], enabled: false },
  invoice_history: { enabled: false },
  payment_method_update: { enabled: canUpdateMethods, payment_method_configuration: null },
  subscription_cancel: {
    cancellation_reason: { enabled: false, feedback_options: null, options: [] },
    enabled: false,
    mode: 'at_period_end',
    proration_behavior: 'none',
  },
  subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: false },
  subscription_update: {
    billing_cycle_anchor: null,
    default_allowed_updates: [],
    enabled: false,
    proration_behavior: 'none',
    schedule_at_period_end: { conditions: [] },
    trial_update_behavior: 'end_trial',
  },
})

function newConfiguration(scope: Scope, given: Changes, isDefault: boolean): Stripe.BillingPortal.Configuration {
  const { sim, account } = scope
  const made = sim.state.tables['billing_portal.configuration'].insert(account, {
    id: newId('bpc'),
    object: 'billing_portal.configuration',
    active: true,
    application: account === sim.state.records.platform.account ? null : sim.state.records.platform.clientId,
    business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
    created: sim.clock.now(),
    default_return_url: null,
    features: featuresOf(isDefault),
    is_default: isDefault,
    livemode: scope.sim.settings.livemode,
    login_page: { enabled: false, url: null },
    metadata: {},
    name: null,
    updated: sim.clock.now(),
  })
  change(scope, made, given)
  emit(scope, 'billing_portal.configuration.created', made)
  return made
}

function change(scope: Scope, one: Stripe.BillingPortal.Configuration, given: Changes): void {
  const { business_profile: profile, features: wanted } = given
  one.metadata = mergeMetadata(one.metadata, given.metadata)
  if (profile?.headline !== undefined) one.business_profile.headline = profile.headline
  if (profile?.privacy_policy_url) one.business_profile.privacy_policy_url = profile.privacy_policy_url
  if (profile?.terms_of_service_url) one.business_profile.terms_of_service_url = profile.terms_of_service_url
  if (given.default_return_url !== undefined) one.default_return_url = given.default_return_url
  if (wanted?.payment_method_update) one.features.payment_method_update.enabled = wanted.payment_method_update.enabled
  if (given.name !== undefined) one.name = given.name
  one.updated = scope.sim.clock.now()
}

/** The configuration with this id, or the account's default one, which is made when it is first needed. */
export function configurationFor(scope: Scope, id: string | undefined): Stripe.BillingPortal.Configuration {
  const table = scope.sim.state.tables['billing_portal.configuration']
  if (id !== undefined) return present(table.find(scope.account, id), 'configuration', id, 'configuration')
  return table.of(scope.account).find((one) => one.is_default) ?? newConfiguration(scope, {}, true)
}

const own = (call: Call): Stripe.BillingPortal.Configuration => {
  const id = call.path.id ?? ''
  return present(call.sim.state.tables['billing_portal.configuration'].find(call.account, id), 'configuration', id)
}

export const portalConfigurationEndpoints = [
  endpoint('POST', '/v1/billing_portal/configurations', { ...changeable, features: required(features) }, (call, params) =>
    newConfiguration(call, params, false),
  ),
  endpoint('GET', '/v1/billing_portal/configurations', { ...page, active: boolean, is_default: boolean }, (call, params) =>
    listPage(
      '/v1/billing_portal/configurations',
      call.sim.state.tables['billing_portal.configuration'].of(call.account),
      params,
      (one) =>
        (params.active === undefined || one.active === params.active) &&
        (params.is_default === undefined || one.is_default === params.is_default),
    ),
  ),
  endpoint('GET', '/v1/billing_portal/configurations/:id', {}, own),
  endpoint('POST', '/v1/billing_portal/configurations/:id', { ...changeable, active: boolean }, (call, params) => {
    const one = own(call)
    if (params.active !== undefined) one.active = params.active
    change(call, one, params)
    emit(call, 'billing_portal.configuration.updated', one)
    return one
  }),
]
