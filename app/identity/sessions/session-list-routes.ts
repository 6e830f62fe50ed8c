import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { notFound } from '../../problem.ts'
import { moment } from '../../wire.ts'
import { originOf, recordSecurityEvent } from '../record-security-event.ts'
import type { SignedIn } from '../request-actor.ts'
import { requireSignedIn } from '../require-permission.ts'
import { endSessions } from './end-sessions.ts'
import { requireFreshProof } from './require-fresh-proof.ts'
import { endOf, type SessionMeans, sessionMeans } from './session-life.ts'

const tags = ['My account']
const session = z.object({
  id: z.string(),
  current: z.boolean(),
  means: z.enum(sessionMeans),
  browser: z.string().describe('What the browser calls itself.'),
  address: z.string(),
  since: moment,
  lastSeen: moment,
  endsAt: moment.describe('When it ends by itself, if it is not used until then.'),
})

/** Where one is signed in, and ending that from afar. */
export function sessionListRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/account/sessions',
      { schema: { tags, summary: 'Where you are signed in', response: { 200: z.object({ items: z.array(session) }) } } },
      async (request) => ({ items: await listSessions(deps, requireSignedIn(request)) }),
    )
    app.delete(
      '/api/account/sessions/:id',
      {
        schema: {
          tags,
          summary: 'End one of your sessions',
          params: z.object({ id: z.string().min(1).max(64) }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { user } = requireFreshProof(deps, request)
        const ended = await deps.db.identity
          .deleteFrom('session')
          .where('userId', '=', user.id)
          .where('id', '=', request.params.id)
          .executeTakeFirst()
        if (ended.numDeletedRows === 0n) throw notFound('session')
        const person = { userId: user.id, name: user.name }
        await recordSecurityEvent(deps.db, { kind: 'session-ended', person, from: originOf(request) })
        return reply.code(204).send(null)
      },
    )
    app.post(
      '/api/account/sessions/end-others',
      {
        schema: {
          tags,
          summary: 'End all your other sessions',
          description: 'Trusted devices and open reset links end too.',
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { user, session: own } = requireFreshProof(deps, request)
        await deps.db.identity.transaction().execute((tx) => endSessions(tx, user.id, own.id))
        const person = { userId: user.id, name: user.name }
        const details = { which: 'all others' }
        await recordSecurityEvent(deps.db, { kind: 'session-ended', person, from: originOf(request), details })
        return reply.code(204).send(null)
      },
    )
  }
}

async function listSessions(
  { db, clock }: Deps,
  { user, session: own, memberships }: SignedIn,
): Promise<z.infer<typeof session>[]> {
  const rows = await db.identity
    .selectFrom('session')
    .select(['id', 'means', 'userAgent', 'ipAddress', 'authenticatedAt', 'lastSeenAt', 'expiresAt'])
    .where('userId', '=', user.id)
    .where('means', 'is not', null)
    .orderBy('lastSeenAt', 'desc')
    .execute()
  const roles = memberships.flatMap((each) => each.roles)
  return rows.flatMap(({ id, means, authenticatedAt, lastSeenAt, ...row }) => {
    if (!means || !authenticatedAt || !lastSeenAt) return []
    const ends = [endOf({ authenticatedAt, lastSeenAt }, roles).getTime(), row.expiresAt.getTime()]
    const end = new Date(Math.min(...ends))
    if (end <= clock.now()) return []
    return [
      {
        id,
        current: id === own.id,
        means: means as SessionMeans,
        browser: row.userAgent ?? '',
        address: row.ipAddress ?? '',
        since: authenticatedAt.toISOString(),
        lastSeen: lastSeenAt.toISOString(),
        endsAt: end.toISOString(),
      },
    ]
  })
}
