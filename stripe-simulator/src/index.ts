import type Stripe from 'stripe'
import type { SimulatorClock } from './clock.ts'
import { controlRoutes, unknownControl } from './control.ts'
import { Door } from './door.ts'
import { type PageBuyer, type Paid, pageDriver } from './drive-pages.ts'
import { Faults } from './faults.ts'
import { buildHttpServer, listen, stopServer } from './http-server.ts'
import { livePath, mounted } from './mount.ts'
import { type SimulatorOptions, settingsFor } from './options.ts'
import { RequestLog } from './request-log.ts'
import { finishOnboarding } from './resources/accounts.ts'
import { buildServer } from './server.ts'
import { type Modes, type Sim, scopeOf } from './simulator.ts'
import { loadSnapshot, Snapshot, type States } from './snapshot.ts'
import { newMode, startMode } from './start-mode.ts'
import { newState, type State } from './state.ts'
import type { LostEvents } from './webhooks/lost-events.ts'
import { rollSecret } from './webhooks/roll-secret.ts'
import type { Webhooks } from './webhooks/webhooks.ts'

export type { TimeSource } from './clock.ts'
export type { PageBuyer, Paid } from './drive-pages.ts'
export type { FaultKind, FaultPlan, OneFault, SeededFaults } from './fault-plans.ts'
export type { SimulatorOptions, WebhookEndpointOption } from './options.ts'
export type { KeyRights } from './protocol/auth.ts'
export type { RateLimit } from './protocol/limits.ts'
export type { Delivery } from './webhooks/delivery.ts'
export type { ReleaseOptions } from './webhooks/webhooks.ts'

/** What each mode has of its own. */
export type SimulatorMode = {
  /** Address of the pages of this mode, without a slash at the end. The API of both modes stands at that of the test mode. */
  url: string
  secretKey: string
  publishableKey: string
  clientId: string
  state: State
  webhooks: Webhooks
  /** Events that are never made. */
  lostEvents: LostEvents
  /** Gives a webhook endpoint a new secret; the old one stays good for a day, or as long as told. */
  rollSecret(endpointId: string, overlapSeconds?: number): string
  /** Completes an account's onboarding as its owner would on the page. */
  onboard(accountId: string): Stripe.Account
  /** Pays (or saves a payment method) on a hosted Checkout page over HTTP as a buyer would: fills in the form, answers the challenge. */
  payCheckout(sessionIdOrUrl: string, buyer: PageBuyer): Promise<Paid>
}

/** A running simulator: the test mode, and the live mode beside it. */
export type Simulator = SimulatorMode & {
  live: SimulatorMode
  host: string
  port: number
  /** The same account in both modes. */
  platformAccountId: string
  /** One time for both modes. */
  clock: SimulatorClock
  /** Plans for requests of either mode. */
  faults: Faults
  /** Shut, every connection to API and pages is refused, as by a program that is not running. */
  door: Door
  /** Address of the control calls alone, when a port was asked for; those of the live mode stand under `/live` there, too. */
  controlUrl: string | null
  close(): Promise<void>
}

const platformAccountId = 'acct_1FlorinPlatform00'

/** An empty Stripe in both modes; they share the platform's account. */
function newStates({ clientId, liveClientId, platformName }: SimulatorOptions): States {
  const platform = { account: platformAccountId, name: platformName ?? 'Florin' }
  return {
    test: newState({ ...platform, clientId: clientId ?? 'ca_FlorinSimulator000000000000000' }),
    live: newState({ ...platform, clientId: liveClientId ?? 'ca_FlorinSimulatorLive00000000000' }),
  }
}

/**
 * Starts a simulator and resolves once it listens.
 * @throws Error when the port is taken, a webhook secret is empty, a key could be a real live one, or the snapshot file is not one.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings = { test: settingsFor('test', options), live: settingsFor('live', options) }
  const host = options.host ?? '127.0.0.1'
  const states = newStates(options)
  let modes: Modes | undefined
  const present = (): Modes => {
    if (!modes) throw new Error('the simulator is not ready')
    return modes
  }
  const server = buildServer(present, { log: options.log ?? false })
  const port = await listen(server, options.port ?? 0, host)
  const url = (options.publicUrl ?? `http://${host}:${port}`).replace(/\/$/, '')
  const file = options.snapshotFile
  const known = file === undefined ? undefined : loadSnapshot(file, states, url)
  const around = { baseUrl: () => url, shift: () => present().test.clock.shift }
  const snapshot = file === undefined ? undefined : new Snapshot(file, states, around)
  const shared = {
    faults: new Faults(),
    door: new Door(server, port, host),
    requests: new RequestLog(),
    changed: () => snapshot?.touch(),
  }
  const test = newMode(settings.test, states.test, options.clock ?? { now: () => new Date() }, {
    ...shared,
    baseUrl: () => url,
    otherMode: () => present().live,
  })
  const live = newMode(settings.live, states.live, test.clock, {
    ...shared,
    baseUrl: () => `${url}${livePath}`,
    otherMode: () => present().test,
  })
  modes = { test, live }
  if (known) test.clock.shiftBy(known.clock)
  if (options.frozen) test.clock.freeze()
  const endpoints = options.webhookEndpoints ?? []
  for (const mode of ['test', 'live'] as const)
    startMode(
      modes[mode],
      known?.[mode] ?? false,
      endpoints.filter((one) => (one.livemode ?? false) === (mode === 'live')),
    )
  const control = options.controlPort === undefined ? null : await openControl(present, options.controlPort, host)
  return facade(modes, { host, port, controlUrl: control?.url ?? null }, async () => {
    test.clock.stop()
    shared.faults.clear()
    await Promise.all([test.webhooks.stop(), live.webhooks.stop()])
    await shared.door.close()
    await control?.close()
    await snapshot?.close()
  })
}

/** A second door for the control calls alone. */
async function openControl(modes: () => Modes, wanted: number, host: string) {
  const routes = [
    ...controlRoutes(() => modes().test),
    ...mounted(
      livePath,
      controlRoutes(() => modes().live),
    ),
  ]
  const server = buildHttpServer(routes, unknownControl)
  const port = await listen(server, wanted, host)
  return { url: `http://${host}:${port}`, close: () => stopServer(server) }
}

function facadeOf(sim: Sim): SimulatorMode {
  const { state, settings, webhooks, lostEvents } = sim
  return {
    url: sim.baseUrl(),
    secretKey: settings.secretKey,
    publishableKey: settings.publishableKey,
    clientId: state.records.platform.clientId,
    state,
    webhooks,
    lostEvents,
    rollSecret: (endpointId, overlapSeconds) => rollSecret(sim, endpointId, overlapSeconds),
    onboard: (accountId) => {
      const account = state.tables.account.anywhere(accountId)?.object
      if (!account) throw new Error(`there is no account ${accountId}`)
      finishOnboarding(scopeOf(sim, accountId), account, 'complete')
      return account
    },
    payCheckout: (session, buyer) => pageDriver(sim.baseUrl()).pay(session, buyer),
  }
}

function facade(
  { test, live }: Modes,
  at: Pick<Simulator, 'host' | 'port' | 'controlUrl'>,
  close: () => Promise<void>,
): Simulator {
  const { clock, faults, door } = test
  return {
    ...facadeOf(test),
    live: facadeOf(live),
    ...at,
    platformAccountId: test.state.records.platform.account,
    clock,
    faults,
    door,
    close,
  }
}
