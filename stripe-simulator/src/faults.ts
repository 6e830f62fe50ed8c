import type { Outgoing } from './protocol/endpoint.ts'

/**
 * What can go wrong with a request, and when: `reset_before` and `hold_before` come before any work, `reset_after`,
 * `hold_after`, `half_body` and `error_500_after` when the work is done and only the answer suffers.
 */
export type FaultKind =
  | 'reset_before'
  | 'reset_after'
  | 'error_500'
  | 'error_500_after'
  | 'rate_limit'
  | 'lock_timeout'
  | 'hold_before'
  | 'hold_after'
  | 'half_body'

export const faultKinds: readonly FaultKind[] = [
  'reset_before',
  'reset_after',
  'error_500',
  'error_500_after',
  'rate_limit',
  'lock_timeout',
  'hold_before',
  'hold_after',
  'half_body',
]

/** A plan: which requests it is for, from which matching one on (1 is the next), how many times, and what happens. */
export type FaultPlan = {
  kind: FaultKind
  method?: string
  /** Path without query; a star stands for one piece of it. */
  path?: string
  account?: string
  nth?: number
  times?: number
}

type Active = FaultPlan & { id: string; seen: number; done: number }
export type Fate = {
  fault?: Active
  isReset: boolean
  isHalf: boolean
  before(): Promise<Outgoing | undefined>
  after(): Promise<Outgoing | undefined>
}

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
}

const matches = (plan: Active, method: string, path: string, account: string | undefined): boolean => {
  if (plan.method && plan.method.toUpperCase() !== method) return false
  if (plan.account && plan.account !== account) return false
  if (!plan.path) return true
  const wanted = plan.path.split('/')
  const given = path.split('/')
  return wanted.length === given.length && wanted.every((piece, index) => piece === '*' || piece === given[index])
}

/** The faults planned for this run, and the requests they hold. */
export class Faults {
  #plans: Active[] = []
  #held: { id: string; release: () => void }[] = []
  #watchers: (() => void)[] = []
  #count = 0

  /** Plans a fault. @returns its id, by which held requests can be released. */
  add(plan: FaultPlan): string {
    this.#count += 1
    const id = `fault_${this.#count}`
    this.#plans.push({ ...plan, id, seen: 0, done: 0 })
    return id
  }

  /** Takes all plans away and lets every held request go on. */
  clear(): void {
    this.#plans = []
    this.release()
  }

  list(): (FaultPlan & { id: string; seen: number; done: number })[] {
    return this.#plans.map((plan) => ({ ...plan }))
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

  /** What is to happen to a request that has just come in. */
  fateOf(method: string, path: string, account: string | undefined): Fate {
    const fault = this.#plans.find((plan) => {
      if (!matches(plan, method, path, account)) return false
      plan.seen += 1
      return plan.seen >= (plan.nth ?? 1) && plan.done < (plan.times ?? 1)
    })
    if (!fault) return { isReset: false, isHalf: false, before: nothing, after: nothing }
    fault.done += 1
    const kind = fault.kind
    const isLate = kind === 'error_500_after'
    return {
      fault,
      isReset: kind === 'reset_before' || kind === 'reset_after',
      isHalf: kind === 'half_body',
      before: kind === 'hold_before' ? () => this.#hold(fault.id) : async () => (isLate ? undefined : answers[kind]?.()),
      after: kind === 'hold_after' ? () => this.#hold(fault.id) : async () => (isLate ? answers[kind]?.() : undefined),
    }
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
