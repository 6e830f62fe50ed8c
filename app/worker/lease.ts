import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../db/database.ts'

/** How long a worker may take over one row before another may try it. Longer than every time-out of Stripe's calls together. */
const leaseSeconds = 90

/** How long a row is tried again: pauses double from a second up to a bound, and after so many failures a person is shown it. */
export type Patience = { pauseSecondsMax: number; triesMax: number }

/** Half an hour, for what is found again in other ways: Stripe's news (by the sweeps) and its fees. */
export const forMinutes: Patience = { pauseSecondsMax: 600, triesMax: 12 }
/** Four days, for what nothing else would find again: a mail, an order that has to end. Longer than a weekend without a mail server. */
export const forDays: Patience = { pauseSecondsMax: 7_200, triesMax: 62 }

const errorLengthMax = 500

/**
 * Takes a batch of due rows of a queue for this worker alone; others skip them (SKIP LOCKED) until the lease runs out.
 * @param wanted a condition on the rows, where a loop takes a part of its queue only.
 */
export async function leaseRows<R>(
  { db }: { db: Database },
  queue: 'inbox' | 'outbox',
  batchMax: number,
  wanted: RawBuilder<unknown> = sql`true`,
): Promise<R[]> {
  const table = sql.table(queue)
  return db.withPlatform(async (tx) => {
    const { rows } = await sql<R>`
      UPDATE ${table} SET leased_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}), tries = tries + 1
      WHERE id IN (
        SELECT id FROM ${table} WHERE state = 'waiting' AND ${wanted} AND due_at <= clock_timestamp()
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

/** What a row becomes when it could not be done: due again after 1, 2, 4 … seconds, and given up in the end. */
export function putBack(row: { tries: number }, error: unknown, { pauseSecondsMax, triesMax }: Patience) {
  return {
    state: row.tries >= triesMax ? 'given_up' : 'waiting',
    due_at: sql<Date>`clock_timestamp() + make_interval(secs => ${pauseSeconds(row.tries, pauseSecondsMax)})`,
    leased_until: null,
    last_error: String((error as Error)?.message ?? error).slice(0, errorLengthMax),
  }
}

/** How long after so many failures. */
export function pauseSeconds(tries: number, pauseSecondsMax: number): number {
  return Math.min(2 ** Math.max(0, tries - 1), pauseSecondsMax)
}
