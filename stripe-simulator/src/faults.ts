import { setTimeout as wait } from 'node:timers/promises'
import { deciderOf, type FaultKind, type FaultPlan, isFor } from './fault-plans.ts'
import type { Outgoing } from './protocol/endpoint.ts'

type Active = { id: string; plan: FaultPlan; decide: () => FaultKind | undefined; timesMax: number; seen: number; done: number }
export type Fate = {
  /** What happens to the request, if anything. */
  kind: FaultKind | null
  before(): Promise<Outgoing | undefined>
  after(): Promise<Outgoing | undefined>
}

const defaultDelayMs = 1_000

const error = (status: number, body: Record<string, string>, more: Record<string, string> = {}): Outgoing => ({
  status,
  headers: more,
  body: JSON.stringify({ error: body }, null, 2),
})

const mark = { 'x-not-stored': 'true' }
/** Stripe asks clients not to repeat a 500 by themselves: the key would only bring it back. */
const noRetry = { 'stripe-should-retry': 'false' }
const brokenInside = (): Outgoing =>
  error(500, { type: 'api_error', message: 'An error occurred on our side (injected).' }, noRetry)
const lockMessage =
  'This object cannot be accessed right now because another API request or Stripe process is currently accessing it.'
const inUseMessage =
  'There is currently another in-progress request using this Idempotent Key (injected). Please try again later.'

const answers: Partial<Record<FaultKind, () => Outgoing>> = {
  error_500: brokenInside,
  error_500_after: brokenInside,
  rate_limit: () =>
    error(429, { type: 'invalid_request_error', code: 'rate_limit', message: 'Request rate limit exceeded.' }, mark),
  lock_timeout: () =>
    error(
      429,
      { type: 'invalid_request_error', code: 'lock_timeout', message: lockMessage },
      { ...mark, 'stripe-should-retry': 'true' },
    ),
  key_in_use: () =>
    error(
      409,
      { type: 'idempotency_error', code: 'idempotency_key_in_use', message: inUseMessage },
      { ...mark, 'stripe-should-retry': 'true' },
    ),
}

/** The faults planned for this run, and the requests they hold. */
export class Faults {
  #plans: Active[] = []
  #held: { id: string; release: () => void }[] = []
  #watchers: (() => void)[] = []
  #count = 0

  /** Plans a fault, or many by a seed. @returns its id, by which held requests can be released. */
  add(plan: FaultPlan): string {
    this.#count += 1
    const id = `fault_${this.#count}`
    const timesMax = plan.times ?? ('kind' in plan ? 1 : Number.POSITIVE_INFINITY)
    this.#plans.push({ id, plan, decide: deciderOf(plan), timesMax, seen: 0, done: 0 })
    return id
  }

  /** Takes all plans away and lets every held request go on. */
  clear(): void {
    this.#plans = []
    this.release()
  }

  list(): (FaultPlan & { id: string; seen: number; done: number })[] {
    return this.#plans.map(({ id, plan, seen, done }) => ({ ...plan, id, seen, done }))
  }

  /** How many requests are being held now. */
  get held(): number {
    return this.#held.length
  }

  /** Lets held requests go on: those of one plan, or all. */
  release(id?: string): void {
    const going = this.#held.filter((one) => id === undefined || one.id === id)
    this.#held = this.#held.filter((one) => !going.includes(one))
    for (const one of going) one.release()
  }

  /** Waits until `count` requests are held. */
  async waitForHeld(count = 1): Promise<void> {
    while (this.#held.length < count) await new Promise<void>((resolve) => this.#watchers.push(resolve))
  }

  /** What is to happen to a request that has just come in. The first plan that has something for it decides. */
  fateOf(method: string, path: string, account: string | undefined): Fate {
    for (const active of this.#plans) {
      if (!isFor(active.plan, method, path, account)) continue
      active.seen += 1
      const kind = active.decide()
      if (kind === undefined || active.done >= active.timesMax) continue
      active.done += 1
      return this.#fate(active, kind)
    }
    return { kind: null, before: nothing, after: nothing }
  }

  #fate({ id, plan }: Active, kind: FaultKind): Fate {
    const isLate = kind === 'error_500_after'
    const before = async () => (isLate ? undefined : answers[kind]?.())
    const after = async () => (isLate ? answers[kind]?.() : undefined)
    if (kind === 'hold_before') return { kind, before: () => this.#hold(id), after }
    if (kind === 'hold_after') return { kind, before, after: () => this.#hold(id) }
    if (kind === 'slow') return { kind, before, after: () => wait(plan.delayMs ?? defaultDelayMs, undefined, { ref: false }) }
    return { kind, before, after }
  }

  async #hold(id: string): Promise<undefined> {
    await new Promise<void>((release) => {
      this.#held.push({ id, release })
      for (const watcher of this.#watchers.splice(0)) watcher()
    })
    return undefined
  }
}

const nothing = async (): Promise<undefined> => undefined
