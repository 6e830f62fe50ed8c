import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'

/** Tells every waiting page (on any app process) that an order's payment changed; delivered at commit. It carries no facts. */
export async function announcePayment(tx: Tx, order: { company_id: string; id: string }): Promise<void> {
  await sql`SELECT pg_notify('florin_payment', ${`${order.company_id}:${order.id}`})`.execute(tx)
}

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

export type OutboxKind = 'mail.order-placed' | 'mail.payment-received' | 'stripe.application-fee'
