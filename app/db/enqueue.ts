import { sql } from 'kysely'
import type { Tx } from './database.ts'

export type OutboxKind = 'mail.order-placed' | 'mail.payment-received' | 'mail.security-notice' | 'stripe.application-fee'

/** Puts something to do after the commit into the outbox; at most once per kind and fact, for ever. */
export async function enqueue(
  tx: Tx,
  job: { companyId: string; kind: OutboxKind; factId: string; payload: Record<string, unknown> },
): Promise<void> {
  await tx
    .insertInto('outbox')
    .values({ company_id: job.companyId, kind: job.kind, fact_id: job.factId, payload: JSON.stringify(job.payload) })
    .onConflict((conflict) => conflict.columns(['company_id', 'kind', 'fact_id']).doNothing())
    .execute()
  await sql`SELECT pg_notify('florin_outbox', '')`.execute(tx)
}
