import type Stripe from 'stripe'
import { SimulatorClock, type TimeSource } from './clock.ts'
import { controlRoutes } from './control.ts'
import { Door } from './door.ts'
import { type PageBuyer, type Paid, pageDriver } from './drive-pages.ts'
import { Faults } from './faults.ts'
import { type FeeRate, standardDisputeFee, standardRate } from './fees.ts'
import { buildHttpServer, listen, stopServer } from './http-server.ts'
import type { KeyRights } from './protocol/auth.ts'
import { IdempotencyKeys } from './protocol/idempotency.ts'
import { objectsMaxDefault, type RateLimit, RateLimits } from './protocol/limits.ts'
import { currentVersion } from './protocol/versions.ts'
import { RequestLog } from './request-log.ts'
import { newAccount } from './resources/account-object.ts'
import { finishOnboarding, submitDetails } from './resources/accounts.ts'
import { requestCapabilities } from './resources/capabilities.ts'
import { runTask } from './resources/due-tasks.ts'
import { createWebhookEndpoint } from './resources/webhook-endpoints.ts'
import { buildServer } from './server.ts'
import { type Settings, type Sim, scopeOf } from './simulator.ts'
import { loadSnapshot, Snapshot } from './snapshot.ts'
import { newState, type State } from './state.ts'
import { LostEvents } from './webhooks/lost-events.ts'
import { rollSecret } from './webhooks/roll-secret.ts'
import { Webhooks } from './webhooks/webhooks.ts'

export type { TimeSource } from './clock.ts'
export type { PageBuyer, Paid } from './drive-pages.ts'
export type { FaultKind, FaultPlan, OneFault, SeededFaults } from './fault-plans.ts'
export type { KeyRights } from './protocol/auth.ts'
export type { RateLimit } from './protocol/limits.ts'
export type { Delivery } from './webhooks/delivery.ts'
export type { ReleaseOptions } from './webhooks/webhooks.ts'

export type WebhookEndpointOption = {
  url: string
  secret: string
  connect: boolean
  enabledEvents?: string[]
  apiVersion?: string
}

export type SimulatorOptions = {
  /** 0, the default, takes any free port. */
  port?: number
  host?: string
  /** The address under which browsers reach the pages, when it is not the one listened on. */
  publicUrl?: string
  platformSecretKey?: string
  publishableKey?: string
  /** Restricted keys (`rk_test_…`) of the platform, and what each may reach. */
  restrictedKeys?: Record<string, KeyRights>
  clientId?: string
  platformName?: string
  webhookEndpoints?: WebhookEndpointOption[]
  clock?: TimeSource
  log?: boolean
  /** A file that keeps everything between two runs. */
  snapshotFile?: string
  /** The version used when a request names none. */
  defaultVersion?: string
  feeRate?: FeeRate
  disputeFee?: number
  balanceTransactions?: 'at_once' | 'later'
  /** How new accounts are paid out: `manual`, unless told, so that nothing leaves a balance by itself. */
  payoutSchedule?: 'daily' | 'manual'
  retryDelaysMs?: number[]
  /** How many reads and writes an account may make in a second; any number, unless told. */
  rateLimit?: RateLimit
  /** How many objects the run may hold besides events: a million, unless told. */
  objectsMax?: number
  /** Where the control calls listen too, and stay reachable while the API refuses connections; 0 takes any free port. */
  controlPort?: number
}

/** A running simulator. */
export type Simulator = {
  /** Address of the API and of the pages, without a slash at the end. */
  url: string
  host: string
  port: number
  platformAccountId: string
  secretKey: string
  publishableKey: string
  clientId: string
  state: State
  clock: SimulatorClock
  webhooks: Webhooks
  faults: Faults
  /** Shut, every connection to API and pages is refused, as by a program that is not running. */
  door: Door
  /** Events that are never made. */
  lostEvents: LostEvents
  /** Gives a webhook endpoint a new secret; the old one stays good for a day, or as long as told. */
  rollSecret(endpointId: string, overlapSeconds?: number): string
  /** Address of the control calls alone, when a port was asked for. */
  controlUrl: string | null
  /** Completes an account's onboarding as its owner would on the page. */
  onboard(accountId: string): Stripe.Account
  /** Pays (or saves a payment method) on a hosted Checkout page over HTTP as a buyer would: fills in the form, answers the challenge. */
  payCheckout(sessionIdOrUrl: string, buyer: PageBuyer): Promise<Paid>
  close(): Promise<void>
}

/** From a second to a bit more than a day: quick enough to see, and with three days together as patient as Stripe. */
const liveRetryDelaysMs = [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000, 21_600_000, 43_200_000, 86_400_000, 100_800_000]

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

