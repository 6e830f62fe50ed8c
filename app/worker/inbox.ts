import type { Selectable } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Inbox } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { refreshStripeAccount } from '../integrations/refresh-stripe-account.ts'
import { closePages } from '../payments/close-pages.ts'
import { observe } from '../payments/observe.ts'
import { observeApplicationFee } from '../payments/observe-application-fee.ts'
import { done, forMinutes, leaseRows, putBack } from './lease.ts'

type Row = Selectable<Inbox>
export type InboxRun = { done: number; failed: number }

const batchMax = 20
const atOnceMax = 4

/**
 * Takes one batch of waiting events and acts on each. Rows are leased with SKIP LOCKED; a row is marked done in the
 * transaction of its effects, so a crash anywhere only means that it is done again.
 */
export async function runInboxOnce(deps: Deps): Promise<InboxRun> {
  const rows = await leaseRows<Row>(deps, 'inbox', batchMax)
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

async function act(deps: Deps, group: Row[]): Promise<boolean> {
  const row = group[0]!
  const ids = group.map((each) => each.id)
  try {
    if (row.endpoint === 'platform') {
      if (row.object_type === 'application_fee') await observeApplicationFee(deps, row.object_id)
      await deps.db.withPlatform((tx) => finish(tx, ids))
    } else if (row.object_type === 'account' || row.type.startsWith('account.') || row.object_type === 'capability') {
      const [companyId, stripeAccount] = [row.company_id!, row.stripe_account!]
      const collects = await refreshStripeAccount(deps, companyId, stripeAccount, (tx) => finish(tx, ids))
      // Killed here, the janitor closes them.
      if (!collects) await closePages(deps, companyId, stripeAccount)
    } else {
      const object = { type: row.object_type, id: row.object_id }
      await observe(deps, { companyId: row.company_id!, stripeAccount: row.stripe_account!, object }, (tx) => finish(tx, ids))
    }
    return true
  } catch (error) {
    deps.log.warn({ err: error, event: row.event, type: row.type }, 'an event could not be acted on yet')
    await deps.db.withPlatform((tx) => retryLater(tx, group, error))
    return false
  }
}

async function finish(tx: Tx, ids: number[]): Promise<void> {
  await tx.updateTable('inbox').set(done()).where('id', 'in', ids).where('state', '=', 'waiting').execute()
}

async function retryLater(tx: Tx, group: Row[], error: unknown): Promise<void> {
  for (const row of group) {
    await tx
      .updateTable('inbox')
      .set(putBack(row, error, forMinutes))
      .where('id', '=', row.id)
      .where('state', '=', 'waiting')
      .execute()
  }
}
