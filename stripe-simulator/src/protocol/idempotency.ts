import { createHash } from 'node:crypto'
import { StripeRefusal } from './errors.ts'

/** An answer kept under its key: the first one given is the one every repetition gets, also when it was a 500. */
export type StoredAnswer = { fingerprint: string; endpoint: string; at: number; status: number; body: string; requestId: string }

const daySeconds = 86_400
/** A run that is never advanced by a day must not grow for ever; Stripe keeps its answers somewhere else. */
const keptMaxDefault = 100_000
const pruneEveryMax = 5_000

/** The keys of all accounts. In-flight ones live in memory only; finished ones in `stored`, which a snapshot keeps. */
export class IdempotencyKeys {
  readonly #stored: Record<string, StoredAnswer>
  readonly #inFlight = new Set<string>()
  readonly #keptMax: number
  #sincePruned = 0

  /** @param keptMax how many answers are kept at most, give or take a twentieth; beyond it the oldest are forgotten before their day is over. */
  constructor(stored: Record<string, StoredAnswer>, keptMax = keptMaxDefault) {
    this.#stored = stored
    this.#keptMax = keptMax
  }

  /**
   * Begins a request under a key.
   * @returns the stored answer to replay, or undefined when the work is to be done now.
   * @throws StripeRefusal 400 when the key is too long or was used for another request, 409 while the first one is at work.
   */
  begin(account: string, key: string, endpoint: string, body: string, now: number): StoredAnswer | undefined {
    if (key.length > 255) {
      throw new StripeRefusal(
        400,
        { type: 'idempotency_error', message: 'Idempotency keys can be at most 255 characters long.' },
        true,
      )
    }
    const slot = `${account} ${key}`
    const before = this.#stored[slot]
    if (before && before.at + daySeconds <= now) delete this.#stored[slot]
    else if (before) {
      if (before.endpoint !== endpoint)
        throw this.#mismatch(key, `for the same endpoint they were first used for ('${before.endpoint}' vs '${endpoint}')`)
      if (before.fingerprint !== fingerprintOf(body))
        throw this.#mismatch(key, 'with the same parameters they were first used with')
      return before
    }
    if (this.#inFlight.has(slot)) {
      const message = `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`
      throw new StripeRefusal(409, { type: 'idempotency_error', code: 'idempotency_key_in_use', message }, true)
    }
    this.#inFlight.add(slot)
    return undefined
  }

  /** Ends a request: with its answer, which is kept, or without one when it was refused before any work. */
  end(account: string, key: string, answer: Omit<StoredAnswer, 'fingerprint'> | undefined, body: string): void {
    const slot = `${account} ${key}`
    this.#inFlight.delete(slot)
    if (!answer) return
    this.#stored[slot] = { ...answer, fingerprint: fingerprintOf(body) }
    this.#sincePruned += 1
    if (this.#sincePruned > Math.min(pruneEveryMax, this.#keptMax / 20)) this.prune(answer.at)
  }

  /** Forgets keys older than a day, and the oldest of too many. */
  prune(now: number): void {
    this.#sincePruned = 0
    for (const [slot, answer] of Object.entries(this.#stored)) if (answer.at + daySeconds <= now) delete this.#stored[slot]
    const slots = Object.keys(this.#stored)
    for (const slot of slots.slice(0, Math.max(0, slots.length - this.#keptMax))) delete this.#stored[slot]
  }

  #mismatch(key: string, how: string): StripeRefusal {
    const message = `Keys for idempotent requests can only be used ${how}. Try using a key other than '${key}' if you meant to execute a different request.`
    return new StripeRefusal(400, { type: 'idempotency_error', message }, true)
  }
}

const fingerprintOf = (body: string): string => createHash('sha256').update(body).digest('hex')
