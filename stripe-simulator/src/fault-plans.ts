/**
 * What can go wrong with a request, and when. `reset_before`, `hold_before`, `error_500`, `rate_limit`, `lock_timeout` and
 * `key_in_use` come before any work; `reset_after`, `hold_after`, `slow`, `half_body` and `error_500_after` when the work is
 * done and only the answer suffers.
 */
export const faultKinds = [
  'reset_before',
  'reset_after',
  'error_500',
  'error_500_after',
  'rate_limit',
  'lock_timeout',
  'key_in_use',
  'slow',
  'hold_before',
  'hold_after',
  'half_body',
] as const
export type FaultKind = (typeof faultKinds)[number]

/** Which requests a plan is for. `path` goes without query; a star stands for one piece of it. */
type For = { method?: string; path?: string; account?: string }

/** One thing that happens: from which matching request on (1 is the next), and how many times. */
export type OneFault = For & {
  kind: FaultKind
  nth?: number
  times?: number /** How slow `slow` is: real time. */
  delayMs?: number
}

/** Things that happen by chance: the same seed gives the same run. */
export type SeededFaults = For & {
  seed: number
  /** How many of a hundred matching requests suffer. */
  percent: number
  /** Which kinds it draws from: all that end by themselves, unless told. */
  kinds?: FaultKind[]
  times?: number
  delayMs?: number
}

export type FaultPlan = OneFault | SeededFaults

/** What chance draws from unless told: a held request would wait for ever. */
const endsByItself = faultKinds.filter((kind) => !kind.startsWith('hold'))

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Decides, for one matching request after the other, what happens to it; undefined when nothing does. */
export function deciderOf(plan: FaultPlan): () => FaultKind | undefined {
  if ('kind' in plan) {
    let seen = 0
    return () => {
      seen += 1
      return seen >= (plan.nth ?? 1) ? plan.kind : undefined
    }
  }
  const draw = numbersFrom(plan.seed)
  const kinds = plan.kinds ?? endsByItself
  return () => {
    // Two numbers for every request, so that a run does not depend on what happened before.
    const [isHit, which] = [draw() * 100 < plan.percent, draw()]
    return isHit ? kinds[Math.floor(which * kinds.length)] : undefined
  }
}

/** Whether a request is one of those a plan is for. */
export function isFor(plan: For, method: string, path: string, account: string | undefined): boolean {
  if (plan.method && plan.method.toUpperCase() !== method) return false
  if (plan.account && plan.account !== account) return false
  if (!plan.path) return true
  const wanted = plan.path.split('/')
  const given = path.split('/')
  return wanted.length === given.length && wanted.every((piece, index) => piece === '*' || piece === given[index])
}
