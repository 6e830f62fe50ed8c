import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { type Actor, doerOf } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { notFound, Problem } from '../problem.ts'

/**
 * A person closes a difference, saying why. It keeps the facts that were closed, so that it opens again when they grow.
 *
 * @param seen.changedAt as it was read: one that has changed since has to be read again first.
 * @throws Problem 404 when it is not open here; 409 when it has changed.
 */
export async function closeBreak(tx: Tx, actor: Actor, id: string, seen: { note: string; changedAt: string }): Promise<void> {
  const open = await tx
    .selectFrom('breaks')
    .select(['kind', 'facts', 'changed_at'])
    .where('company_id', '=', actor.companyId)
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!open) throw notFound('difference')
  if (open.changed_at.getTime() !== Date.parse(seen.changedAt)) throw new Problem('break-changed')
  await tx
    .updateTable('breaks')
    .set({ closed_at: sql<Date>`clock_timestamp()`, closed_by_name: actor.name, closing_note: seen.note })
    .where('company_id', '=', actor.companyId)
    .where('id', '=', id)
    .execute()
  await recordActivity(tx, {
    companyId: actor.companyId,
    by: doerOf(actor),
    action: 'break.closed',
    subject: { type: 'break', id },
    summary: `Closed a difference: ${seen.note}`,
    details: { kind: open.kind, facts: open.facts },
  })
}
