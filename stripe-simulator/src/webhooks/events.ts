import type Stripe from 'stripe'
import { newId } from '../ids.ts'
import { plainCopy } from '../plain-copy.ts'
import type { Scope } from '../simulator.ts'
import type { StoredEvent } from '../state.ts'

/** How many events are remembered; beyond it the oldest are forgotten, as Stripe forgets those of a month ago. */
const eventsMax = 200_000

/**
 * Records that something happened on the scope's account, and sends it to the endpoints that want to know.
 * The object is copied: an event tells how it was at that moment.
 */
export function emit(scope: Scope, type: Stripe.Event.Type, object: object, previousAttributes?: object): void {
  const { sim, account } = scope
  if (sim.lostEvents.take(type)) return
  const { platform, connections } = sim.state.records
  const isConnected =
    account !== platform.account && (connections[account] !== undefined || type === 'account.application.deauthorized')
  const event: StoredEvent = {
    id: newId('evt'),
    object: 'event',
    ...(isConnected ? { account } : {}),
    api_version: sim.state.records.versions[account] ?? sim.settings.defaultVersion,
    created: sim.clock.now(),
    data: {
      object: plainCopy({ ...object }),
      ...(previousAttributes ? { previous_attributes: plainCopy({ ...previousAttributes }) } : {}),
    },
    livemode: sim.settings.livemode,
    pending_webhooks: 0,
    request: scope.request ?? { id: null, idempotency_key: null },
    type,
  }
  const events = sim.state.tables.event
  events.insert(account, event)
  if (events.size > eventsMax) events.forgetOldest(eventsMax / 10)
  sim.webhooks.enqueue(event, account)
  sim.changed()
}
