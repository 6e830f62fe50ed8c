import { type Kysely, sql } from 'kysely'
import type { DB } from '../../db/schema.ts'

/**
 * Ends everything that is open for an account: its sessions, trusted devices, reset links, and sign-ins that are half done or
 * under way. Whoever changes a password or a factor calls this in the same breath.
 * @param db the sign-in tables, or a transaction of theirs.
 * @param keep the session that goes on; none otherwise.
 */
export async function endSessions(db: Kysely<DB>, userId: string, keep?: string): Promise<void> {
  // First the person's row: whoever finishes signing in holds it too, so that one of the two sees the other.
  await db.updateTable('user').set({ epoch: sql<number>`epoch + 1` }).where('id', '=', userId).execute()
  let others = db.deleteFrom('session').where('userId', '=', userId)
  if (keep) others = others.where('id', '<>', keep)
  await others.execute()
  await endHalfDone(db, userId)
}

/** Trusted devices, reset links, and challenges that wait for their answer: all of them carry the person as their value. */
export async function endHalfDone(db: Kysely<DB>, userId: string): Promise<void> {
  await db.deleteFrom('verification').where('value', '=', userId).execute()
}
