import type { SimulatorClock } from './clock.ts'
import type { Door } from './door.ts'
import type { Faults } from './faults.ts'
import type { FeeRate } from './fees.ts'
import type { KeyRights } from './protocol/auth.ts'
import type { IdempotencyKeys } from './protocol/idempotency.ts'
import type { RateLimit, RateLimits } from './protocol/limits.ts'
import type { RequestLog } from './request-log.ts'
import type { State } from './state.ts'
import type { LostEvents } from './webhooks/lost-events.ts'
import type { Webhooks } from './webhooks/webhooks.ts'

/** What a run was started with, after defaults. */
export type Settings = {
  /** Which of the two modes this is. Keys, objects, events and endpoints of the other are its own; the platform's account is in both. */
  livemode: boolean
  secretKey: string
  publishableKey: string
  restrictedKeys: Record<string, KeyRights>
  defaultVersion: string
  feeRate: FeeRate
  disputeFee: number
  /** `at_once`: a charge has its balance transaction when it succeeds; `later`: it is attached afterwards (`charge.updated`). */
  balanceTransactions: 'at_once' | 'later'
  /** How a new account is paid out: every day by itself, or by hand. */
  payoutSchedule: 'daily' | 'manual'
  /** Milliseconds between the attempts to deliver one event to one endpoint. */
  retryDelaysMs: number[]
  /** null: no limit. */
  rateLimit: RateLimit | null
  /** How many objects one run may hold, besides events. */
  objectsMax: number
}

/** One mode of a running simulator, as its parts see it. Clock, faults, door and request log are the same in both. */
export type Sim = {
  settings: Settings
  state: State
  clock: SimulatorClock
  keys: IdempotencyKeys
  webhooks: Webhooks
  faults: Faults
  rates: RateLimits
  door: Door
  lostEvents: LostEvents
  requests: RequestLog
  /** Address of the pages of this mode, without a slash at the end; known once the server listens. */
  baseUrl(): string
  otherMode(): Sim
  /** Tells that something changed and the snapshot should be written. */
  changed(): void
}

export type Modes = { test: Sim; live: Sim }
export type Mode = keyof Modes

/** The name of a mode as it stands in keys and ids: `sk_live_…`, `cs_test_…`. */
export const modeOf = (sim: Sim): Mode => (sim.settings.livemode ? 'live' : 'test')

/** One piece of work on one account: what a request of the API, a page or the clock acts through. */
export type Scope = { sim: Sim; account: string; request: { id: string | null; idempotency_key: string | null } | null }

/** The same work on the platform's own account. */
export const onPlatform = (scope: Scope): Scope => ({ ...scope, account: scope.sim.state.records.platform.account })

/** Work that nobody asked for at this moment: a page, the clock. */
export const scopeOf = (sim: Sim, account: string): Scope => ({ sim, account, request: null })
