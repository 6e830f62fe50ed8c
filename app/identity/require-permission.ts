import type { FastifyRequest } from 'fastify'
import { Problem } from '../problem.ts'
import type { Actor } from './actor.ts'
import type { Permission } from './permissions.ts'
import type { SignedIn } from './request-actor.ts'
import { whoCan } from './role-words.ts'

/** @throws Problem 401 when nobody is signed in. */
export function requireSignedIn(request: FastifyRequest): SignedIn {
  if (request.signedIn) return request.signedIn
  throw new Problem(401, 'sign-in-needed', 'You are not signed in, or your session has ended. Sign in and try again.')
}

/** @throws Problem 401 when nobody is signed in; 403 without a company, or before a second factor that the role needs. */
export function requireActor(request: FastifyRequest): Actor {
  const { active } = requireSignedIn(request)
  if (request.actor) return request.actor
  if (active) {
    throw new Problem(
      403,
      'second-factor-needed',
      'Administrators and operators sign in with a second factor. Set it up under My account, then go on.',
    )
  }
  throw new Problem(
    403,
    'no-company',
    'Your account does not belong to a company any more. Ask an administrator to invite you again.',
  )
}

/** @throws Problem 401 or 403; the words name the roles that can. */
export function requirePermission(request: FastifyRequest, permission: Permission): Actor {
  const actor = requireActor(request)
  if (actor.permissions.has(permission)) return actor
  throw new Problem(403, 'not-allowed', `Your role does not allow this. It takes ${whoCan(permission)}.`, { permission })
}

/** A buyer with the given permission, and the customer they buy for. @throws Problem 401 or 403 */
export function requireBuyer(request: FastifyRequest, permission: Permission): Actor & { customerId: string } {
  const actor = requirePermission(request, permission)
  const { customerId } = actor
  if (customerId === null) throw new Problem(403, 'not-allowed', 'Only people of a customer can do this.', { permission })
  return { ...actor, customerId }
}
