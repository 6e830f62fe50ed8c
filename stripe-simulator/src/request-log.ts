import type { Mode } from './simulator.ts'

/** One answered request of the API, as the log remembers it: never a body and never a query, which may hold what nobody should read. */
export type LoggedRequest = {
  id: string
  /** Seconds, by the simulator's clock. */
  at: number
  method: string
  path: string
  /** The status answered, or `reset` when a fault cut the connection. */
  status: number | 'reset'
  mode: Mode
  account: string | null
  key: string | null
  /** The kind of fault that was planned for it, if any. */
  fault: string | null
  ms: number
}

const rememberedMax = 1_000

/** A text as the log may keep it: short, and never a run of digits that could be a card number. */
const safe = (text: string): string => text.replaceAll(/\d[\d\s-]{10,}\d/g, '…').slice(0, 200)

/** The latest requests of the API, newest last. Kept in memory only: a snapshot is about objects. */
export class RequestLog {
  #requests: LoggedRequest[] = []

  add(request: LoggedRequest): void {
    const key = request.key === null ? null : safe(request.key)
    const account = request.account === null ? null : safe(request.account)
    this.#requests.push({ ...request, path: safe(request.path), key, account })
    if (this.#requests.length > 2 * rememberedMax) this.#requests = this.#requests.slice(-rememberedMax)
  }

  /** Oldest first. */
  get requests(): readonly LoggedRequest[] {
    return this.#requests.slice(-rememberedMax)
  }
}
