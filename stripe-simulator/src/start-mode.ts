import { SimulatorClock, type TimeSource } from './clock.ts'
import type { WebhookEndpointOption } from './options.ts'
import { IdempotencyKeys } from './protocol/idempotency.ts'
import { RateLimits } from './protocol/limits.ts'
import { currentVersion } from './protocol/versions.ts'
import { newAccount } from './resources/account-object.ts'
import { submitDetails } from './resources/accounts.ts'
import { planKnownMoney } from './resources/balance-transactions.ts'
import { requestCapabilities } from './resources/capabilities.ts'
import { runTask } from './resources/due-tasks.ts'
import { createWebhookEndpoint } from './resources/webhook-endpoints.ts'
import { type Settings, type Sim, scopeOf } from './simulator.ts'
import type { State } from './state.ts'
import { LostEvents } from './webhooks/lost-events.ts'
import { Webhooks } from './webhooks/webhooks.ts'

/** An account that can charge already and that no platform made: the platform's own, or one that "link an existing account" offers. */
function addReadyAccount(sim: Sim, name: string, email: string, id?: string): void {
  const account = newAccount({
    country: 'US',
    currency: 'usd',
    email,
    name,
    businessType: 'company',
    metadata: {},
    controller: { type: 'account' },
    type: 'standard',
    payouts: sim.settings.payoutSchedule,
    created: sim.clock.now(),
  })
  if (id !== undefined) account.id = id
  sim.state.tables.account.insert(account.id, account)
  requestCapabilities(scopeOf(sim, account.id), account, {
    card_payments: true,
    transfers: true,
    us_bank_account_ach_payments: true,
  })
  account.capabilities = { card_payments: 'active', transfers: 'active', us_bank_account_ach_payments: 'active' }
  submitDetails(scopeOf(sim, account.id), account, true)
}

/** The endpoints given at the start are the platform's own; one that a snapshot knows already keeps its id. */
function registerEndpoints(sim: Sim, wanted: WebhookEndpointOption[]): void {
  const platform = sim.state.records.platform.account
  const { tables, records } = sim.state
  for (const known of tables.webhook_endpoint.of(platform))
    if (known.metadata.source === 'startup') tables.webhook_endpoint.remove(platform, known.id)
  for (const one of wanted) {
    if (one.secret === '') throw new Error(`the webhook endpoint ${one.url} has an empty secret`)
    const made = createWebhookEndpoint(scopeOf(sim, platform), {
      url: one.url,
      secret: one.secret,
      connect: one.connect,
      enabledEvents: one.enabledEvents ?? ['*'],
      apiVersion: one.apiVersion ?? currentVersion,
      metadata: { source: 'startup' },
    })
    for (const delivery of Object.values(records.deliveries)) {
      const isOrphan = tables.webhook_endpoint.anywhere(delivery.endpoint) === undefined
      if (delivery.status === 'waiting' && isOrphan && (delivery.account !== platform) === one.connect)
        delivery.endpoint = made.id
    }
  }
}

/** People have one account in both modes: its id in the other one, if it is there already. */
const sameIn = (other: Sim, email: string): string | undefined =>
  other.state.tables.account.rows().find(([, account]) => account.email === email)?.[1].id

/** The accounts that are there from the start: the platform's own, and two that their owners can link. */
function addFirstAccounts(sim: Sim): void {
  const { platform } = sim.state.records
  const other = sim.otherMode()
  addReadyAccount(sim, platform.name, 'platform@example.com', platform.account)
  for (const [name, email] of [
    ['Harbour Street Provisions', 'owner@harbourstreet.example'],
    ['Northgate Wholesale', 'accounts@northgate.example'],
  ] as const)
    addReadyAccount(sim, name, email, sameIn(other, email))
}

/** One mode around its state, not yet at work. @param time where its clock gets the time from: one clock for both modes. */
export function newMode(
  settings: Settings,
  state: State,
  time: TimeSource | SimulatorClock,
  around: Pick<Sim, 'faults' | 'door' | 'requests' | 'changed' | 'baseUrl' | 'otherMode'>,
): Sim {
  const sim: Sim = {
    ...around,
    settings,
    state,
    clock: new SimulatorClock(time, state.records.tasks, state.journal),
    keys: new IdempotencyKeys(state.records.idempotency),
    webhooks: new Webhooks(() => sim),
    rates: new RateLimits(settings.rateLimit),
    lostEvents: new LostEvents(),
  }
  return sim
}

/** Sets a mode to work: with its first accounts, unless it was known before, its endpoints, and what a snapshot left to do. */
export function startMode(sim: Sim, wasKnown: boolean, endpoints: WebhookEndpointOption[]): void {
  if (wasKnown) planKnownMoney(sim)
  else addFirstAccounts(sim)
  registerEndpoints(sim, endpoints)
  sim.keys.prune(sim.clock.now())
  sim.webhooks.resume()
  sim.clock.start((task) => runTask(sim, task))
}
