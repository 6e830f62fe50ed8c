import type Stripe from 'stripe'
import { renderInVersion } from '../protocol/versions.ts'
import type { Sim } from '../simulator.ts'
import type { StoredEvent } from '../state.ts'
import { secretsOf } from './roll-secret.ts'
import { signatureHeader } from './sign.ts'

/** Who is told of an event: the endpoints of its account that want it, and the platform's Connect endpoints. */
export function endpointsFor(
  { state: { tables, records } }: Sim,
  { type, account: connected }: StoredEvent,
  account: string,
): Stripe.WebhookEndpoint[] {
  const wants = (endpoint: Stripe.WebhookEndpoint): boolean =>
    endpoint.status === 'enabled' && (endpoint.enabled_events.includes('*') || endpoint.enabled_events.includes(type))
  const isConnect = (endpoint: Stripe.WebhookEndpoint): boolean => records.webhookSecrets[endpoint.id]?.connect === true
  const own = tables.webhook_endpoint.of(account).filter((endpoint) => !isConnect(endpoint))
  const connect = connected === undefined ? [] : tables.webhook_endpoint.of(records.platform.account).filter(isConnect)
  return [...own, ...connect].filter(wants)
}

/** What an endpoint is sent of an event at a moment: in its version, signed with its secrets. */
export function messageOf(
  sim: Sim,
  event: StoredEvent,
  endpoint: Stripe.WebhookEndpoint,
  at: number,
): { body: string; headers: Record<string, string> } {
  const version = endpoint.api_version ?? sim.settings.defaultVersion
  const body = JSON.stringify({ ...(renderInVersion(event, version) as object), api_version: version }, null, 2)
  const signature = signatureHeader(body, at, secretsOf(sim, endpoint.id, at))
  return { body, headers: { 'stripe-signature': signature, 'user-agent': 'Stripe/1.0 (simulated)' } }
}
