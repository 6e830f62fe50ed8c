import type { TimeSource } from './clock.ts'
import { type FeeRate, standardDisputeFee, standardRate } from './fees.ts'
import type { KeyRights } from './protocol/auth.ts'
import { objectsMaxDefault, type RateLimit } from './protocol/limits.ts'
import { currentVersion } from './protocol/versions.ts'
import type { Mode, Settings } from './simulator.ts'

export type WebhookEndpointOption = {
  url: string
  secret: string
  connect: boolean
  /** Whether it is told of the live mode; of the test mode, unless told. */
  livemode?: boolean
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
  /** Keys of the live mode. Like every `…_live_…` key given here they have `simulator` in them: a real one is refused. */
  liveSecretKey?: string
  livePublishableKey?: string
  /** Restricted keys (`rk_test_…`, `rk_live_…simulator…`) of the platform, and what each may reach. */
  restrictedKeys?: Record<string, KeyRights>
  clientId?: string
  liveClientId?: string
  platformName?: string
  webhookEndpoints?: WebhookEndpointOption[]
  clock?: TimeSource
  /** Time stands still from the start, and goes on only by `advance`. */
  frozen?: boolean
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

/** From a second to a bit more than a day: quick enough to see, and with three days together as patient as Stripe. */
const usualRetryDelaysMs = [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000, 21_600_000, 43_200_000, 86_400_000, 100_800_000]

/** @throws Error when a key is not one of its mode, or could be a real live key; the message does not repeat it. */
function assertKeys(mode: Mode, keys: string[]): void {
  const isRight = mode === 'live' ? /^[a-z]k_live_\w*simulator/ : /^(?![a-z]k_live_)/
  if (keys.every((key) => isRight.test(key))) return
  const live = 'keys of the live mode begin with sk_live_, pk_live_ or rk_live_ and have "simulator" in them'
  throw new Error(`${live}; real live keys belong nowhere near a simulator`)
}

/** What one mode runs with. @throws Error when a key that was given is not one of its mode, or could be a real live key. */
export function settingsFor(mode: Mode, options: SimulatorOptions): Settings {
  const livemode = mode === 'live'
  const { platformSecretKey, liveSecretKey, publishableKey, livePublishableKey } = options
  const isOfMode = ([key]: [string, KeyRights]): boolean => key.startsWith('rk_live_') === livemode
  const keys = {
    secretKey: (livemode ? liveSecretKey : platformSecretKey) ?? `sk_${mode}_florin_simulator_0000000000000000`,
    publishableKey: (livemode ? livePublishableKey : publishableKey) ?? `pk_${mode}_florin_simulator_0000000000000000`,
    restrictedKeys: Object.fromEntries(Object.entries(options.restrictedKeys ?? {}).filter(isOfMode)),
  }
  assertKeys(mode, [keys.secretKey, keys.publishableKey, ...Object.keys(keys.restrictedKeys)])
  return {
    livemode,
    ...keys,
    defaultVersion: options.defaultVersion ?? currentVersion,
    feeRate: options.feeRate ?? standardRate,
    disputeFee: options.disputeFee ?? standardDisputeFee,
    balanceTransactions: options.balanceTransactions ?? 'later',
    payoutSchedule: options.payoutSchedule ?? 'manual',
    retryDelaysMs: options.retryDelaysMs ?? usualRetryDelaysMs,
    rateLimit: options.rateLimit ?? null,
    objectsMax: options.objectsMax ?? objectsMaxDefault,
  }
}
