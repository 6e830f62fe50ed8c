import { sql } from 'kysely'
import type { Tx } from './database.ts'

export type OutboxKind =
  | 'mail.order-placed'
  | 'mail.payment-received'
  | 'mail.order-expired'
  | 'mail.order-expired-seller'
  | 'mail.security-notice'
  | 'order.expire'
  | 'order.ship'
  | 'stripe.application-fee'
  | 'stripe.release-account'
  | 'stripe.look-at-unknown'

type Job = {
  companyId: string
  kind: OutboxKind
  factId: string
  payload: Record<string, unknown>
  /** Whom a mail is for, by the person's id: the address is looked up when it is sent. */
  to?: string | null
  /** Not before this moment; at once otherwise. */
  dueAt?: Date
}

/** Puts something to do after the commit into the outbox; at most once per kind and fact, for ever. */
export async function enqueue(tx: Tx, job: Job): Promise<void> {
  await tx
    .insertInto('outbox')
    .values({
      company_id: job.companyId,
      kind: job.kind,
      fact_id: job.factId,
      payload: JSON.stringify(job.payload),
      recipient_user_id: job.to ?? null,
      ...(job.dueAt ? { due_at: job.dueAt } : {}),
    })
    .onConflict((conflict) => conflict.columns(['company_id', 'kind', 'fact_id']).doNothing())
    .execute()
  await sql`SELECT pg_notify('florin_outbox', '')`.execute(tx)
}

/** Has a row be done again, at once and with all its tries before it. The caller has locked it. */
export async function enqueueAgain(tx: Tx, row: { id: number }): Promise<void> {
  await tx
    .updateTable('outbox')
    .set({
      state: 'waiting',
      tries: 0,
      due_at: sql<Date>`clock_timestamp()`,
      finished_at: null,
      last_fault: null,
      last_error: null,
    })
    .where('id', '=', row.id)
    .execute()
  await sql`SELECT pg_notify('florin_outbox', '')`.execute(tx)
}
