import { sql } from 'kysely'
import type { Database } from '../db/database.ts'

/** How long a worker may take over one row before another may try it. Longer than every time-out of Stripe's calls together. */
const leaseSeconds = 90

/** After this many failures a row is given up and shown to a person. */
const triesMax = 12

const backOffSecondsMax = 600
const errorLengthMax = 500

/** Takes a batch of due rows of a queue for this worker alone; others skip them (SKIP LOCKED) until the lease runs out. */
export async function leaseRows<R>({ db }: { db: Database }, queue: 'inbox' | 'outbox', batchMax: number): Promise<R[]> {
  const table = sql.table(queue)
  return db.withPlatform(async (tx) => {
    const { rows } = await sql<R>`
      UPDATE ${table} SET leased_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}), tries = tries + 1
      WHERE id IN (
        SELECT id FROM ${table} WHERE state = 'waiting' AND due_at <= clock_timestamp()
          AND (leased_until IS NULL OR leased_until < clock_timestamp())
        ORDER BY due_at, id LIMIT ${batchMax} FOR UPDATE SKIP LOCKED)
      RETURNING *`.execute(tx)
    return rows
  })
}

/** What a row becomes when it is done. */
export function done() {
  return { state: 'done', finished_at: sql<Date>`clock_timestamp()`, leased_until: null, last_error: null }
}

/** What a row becomes when it could not be done: due again after 1, 2, 4 … seconds, at most ten minutes, and given up in the end. */
export function putBack(row: { tries: number }, error: unknown) {
  const seconds = Math.min(2 ** Math.max(0, row.tries - 1), backOffSecondsMax)
  return {
    state: row.tries >= triesMax ? 'given_up' : 'waiting',
    due_at: sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})`,
    leased_until: null,
    last_error: String((error as Error)?.message ?? error).slice(0, errorLengthMax),
  }
}