const settingsFrom = (options: SimulatorOptions): Settings => ({
  secretKey: options.platformSecretKey ?? 'sk_test_florin_simulator_0000000000000000',
  publishableKey: options.publishableKey ?? 'pk_test_florin_simulator_0000000000000000',
  restrictedKeys: options.restrictedKeys ?? {},
  defaultVersion: options.defaultVersion ?? currentVersion,
  feeRate: options.feeRate ?? standardRate,
  disputeFee: options.disputeFee ?? standardDisputeFee,
  balanceTransactions: options.balanceTransactions ?? 'at_once',
  payoutSchedule: options.payoutSchedule ?? 'manual',
  retryDelaysMs: options.retryDelaysMs ?? liveRetryDelaysMs,
  rateLimit: options.rateLimit ?? null,
  objectsMax: options.objectsMax ?? objectsMaxDefault,
})

/**
 * Starts a simulator and resolves once it listens.
 * @throws Error when the port is taken, a webhook secret is empty, or the snapshot file is not one.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings = settingsFrom(options)
  const host = options.host ?? '127.0.0.1'
  const state = newState({
    account: 'acct_1FlorinPlatform00',
    clientId: options.clientId ?? 'ca_FlorinSimulator000000000000000',
    name: options.platformName ?? 'Florin',
  })
  let sim: Sim | undefined
  const present = (): Sim => {
    if (!sim) throw new Error('the simulator is not ready')
    return sim
  }
  const server = buildServer(present, { log: options.log ?? false })
  const port = await listen(server, options.port ?? 0, host)
  const url = (options.publicUrl ?? `http://${host}:${port}`).replace(/\/$/, '')
  const wasKnown = options.snapshotFile !== undefined && loadSnapshot(options.snapshotFile, state, url)
  const snapshot = options.snapshotFile === undefined ? undefined : new Snapshot(options.snapshotFile, state, () => url)
  sim = {
    settings,
    state,
    clock: new SimulatorClock(options.clock ?? { now: () => new Date() }, state.records.tasks),
    keys: new IdempotencyKeys(state.records.idempotency),
    webhooks: new Webhooks(present),
    faults: new Faults(),
    rates: new RateLimits(settings.rateLimit),
    door: new Door(server, port, host),
    lostEvents: new LostEvents(),
    requests: new RequestLog(),
    baseUrl: () => url,
    changed: () => snapshot?.touch(),
  }
  const running = sim
  if (!wasKnown) {
    addReadyAccount(running, state.records.platform.name, 'platform@example.com', state.records.platform.account)
    addReadyAccount(running, 'Harbour Street Provisions', 'owner@harbourstreet.example')
    addReadyAccount(running, 'Northgate Wholesale', 'accounts@northgate.example')
  }
  registerEndpoints(running, options.webhookEndpoints ?? [])
  running.keys.prune(running.clock.now())
  running.webhooks.resume()
  running.clock.start((task) => runTask(running, task))
  const control = options.controlPort === undefined ? null : await openControl(present, options.controlPort, host)
  return facade(running, { url, host, port, controlUrl: control?.url ?? null }, async () => {
    running.clock.stop()
    running.faults.clear()
    await running.webhooks.stop()
    await running.door.close()
    await control?.close()
    await snapshot?.close()
  })
}

/** A second door for the control calls alone. */
async function openControl(sim: () => Sim, wanted: number, host: string) {
  const nothing = { status: 404, headers: { 'content-type': 'application/json' }, body: '{"error":"there is no such call"}' }
  const server = buildHttpServer(controlRoutes(sim), () => nothing)
  const port = await listen(server, wanted, host)
  return { url: `http://${host}:${port}`, close: () => stopServer(server) }
}

type At = { url: string; host: string; port: number; controlUrl: string | null }

function facade(sim: Sim, at: At, close: () => Promise<void>): Simulator {
  const { state, settings, clock, webhooks, faults, door } = sim
  return {
    ...at,
    platformAccountId: state.records.platform.account,
    secretKey: settings.secretKey,
    publishableKey: settings.publishableKey,
    clientId: state.records.platform.clientId,
    state,
    clock,
    webhooks,
    faults,
    door,
    lostEvents: sim.lostEvents,
    rollSecret: (endpointId, overlapSeconds) => rollSecret(sim, endpointId, overlapSeconds),
    onboard: (accountId) => {
      const account = state.tables.account.anywhere(accountId)?.object
      if (!account) throw new Error(`there is no account ${accountId}`)
      finishOnboarding(scopeOf(sim, accountId), account, 'complete')
      return account
    },
    payCheckout: (session, buyer) => pageDriver(at.url).pay(session, buyer),
    close,
  }
}
