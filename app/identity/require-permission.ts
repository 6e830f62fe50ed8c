import type { FastifyRequest } from 'fastify'
import { Problem } from '../problem.ts'
import type { Actor } from './actor.ts'
import type { Permission } from './permissions.ts'
import type { SignedIn } from './request-actor.ts'
import { whoCan } from './role-words.ts'

/** @throws Problem 401 when nobody is signed in. */
export function requireSignedIn(request: FastifyRequest): SignedIn {
  if (request.signedIn) return request.signedIn
  throw new Problem('sign-in-needed')
}

/** @throws Problem 401 when nobody is signed in; 403 without a company, or before a second factor that the role needs. */
export function requireActor(request: FastifyRequest): Actor {
  const { active, user } = requireSignedIn(request)
  if (request.actor) return request.actor
  if (active) throw new Problem(user.twoFactorEnabled ? 'second-factor-needed:show' : 'second-factor-needed')
  throw new Problem('no-company')
}

/** @throws Problem 401 or 403; the words name the roles that can. */
export function requirePermission(request: FastifyRequest, permission: Permission): Actor {
  const actor = requireActor(request)
  if (actor.permissions.has(permission)) return actor
  throw new Problem('not-allowed', { who: whoCan(permission), permission })
}

/**
 * A hook for a route, or for all of a plugin: whoever may not is told so before anything they send is read (P15). The handler
 * still asks for the actor it acts as.
 */
export function onlyWith(permission: Permission): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    requirePermission(request, permission)
  }
}

/** A buyer with the given permission, and the customer they buy for. @throws Problem 401 or 403 */
export function requireBuyer(request: FastifyRequest, permission: Permission): Actor & { customerId: string } {
  const actor = requirePermission(request, permission)
  const { customerId } = actor
  if (customerId === null) throw new Problem('not-allowed:buyers', { permission })
  return { ...actor, customerId }
}
