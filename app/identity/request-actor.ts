import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { Deps } from '../deps.ts'
import type { Actor } from './actor.ts'
import { findMemberships, type Membership } from './find-memberships.ts'
import { permissionsFor } from './permissions.ts'
import { recordSecurityEvent } from './record-security-event.ts'
import { endOf, isStrong, leads, type SessionMeans } from './sessions/session-life.ts'

/** Who is signed in with this request's cookie, and where they may enter. */
export type SignedIn = {
  session: {
    id: string
    means: SessionMeans
    /** When everything the account has was last shown in this session. */
    provenAt: Date | null
  }
  /** `twoFactorEnabled`: the account has a second factor, an app or a passkey. */
  user: { id: string; name: string; email: string; twoFactorEnabled: boolean }
  memberships: Membership[]
  active: Membership | null
}

declare module 'fastify' {
  interface FastifyRequest {
    signedIn: SignedIn | null
    /** null when nobody is signed in, without a company, and before a second factor that the role needs. */
    actor: Actor | null
  }
}

type Dependencies = Pick<Deps, 'config' | 'db' | 'identity' | 'clock'>
/** A session in use is noted as such no oftener than this. */
const noteMs = 60_000

/** Puts the person and the company of the session on every request to the API. The company comes from here and nowhere else (P11). */
export function requestActor(deps: Dependencies): FastifyPluginAsync {
  return fastifyPlugin(async (app) => {
    app.decorateRequest('signedIn', null)
    app.decorateRequest('actor', null)
    app.addHook('onRequest', async (request, reply) => {
      if (!request.routeOptions.url?.startsWith('/api/') || !request.headers.cookie) return
      request.headers.cookie = await deps.identity.freshCookies(request.headers.cookie)
      request.signedIn = await readSignedIn(deps, request, reply)
      request.actor = actorOf(deps.config, request.signedIn)
    })
  })
}

async function readSignedIn(deps: Dependencies, request: FastifyRequest, reply: FastifyReply): Promise<SignedIn | null> {
  const { response: found, headers } = await deps.identity.library.api.getSession({
    headers: new Headers({ cookie: request.headers.cookie ?? '' }),
    returnHeaders: true,
  })
  // The cookie of a session that is over is taken away.
  const cookies = headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  if (!found) return null
  const { user, session } = found
  const { means, authenticatedAt, lastSeenAt } = session
  // Signing in has opened it and not finished.
  if (!means || !authenticatedAt || !lastSeenAt) return null
  const memberships = await findMemberships(deps.db, user.id)
  const times = { authenticatedAt, lastSeenAt }
  if (!(await isAlive(deps, { id: session.id, user, ...times }, memberships))) return null
  const active = memberships.find((each) => each.id === session.activeMembershipId) ?? memberships[0] ?? null
  return {
    session: { id: session.id, means: means as SessionMeans, provenAt: session.provenAt ?? null },
    user: { id: user.id, name: user.name, email: user.email, twoFactorEnabled: user.twoFactorEnabled === true },
    memberships,
    active,
  }
}

/** Ends a session whose time is up, and notes that any other is in use. */
async function isAlive(
  { db, clock }: Dependencies,
  session: { id: string; user: { id: string; name: string }; authenticatedAt: Date; lastSeenAt: Date },
  memberships: Membership[],
): Promise<boolean> {
  const now = clock.now()
  const end = endOf(
    session,
    memberships.flatMap(({ roles }) => roles),
  )
  if (now >= end) {
    const ended = await db.identity.deleteFrom('session').where('id', '=', session.id).executeTakeFirst()
    const { id: userId, name } = session.user
    if (ended.numDeletedRows > 0n)
      await recordSecurityEvent(db, { kind: 'session-ended', person: { userId, name }, by: 'florin', from: null })
    return false
  }
  if (now.getTime() - session.lastSeenAt.getTime() >= noteMs)
    await db.identity.updateTable('session').set({ lastSeenAt: now }).where('id', '=', session.id).execute()
  return true
}

/**
 * Whether this session still owes a second factor: administrators and operators enter with one (in the demo it is offered
 * only), and so does everybody who has one. What counts is how the session was authenticated, not what the account has.
 */
export function secondFactorRequired(config: { demo: boolean }, { session, user, active }: SignedIn): boolean {
  if (isStrong(session.means)) return false
  const powerful = active?.roles.some(leads) ?? false
  return user.twoFactorEnabled || (powerful && !config.demo)
}

function actorOf(config: { demo: boolean }, signedIn: SignedIn | null): Actor | null {
  if (!signedIn?.active || secondFactorRequired(config, signedIn)) return null
  const { user, active } = signedIn
  return {
    userId: user.id,
    name: user.name,
    email: user.email,
    companyId: active.company.id,
    roles: active.roles,
    permissions: new Set(permissionsFor(active.roles)),
    customerId: active.customer?.id ?? null,
  }
}
