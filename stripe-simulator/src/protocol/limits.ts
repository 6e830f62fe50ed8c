import type { Table } from '../state.ts'
import { StripeRefusal } from './errors.ts'

/** How many reads and writes an account may make in one second of the simulator's clock. */
export type RateLimit = { reads: number; writes: number }

/** Counts requests by account and second. In live mode Stripe allows 100 of each; in test mode 25. */
export class RateLimits {
  readonly #limit: RateLimit | null
  #second = 0
  #counts = new Map<string, number>()

  constructor(limit: RateLimit | null) {
    this.#limit = limit
  }

  /** Counts a request. @throws StripeRefusal 429 `rate_limit` beyond the limit; it uses up no idempotency key. */
  count(account: string, method: string, now: number): void {
    if (!this.#limit) return
    if (now !== this.#second) {
      this.#second = now
      this.#counts = new Map()
    }
    const isRead = method === 'GET'
    const slot = `${account} ${isRead}`
    const count = (this.#counts.get(slot) ?? 0) + 1
    this.#counts.set(slot, count)
    if (count <= (isRead ? this.#limit.reads : this.#limit.writes)) return
    const message = 'Request rate limit exceeded. You can learn more about rate limits here https://docs.stripe.com/rate-limits.'
    throw new StripeRefusal(429, { type: 'invalid_request_error', code: 'rate_limit', message }, true)
  }
}

/** What one run holds at most besides events. */
export const objectsMaxDefault = 1_000_000

/** @throws StripeRefusal 503 when the simulator holds all it may: a run that long wants a new one. */
export function assertRoom(tables: Record<string, Table<{ id: string }>>, objectsMax: number): void {
  let held = 0
  for (const [kind, table] of Object.entries(tables)) if (kind !== 'event') held += table.size
  if (held < objectsMax) return
  const message = `This simulator holds ${held} objects, which is its limit. Start a new one, or raise "objectsMax".`
  throw new StripeRefusal(503, { type: 'api_error', message }, true)
}
