import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { Deps } from '../deps.ts'
import type { Actor } from './actor.ts'
import { findMemberships, type Membership } from './find-memberships.ts'
import { permissionsFor } from './permissions.ts'

/** Who is signed in with this request's cookie, and where they may enter. */
export type SignedIn = {
  sessionToken: string
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

type Dependencies = Pick<Deps, 'config' | 'db' | 'identity'>

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
  // A session in use is prolonged, and its cookie with it.
  const cookies = headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  if (!found) return null
  const { user, session } = found
  const memberships = await findMemberships(deps.db, user.id)
  const active = memberships.find((each) => each.id === session.activeMembershipId) ?? memberships[0] ?? null
  return {
    sessionToken: session.token,
    user: { id: user.id, name: user.name, email: user.email, twoFactorEnabled: user.twoFactorEnabled === true },
    memberships,
    active,
  }
}

/** Administrators and operators set up a second factor before they enter; in the demo it is offered only. */
export function secondFactorRequired(config: { demo: boolean }, { user, active }: SignedIn): boolean {
  const powerful = active?.roles.some((role) => role === 'admin' || role === 'operator') ?? false
  return powerful && !user.twoFactorEnabled && !config.demo
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
