import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { type Actor, doerOf } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { notFound } from '../problem.ts'

const shownMax = 200

/** The company's differences, open ones first, newest first; at most 200. */
export async function listBreaks(tx: Tx, companyId: string) {
  const rows = await tx
    .selectFrom('breaks')
    .selectAll()
    .where('company_id', '=', companyId)
    .orderBy(sql`closed_at IS NOT NULL`)
    .orderBy('opened_at', 'desc')
    .limit(shownMax)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    subjectType: row.subject_type,
    subjectId: row.subject_id,
    summary: row.summary,
    openedAt: row.opened_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    closedByName: row.closed_by_name,
    closingNote: row.closing_note,
  }))
}

/** A person closes a difference, saying why. @throws Problem 404 when it is not open here. */
export async function closeBreak(tx: Tx, actor: Actor, id: string, note: string): Promise<void> {
  const closed = await tx
    .updateTable('breaks')
    .set({ closed_at: sql<Date>`clock_timestamp()`, closed_by_name: actor.name, closing_note: note })
    .where('company_id', '=', actor.companyId)
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .returning('summary')
    .executeTakeFirst()
  if (!closed) throw notFound('difference')
  await recordActivity(tx, {
    companyId: actor.companyId,
    by: doerOf(actor),
    action: 'break.closed',
    subject: { type: 'break', id },
    summary: `Closed “${closed.summary}”: ${note}`,
  })
}
