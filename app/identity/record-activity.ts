import type { Tx } from '../db/database.ts'
import type { Doer } from './actor.ts'

export type SubjectType =
  | 'order'
  | 'payment'
  | 'invoice'
  | 'customer'
  | 'company'
  | 'stripe_account'
  | 'person'
  | 'fee_schedule'
  | 'break'

/** What a line tells of, as its action's first word: reading it takes the permission for that, on whatever page it stands. */
export type Topic = Exclude<SubjectType, 'fee_schedule'> | 'fee-schedule'

/**
 * Adds a line to the audit trail, in the transaction of what it tells: it stands if and only if the thing happened.
 * @param entry.action a stable dotted name ("order.shipped"), beginning with what the line tells of: a payment on an order is
 * `payment.received`. @param entry.summary one sentence for people.
 * @param entry.at when it happened, for a history told afterwards (the demo's); the database's now otherwise.
 */
export async function recordActivity(
  tx: Tx,
  entry: {
    companyId: string
    by: Doer
    action: `${Topic}.${string}`
    subject: { type: SubjectType; id: string }
    summary: string
    details?: Record<string, unknown>
    at?: Date
  },
): Promise<void> {
  const { by } = entry
  await tx
    .insertInto('activity')
    .values({
      company_id: entry.companyId,
      actor_kind: by.kind,
      actor_user_id: by.kind === 'person' ? by.userId : null,
      actor_name: by.kind === 'person' ? by.name : by.kind === 'stripe' ? 'Stripe' : 'Florin',
      action: entry.action,
      subject_type: entry.subject.type,
      subject_id: entry.subject.id,
      summary: entry.summary,
      details: JSON.stringify(entry.details ?? {}),
      ...(entry.at ? { at: entry.at } : {}),
    })
    .execute()
}
