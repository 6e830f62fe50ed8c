import type { Selectable } from 'kysely'
import type { Outbox } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { sendNotice } from '../notifications/send-notice.ts'
import { observeApplicationFee } from '../payments/observe-application-fee.ts'
import { done, leaseRows, putBack } from './lease.ts'

export type OutboxRow = Selectable<Outbox>
type Job = (deps: Deps, row: OutboxRow) => Promise<void>

const batchMax = 20

/** What each kind of row asks for. A kind that is not listed fails visibly. */
const jobs: Record<string, Job> = {
  'mail.order-placed': sendNotice,
  'mail.payment-received': sendNotice,
  'mail.security-notice': sendNotice,
  'stripe.application-fee': (deps, row) =>
    observeApplicationFee(deps, (row.payload as { applicationFee: string }).applicationFee),
}

/** Takes one batch of things to do after their commits, one after the other, each at least once. */
export async function runOutboxOnce(deps: Deps): Promise<{ done: number; failed: number }> {
  const rows = await leaseRows<OutboxRow>(deps, 'outbox', batchMax)
  const run = { done: 0, failed: 0 }
  for (const row of rows) {
    const error = await attempt(deps, row)
    run[error === null ? 'done' : 'failed'] += 1
    await settle(deps, row, error)
  }
  return run
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
  const set = error === null ? done() : putBack(row, error)
  await db.withPlatform((tx) =>
    tx.updateTable('outbox').set(set).where('id', '=', row.id).where('state', '=', 'waiting').execute(),
  )
}
