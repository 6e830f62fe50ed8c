import { type Selectable, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Inbox } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { refreshStripeAccount } from '../integrations/refresh-stripe-account.ts'
import { observe } from '../payments/observe.ts'
import { observeApplicationFee } from '../payments/observe-application-fee.ts'
import { backOffSeconds, leaseSeconds, triesMax } from './lease.ts'

type Row = Selectable<Inbox>
export type InboxRun = { done: number; failed: number }

const batchMax = 20
const atOnceMax = 4

/**
 * Takes one batch of waiting events and acts on each. Rows are leased with SKIP LOCKED; a row is marked done in the
 * transaction of its effects, so a crash anywhere only means that it is done again.
 */
export async function runInboxOnce(deps: Deps): Promise<InboxRun> {
  const rows = await lease(deps)
  const run: InboxRun = { done: 0, failed: 0 }
  // Hints at the same object are one look at Stripe: the first acts, all are marked done with it.
  const byObject = Map.groupBy(rows, (row) => `${row.endpoint} ${row.stripe_account} ${row.object_type} ${row.object_id}`)
  const work = [...byObject.values()]
  const next = async (): Promise<void> => {
    for (let group = work.shift(); group; group = work.shift()) {
      const succeeded = await act(deps, group)
      run[succeeded ? 'done' : 'failed'] += group.length
    }
  }
  await Promise.all(Array.from({ length: atOnceMax }, next))
  return run
}

async function lease({ db }: Deps): Promise<Row[]> {
  return db.withPlatform(async (tx) => {
    const { rows } = await sql<Row>`
      UPDATE inbox SET leased_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}), tries = tries + 1
      WHERE id IN (
        SELECT id FROM inbox WHERE state = 'waiting' AND due_at <= clock_timestamp()
          AND (leased_until IS NULL OR leased_until < clock_timestamp())
        ORDER BY due_at, id LIMIT ${batchMax} FOR UPDATE SKIP LOCKED)
      RETURNING *`.execute(tx)
    return rows
  })
}

async function act(deps: Deps, group: Row[]): Promise<boolean> {
  const row = group[0]!
  const ids = group.map((each) => each.id)
  try {
    if (row.endpoint === 'platform') {
      if (row.object_type === 'application_fee') await observeApplicationFee(deps, row.object_id)
      await deps.db.withPlatform((tx) => finish(tx, ids))
    } else if (row.object_type === 'account' || row.type.startsWith('account.') || row.object_type === 'capability') {
      await refreshStripeAccount(deps, row.company_id!, row.stripe_account!, (tx) => finish(tx, ids))
    } else {
      const object = { type: row.object_type, id: row.object_id }
      await observe(deps, { companyId: row.company_id!, stripeAccount: row.stripe_account!, object }, (tx) => finish(tx, ids))
    }
    return true
  } catch (error) {
    deps.log.warn({ err: error, event: row.event, type: row.type }, 'an event could not be acted on yet')
    await deps.db.withPlatform((tx) => putBack(tx, group, error))
    return false
  }
}

async function finish(tx: Tx, ids: number[]): Promise<void> {
  await tx
    .updateTable('inbox')
    .set({ state: 'done', finished_at: sql<Date>`clock_timestamp()`, leased_until: null, last_error: null })
    .where('id', 'in', ids)
    .where('state', '=', 'waiting')
    .execute()
}

async function putBack(tx: Tx, group: Row[], error: unknown): Promise<void> {
  for (const row of group) {
    await tx
      .updateTable('inbox')
      .set({
        state: row.tries >= triesMax ? 'given_up' : 'waiting',
        due_at: sql<Date>`clock_timestamp() + make_interval(secs => ${backOffSeconds(row.tries)})`,
        leased_until: null,
        last_error: String((error as Error)?.message ?? error).slice(0, 500),
      })
      .where('id', '=', row.id)
      .where('state', '=', 'waiting')
      .execute()
  }
}
