import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { sql } from 'kysely'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem.ts'

/** How often something may be tried within a window. Counted in the database: every process counts together. */
export type Limit = { name: string; max: number; seconds: number }

/** One person at one place, mistyping. A success starts the count anew. */
export const signInByPlaceAndEmail: Limit = { name: 'sign-in:place+e-mail', max: 10, seconds: 300 }
/** One person guessed at from many places. */
export const signInByEmail: Limit = { name: 'sign-in:e-mail', max: 50, seconds: 900 }
/** One place guessing at many people; an office shares one address. */
export const signInByPlace: Limit = { name: 'sign-in:place', max: 100, seconds: 300 }
/** One person at a browser that signed them in before: counted by itself, whatever strangers do. */
export const signInByDevice: Limit = { name: 'sign-in:device', max: 10, seconds: 300 }
export const codeByPlace: Limit = { name: 'code:place', max: 20, seconds: 300 }
/** Beginnings, each a row that waits for its answer. */
export const passkeyByPlace: Limit = { name: 'passkey:place', max: 60, seconds: 300 }
export const resetByPlace: Limit = { name: 'reset:place', max: 20, seconds: 900 }
export const resetByPlaceAndEmail: Limit = { name: 'reset:place+e-mail', max: 3, seconds: 900 }
/** One mailbox filled from many places. */
export const resetByEmail: Limit = { name: 'reset:e-mail', max: 6, seconds: 900 }
export const resetByDevice: Limit = { name: 'reset:device', max: 3, seconds: 900 }
export const invitationByPlace: Limit = { name: 'invitation:place', max: 30, seconds: 300 }
/** Mails a company may send to people who never asked for one. */
export const inviteByCompany: Limit = { name: 'invite:company', max: 100, seconds: 24 * 3600 }
/** One company to one address; and all companies together, so that no company can use up what the others may send. */
export const inviteByCompanyAndRecipient: Limit = { name: 'invite:company+recipient', max: 3, seconds: 24 * 3600 }
export const inviteByRecipient: Limit = { name: 'invite:recipient', max: 12, seconds: 24 * 3600 }
export const passwordByUser: Limit = { name: 'password:user', max: 10, seconds: 300 }

const keptSeconds = 24 * 3600

/**
 * Counts one try. @param subject who or what is counted (a place, an e-mail); only its hash is stored.
 * @throws Problem 429 with `retryAfterSeconds` once the limit is reached; nothing may be done then.
 */
export async function countTry(deps: Pick<Deps, 'db'>, limit: Limit, subject: string): Promise<void> {
  const { over, waitSeconds } = await overLimit(deps, limit, subject)
  if (over)
    throw new Problem('too-many-tries', { count: Math.max(1, Math.ceil(waitSeconds / 60)), retryAfterSeconds: waitSeconds })
}

/** Counts one try, for who has words of their own. `first`: the first that is over the limit in this window. */
export async function overLimit(
  { db }: Pick<Deps, 'db'>,
  limit: Limit,
  subject: string,
): Promise<{ over: boolean; first: boolean; waitSeconds: number }> {
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
  return { over: count > limit.max, first: count === limit.max + 1, waitSeconds: wait }
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

/** Where a request comes from, as limits see it. One line of IPv6 has more addresses than could ever be counted: it is its /64. */
export function placeOf({ ip }: { ip: string }): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)
  if (mapped) return mapped[1]!
  if (!isIPv6(ip)) return ip
  const [head = '', tail = ''] = ip.split('%')[0]!.toLowerCase().split('::')
  const [before, after] = [head, tail].map((part) => part.split(':').filter((group) => group !== ''))
  const groups = [...before!, ...Array(8 - before!.length - after!.length).fill('0'), ...after!]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
