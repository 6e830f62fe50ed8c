import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { Problem } from '../../problem.ts'
import type { SignedIn } from '../request-actor.ts'
import { requireSignedIn } from '../require-permission.ts'
import { isStrong } from './session-life.ts'

/** How long a proof counts for what comes after it. */
const freshMs = 10 * 60_000

/**
 * For what a forgotten or stolen session must not do: the person shows everything the account has once more (password and
 * second factor, or a passkey), unless that was a moment ago.
 * @throws Problem 401 when nobody is signed in; 403 `step-up-needed`, after which the page asks and sends the request again.
 */
export function requireFreshProof(deps: Pick<Deps, 'clock'>, request: FastifyRequest): SignedIn {
  if (hasFreshProof(deps, request)) return requireSignedIn(request)
  throw new Problem('step-up-needed')
}

/** @throws Problem 401 when nobody is signed in. */
export function hasFreshProof({ clock }: Pick<Deps, 'clock'>, request: FastifyRequest): boolean {
  const { session, user } = requireSignedIn(request)
  const complete = isStrong(session.means) || !user.twoFactorEnabled
  return complete && session.provenAt !== null && clock.now().getTime() - session.provenAt.getTime() < freshMs
}
