import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Kysely, sql } from 'kysely'
import type { DB } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { Problem } from '../../problem.ts'
import { cookiesOf, passCookies } from '../cookies.ts'
import type { SessionMeans } from './session-life.ts'

/** What a session is from now on. `proven`: everything the account has was shown just now. */
export type Renewal = { means?: SessionMeans; proven?: boolean }

/**
 * Gives a session another token; the old one is worth nothing from then on.
 * @param db the sign-in tables, or the transaction of what made it necessary.
 * @throws Problem 401 when the session has ended meanwhile: what is signed out stays signed out.
 */
export async function renewToken(db: Kysely<DB>, sessionId: string, { means, proven }: Renewal = {}): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  const renewed = await db
    .updateTable('session')
    .set({ token, updatedAt: sql<Date>`clock_timestamp()` })
    .set(means ? { means } : {})
    .set(proven === undefined ? {} : { provenAt: proven ? sql<Date>`clock_timestamp()` : null })
    .where('id', '=', sessionId)
    .executeTakeFirst()
  if (renewed.numUpdatedRows === 0n) throw new Problem('sign-in-needed')
  return token
}

/** Sends the cookie of a renewed session to the browser. @throws Problem 401 when it has ended meanwhile. */
export async function handOut(
  { identity }: Pick<Deps, 'identity'>,
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
): Promise<void> {
  const answer = await identity.library.api.handOutSession({
    body: { token },
    headers: cookiesOf(request),
    returnHeaders: true,
  })
  if (!answer.response.found) throw new Problem('sign-in-needed')
  passCookies(reply, answer.headers)
}
