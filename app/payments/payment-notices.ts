import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'

/** Tells every waiting page (on any app process) that an order's payment changed; delivered at commit. It carries no facts. */
export async function announcePayment(tx: Tx, order: { company_id: string; id: string }): Promise<void> {
  await sql`SELECT pg_notify('florin_payment', ${`${order.company_id}:${order.id}`})`.execute(tx)
}
