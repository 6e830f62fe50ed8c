import { type Selectable, sql } from 'kysely'
import type { Outbox } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { sendNotice } from '../notifications/send-notice.ts'
import { observeApplicationFee } from '../payments/observe-application-fee.ts'
import { backOffSeconds, leaseSeconds, triesMax } from './lease.ts'

export type OutboxRow = Selectable<Outbox>
type Job = (deps: Deps, row: OutboxRow) => Promise<void>

const batchMax = 20

/** What each kind of row asks for. A kind that is not listed fails visibly. */
const jobs: Record<string, Job> = {
  'mail.order-placed': sendNotice,
  'mail.payment-received': sendNotice,
  'stripe.application-fee': (deps, row) =>
    observeApplicationFee(deps, (row.payload as { applicationFee: string }).applicationFee),
}

/** Takes one batch of things to do after their commits, one after the other, each at least once. */
export async function runOutboxOnce(deps: Deps): Promise<{ done: number; failed: number }> {
  const rows = await lease(deps)
  const run = { done: 0, failed: 0 }
  for (const row of rows) {
    const error = await attempt(deps, row)
    run[error === null ? 'done' : 'failed'] += 1
    await settle(deps, row, error)
  }
  return run
}

async function lease({ db }: Deps): Promise<OutboxRow[]> {
  return db.withPlatform(async (tx) => {
    const { rows } = await sql<OutboxRow>`
      UPDATE outbox SET leased_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}), tries = tries + 1
      WHERE id IN (
        SELECT id FROM outbox WHERE state = 'waiting' AND due_at <= clock_timestamp()
          AND (leased_until IS NULL OR leased_until < clock_timestamp())
        ORDER BY due_at, id LIMIT ${batchMax} FOR UPDATE SKIP LOCKED)
      RETURNING *`.execute(tx)
    return rows
  })
}

async function attempt(deps: Deps, row: OutboxRow): Promise<unknown> {
  const job = jobs[row.kind]
  try {
    if (!job) throw new Error(`nobody knows how to do "${row.kind}"`)
    await job(deps, row)
    return null
  } catch (error) {
    deps.log.warn({ err: error, kind: row.kind, id: row.id }, 'an outbox row could not be done yet')
    return error
  }
}

async function settle({ db }: Deps, row: OutboxRow, error: unknown): Promise<void> {
  const set =
    error === null
      ? { state: 'done', finished_at: sql<Date>`clock_timestamp()`, leased_until: null, last_error: null }
      : {
          state: row.tries >= triesMax ? 'given_up' : 'waiting',
          due_at: sql<Date>`clock_timestamp() + make_interval(secs => ${backOffSeconds(row.tries)})`,
          leased_until: null,
          last_error: String((error as Error)?.message ?? error).slice(0, 500),
        }
  await db.withPlatform((tx) =>
    tx.updateTable('outbox').set(set).where('id', '=', row.id).where('state', '=', 'waiting').execute(),
  )
}
