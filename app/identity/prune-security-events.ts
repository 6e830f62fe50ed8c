import { sql } from 'kysely'
import type { Database } from '../db/database.ts'

const batchMax = 5_000

/**
 * Deletes security events past their time (400 days: more than a year, so that last year's can be compared). The database lets
 * no younger one be deleted, whoever asks.
 * @returns how many went.
 */
export async function pruneSecurityEvents(db: Database): Promise<number> {
  return db.withPlatform(async (tx) => {
    const gone = await sql`DELETE FROM security_events
      WHERE id IN (SELECT id FROM security_events ORDER BY at LIMIT ${batchMax})`.execute(tx)
    return Number(gone.numAffectedRows ?? 0)
  })
}
