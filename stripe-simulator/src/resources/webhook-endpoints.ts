import type Stripe from 'stripe'
import { newId, randomText } from '../ids.ts'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { listPage, page } from '../protocol/list.ts'
import { boolean, list, mergeMetadata, metadata, required, text, unsettable, url } from '../protocol/params.ts'
import { readVersion } from '../protocol/versions.ts'
import type { Scope } from '../simulator.ts'

export type NewEndpoint = {
  url: string
  secret: string
  connect: boolean
  enabledEvents: string[]
  apiVersion: string | null
  description?: string | null
  metadata?: Record<string, string>
}

/** Registers an address that wants to be told of events. */
export function createWebhookEndpoint(scope: Scope, wanted: NewEndpoint): Stripe.WebhookEndpoint {
  const { records, tables } = scope.sim.state
  const id = newId('we')
  records.webhookSecrets[id] = { secret: wanted.secret, connect: wanted.connect }
  return tables.webhook_endpoint.insert(scope.account, {
    id,
    object: 'webhook_endpoint',
    api_version: wanted.apiVersion,
    application: wanted.connect ? records.platform.clientId : null,
    created: scope.sim.clock.now(),
    description: wanted.description ?? null,
    enabled_events: wanted.enabledEvents,
    livemode: scope.sim.settings.livemode,
    metadata: wanted.metadata ?? {},
    status: 'enabled',
    url: wanted.url,
  })
}

const own = (call: Call): Stripe.WebhookEndpoint => {
  const id = call.path.id ?? ''
  return present(call.sim.state.tables.webhook_endpoint.find(call.account, id), 'webhook endpoint', id)
}

const enabledEvents = list(text(), 500)
const named = (events: (string | undefined)[]): string[] => events.filter((event) => event !== undefined)

export const webhookEndpointEndpoints = [
  endpoint(
    'POST',
    '/v1/webhook_endpoints',
    {
      url: required(url),
      enabled_events: required(enabledEvents),
      api_version: text(),
      connect: boolean,
      description: unsettable(text()),
      metadata,
    },
    (call, params) => {
      const secret = `whsec_${randomText(32)}`
      const made = createWebhookEndpoint(call, {
        url: params.url,
        secret,
        connect: params.connect ?? false,
        enabledEvents: named(params.enabled_events),
        apiVersion: params.api_version === undefined ? null : readVersion(params.api_version, ''),
        description: params.description ?? null,
        metadata: mergeMetadata(null, params.metadata),
      })
      return { ...made, secret }
    },
  ),
  endpoint('GET', '/v1/webhook_endpoints', page, (call, params) =>
    listPage('/v1/webhook_endpoints', call.sim.state.tables.webhook_endpoint.of(call.account), params),
  ),
  endpoint('GET', '/v1/webhook_endpoints/:id', {}, own),
  endpoint(
    'POST',
    '/v1/webhook_endpoints/:id',
    { url, enabled_events: enabledEvents, disabled: boolean, description: unsettable(text()), metadata },
    (call, params) => {
      const webhookEndpoint = own(call)
      webhookEndpoint.metadata = mergeMetadata(webhookEndpoint.metadata, params.metadata)
      if (params.url !== undefined) webhookEndpoint.url = params.url
      if (params.enabled_events !== undefined) webhookEndpoint.enabled_events = named(params.enabled_events)
      if (params.disabled !== undefined) webhookEndpoint.status = params.disabled ? 'disabled' : 'enabled'
      if (params.description !== undefined) webhookEndpoint.description = params.description
      return webhookEndpoint
    },
  ),
  endpoint('DELETE', '/v1/webhook_endpoints/:id', {}, (call) => {
    const webhookEndpoint = own(call)
    call.sim.state.tables.webhook_endpoint.remove(call.account, webhookEndpoint.id)
    delete call.sim.state.records.webhookSecrets[webhookEndpoint.id]
    return { id: webhookEndpoint.id, object: 'webhook_endpoint', deleted: true }
  }),
]
