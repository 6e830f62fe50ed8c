import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { Problem } from '../../problem.ts'
import { findMemberships } from '../find-memberships.ts'
import { originOf, recordSecurityEvent, type SecurityEventMeans } from '../record-security-event.ts'
import { endHalfDone } from './end-sessions.ts'
import type { SessionMeans } from './session-life.ts'

/** Who is about to sign in, as the account stood before anything was checked. */
export type Entering = { userId: string; name: string; email: string; epoch: number }

/** Read before the password, code or passkey is checked. @returns undefined when there is no such account. */
export function readEntering(
  { db }: Pick<Deps, 'db'>,
  by: { email: string } | { userId: string },
): Promise<Entering | undefined> {
  return db.identity
    .selectFrom('user')
    .select(['id as userId', 'name', 'email', 'epoch'])
    .where('email' in by ? 'email' : 'id', '=', 'email' in by ? by.email : by.userId)
    .executeTakeFirst()
}

/**
 * Makes a session count: says how it was authenticated, from where, and for which company. The session that came with the
 * request ends: signing in leaves none behind.
 *
 * @param token of the session that was just opened.
 * @param given what was shown; with 'password' alone, a person who has a factor is there by a trusted device.
 * @throws Problem 401 when the account's password or factors changed while this sign-in was under way.
 */
export async function finishSignIn(
  deps: Pick<Deps, 'db'>,
  request: FastifyRequest,
  token: string,
  entering: Entering,
  given: Exclude<SessionMeans, 'password+trusted-device'>,
): Promise<void> {
  const { userId, name, epoch } = entering
  const [first] = await findMemberships(deps.db, userId)
  const means = await deps.db.identity.transaction().execute(async (tx) => {
    const user = await tx
      .selectFrom('user')
      .select(['epoch', 'twoFactorEnabled'])
      .where('id', '=', userId)
      .forUpdate()
      .executeTakeFirst()
    if (user?.epoch !== epoch) {
      await tx.deleteFrom('session').where('token', '=', token).execute()
      await endHalfDone(tx, userId)
      return null
    }
    const trusted = given === 'password' && user.twoFactorEnabled === true
    const means: SessionMeans = trusted ? 'password+trusted-device' : given
    const now = sql<Date>`clock_timestamp()`
    await tx
      .updateTable('session')
      .set({ means, authenticatedAt: now, lastSeenAt: now, provenAt: trusted ? null : now })
      .set({ ipAddress: request.ip, userAgent: deviceOf(request), activeMembershipId: first?.id ?? null })
      .where('token', '=', token)
      .execute()
    if (request.signedIn) await tx.deleteFrom('session').where('id', '=', request.signedIn.session.id).execute()
    return means
  })
  if (means === null) throw new Problem('sign-in-needed:changed')
  await recordSecurityEvent(deps.db, {
    kind: 'signed-in',
    person: { userId, name },
    from: originOf(request),
    how: eventMeans[means],
  })
}

const eventMeans: Record<SessionMeans, SecurityEventMeans> = {
  password: 'password',
  'password+trusted-device': 'trusted-device',
  'password+code': 'code',
  'password+backup-code': 'backup-code',
  'password+passkey': 'passkey',
  passkey: 'passkey',
}

const userAgentMax = 300

/** What the browser calls itself, without what a list of sessions could not show. */
function deviceOf(request: FastifyRequest): string {
  return (request.headers['user-agent'] ?? '').replace(/[^\x20-\x7e]/g, ' ').slice(0, userAgentMax)
}
