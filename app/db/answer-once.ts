import { createHash } from 'node:crypto'
import type { ExpressionBuilder } from 'kysely'
import type { Actor } from '../identity/actor.ts'
import { Problem } from '../problem.ts'
import type { Database, Tx } from './database.ts'
import type { DB } from './schema.ts'

export type Answer = { status: number; body: string }

/**
 * Runs `work` once per Idempotency-Key of a person: the answer is stored in the transaction of its effects, and the same
 * key returns the same bytes. A second call that arrives while the first is at work waits for its row, then replays it.
 *
 * @param request everything that makes two requests the same one (route and body).
 * @throws Problem 422 when the key was used for another request; whatever `work` throws (then nothing is stored).
 */
export async function answerOnce(
  database: Database,
  actor: Actor,
  key: string,
  request: unknown,
  work: (tx: Tx) => Promise<{ status: number; body: unknown }>,
): Promise<Answer> {
  const hash = hashOf(request)
  return database.withCompany(actor.companyId, async (tx) => {
    const mine = { company_id: actor.companyId, user_id: actor.userId, key }
    const inserted = await tx
      .insertInto('idempotency_keys')
      .values({ ...mine, request_hash: hash })
      .onConflict((conflict) => conflict.columns(['company_id', 'user_id', 'key']).doNothing())
      .executeTakeFirst()
    const isOurs = where(mine)
    if (inserted.numInsertedOrUpdatedRows === 0n) {
      const earlier = await tx.selectFrom('idempotency_keys').selectAll().where(isOurs).executeTakeFirstOrThrow()
      return replay(earlier, hash)
    }
    const { status, body } = await work(tx)
    const answer = { status, body: JSON.stringify(body) }
    await tx
      .updateTable('idempotency_keys')
      .set({ response_status: answer.status, response_body: answer.body })
      .where(isOurs)
      .execute()
    return answer
  })
}

/** The answer already given for this key, or null. For work that cannot be one transaction because it calls Stripe in between. */
export async function earlierAnswer(database: Database, actor: Actor, key: string, request: unknown): Promise<Answer | null> {
  const mine = { company_id: actor.companyId, user_id: actor.userId, key }
  const earlier = await database.withCompany(actor.companyId, (tx) =>
    tx.selectFrom('idempotency_keys').selectAll().where(where(mine)).executeTakeFirst(),
  )
  return earlier ? replay(earlier, hashOf(request)) : null
}

function hashOf(request: unknown): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('hex')
}

function replay(
  earlier: { request_hash: string; response_status: number | null; response_body: string | null },
  hash: string,
): Answer {
  if (earlier.request_hash !== hash) {
    throw new Problem('idempotency-key-reused')
  }
  return { status: earlier.response_status!, body: earlier.response_body! }
}

function where(row: { company_id: string; user_id: string; key: string }) {
  return (eb: ExpressionBuilder<DB, 'idempotency_keys'>) => eb.and(row)
}
