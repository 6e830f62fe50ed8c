import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem.ts'

/** How often something may be tried within a window. Counted in the database: every process counts together. */
export type Limit = { name: string; max: number; seconds: number }

/** One person at one place, mistyping. A success starts the count anew. */
export const signInByAddressAndEmail: Limit = { name: 'sign-in:address+e-mail', max: 10, seconds: 300 }
/** One person guessed at from many places. */
export const signInByEmail: Limit = { name: 'sign-in:e-mail', max: 50, seconds: 900 }
/** One place guessing at many people; an office shares one address. */
export const signInByAddress: Limit = { name: 'sign-in:address', max: 100, seconds: 300 }
export const codeByAddress: Limit = { name: 'code:address', max: 20, seconds: 300 }
/** Beginnings, each a row that waits for its answer. */
export const passkeyByAddress: Limit = { name: 'passkey:address', max: 60, seconds: 300 }
export const resetByAddress: Limit = { name: 'reset:address', max: 20, seconds: 900 }
export const resetByEmail: Limit = { name: 'reset:e-mail', max: 3, seconds: 900 }
export const invitationByAddress: Limit = { name: 'invitation:address', max: 30, seconds: 300 }
export const passwordByUser: Limit = { name: 'password:user', max: 10, seconds: 300 }

const keptSeconds = 24 * 3600

/**
 * Counts one try. @param subject who or what is counted (an address, an e-mail); only its hash is stored.
 * @throws Problem 429 with `retryAfterSeconds` once the limit is reached; nothing may be done then.
 */
export async function countTry({ db }: Pick<Deps, 'db'>, limit: Limit, subject: string): Promise<void> {
  const { rows } = await sql<{ count: number; wait: number }>`
    INSERT INTO identity.limits AS l (key, count, since) VALUES (${keyOf(limit, subject)}, 1, clock_timestamp())
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN l.since + make_interval(secs => ${limit.seconds}) <= clock_timestamp() THEN 1 ELSE l.count + 1 END,
      since = CASE WHEN l.since + make_interval(secs => ${limit.seconds}) <= clock_timestamp() THEN clock_timestamp() ELSE l.since END
    RETURNING count, ceil(extract(epoch FROM since - clock_timestamp()) + ${limit.seconds})::int AS wait`.execute(db.identity)
  const { count, wait } = rows[0]!
  // A new window is rare enough to sweep up after the old ones.
  if (count === 1)
    await sql`DELETE FROM identity.limits WHERE since < clock_timestamp() - make_interval(secs => ${keptSeconds})`.execute(
      db.identity,
    )
  if (count <= limit.max) return
  throw new Problem('too-many-tries', { count: Math.max(1, Math.ceil(wait / 60)), retryAfterSeconds: wait })
}

/** Takes one try back that turned out to be right: successes do not count, and do not wipe out failures either. */
export async function uncountTry({ db }: Pick<Deps, 'db'>, limit: Limit, subject: string): Promise<void> {
  await sql`UPDATE identity.limits SET count = count - 1 WHERE key = ${keyOf(limit, subject)} AND count > 0`.execute(db.identity)
}

/** Forgets the tries of somebody who has shown to be right. */
export async function forgetTries({ db }: Pick<Deps, 'db'>, limit: Limit, subject: string): Promise<void> {
  await db.identity.deleteFrom('limits').where('key', '=', keyOf(limit, subject)).execute()
}

function keyOf(limit: Limit, subject: string): string {
  return `${limit.name}:${createHash('sha256').update(subject).digest('base64url')}`
}
