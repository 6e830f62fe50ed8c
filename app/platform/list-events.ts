import type { Tx } from '../db/database.ts'

export const eventStates = ['waiting', 'done', 'ignored', 'unknown_account', 'given_up'] as const
export type EventState = (typeof eventStates)[number]

/** What Stripe told this installation, newest first, with events of accounts that nobody here has linked. In a transaction above companies. */
export async function listEvents(tx: Tx, page: { state?: EventState | undefined; cursor?: string | undefined; limit: number }) {
  const rows = await tx
    .selectFrom('inbox as i')
    .leftJoin('companies as c', 'c.id', 'i.company_id')
    .selectAll('i')
    .select('c.name as seller_name')
    .$if(page.state !== undefined, (q) => q.where('i.state', '=', page.state!))
    .$if(page.cursor !== undefined, (q) => q.where('i.id', '<', Number(page.cursor)))
    .orderBy('i.id', 'desc')
    .limit(page.limit + 1)
    .execute()
  const shown = rows.slice(0, page.limit)
  const items = shown.map((row) => ({
    id: String(row.id),
    endpoint: row.endpoint as 'platform' | 'connect',
    event: row.event,
    type: row.type,
    stripeAccount: row.stripe_account,
    seller: row.company_id && row.seller_name ? { id: row.company_id, name: row.seller_name } : null,
    objectId: row.object_id,
    state: row.state as EventState,
    tries: row.tries,
    lastError: row.last_error,
    receivedAt: row.received_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  }))
  return { items, nextCursor: rows.length > page.limit ? items.at(-1)!.id : null }
}
