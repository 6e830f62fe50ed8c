import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem.ts'
import { knownDevice, rememberDevice } from './known-device.ts'
import {
  countTry,
  forgetTries,
  type Limit,
  overLimit,
  placeOf,
  resetByDevice,
  resetByEmail,
  resetByPlace,
  resetByPlaceAndEmail,
  signInByDevice,
  signInByEmail,
  signInByPlace,
  signInByPlaceAndEmail,
  uncountTry,
} from './limits.ts'
import { originOf, recordSecurityEvent } from './record-security-event.ts'

type Person = { userId: string; name: string } | undefined
type Tries = {
  /** What was given is right. */
  right(reply: FastifyReply): Promise<void>
}

/**
 * Counts one try at somebody's password. Strangers are counted by place, by person at that place, and by person from
 * everywhere; a browser that signed this person in before is counted by itself, so that no stranger can keep the owner out.
 * @throws Problem 429 when there were too many; nothing may be checked then.
 */
export async function countSignIn(deps: Deps, request: FastifyRequest, email: string, person: Person): Promise<Tries> {
  const device = knownDevice(deps, request, email)
  if (device) {
    const subject = `${device} ${email}`
    await countTry(deps, signInByDevice, subject)
    return {
      right: async (reply) => {
        await forgetTries(deps, signInByDevice, subject)
        rememberDevice(deps, request, reply, email)
      },
    }
  }
  const place = placeOf(request)
  const here = `${place} ${email}`
  await countTry(deps, signInByPlace, place)
  // Before the count from everywhere: what one place is refused is no guess, and must not use up the others' tries.
  await countTry(deps, signInByPlaceAndEmail, here)
  await countFromEverywhere(deps, request, email, person)
  return {
    right: async (reply) => {
      await forgetTries(deps, signInByPlaceAndEmail, here)
      // Not forgotten: the guesses of others are none the better for the owner coming in.
      await uncountTry(deps, signInByEmail, email)
      await uncountTry(deps, signInByPlace, place)
      rememberDevice(deps, request, reply, email)
    },
  }
}

async function countFromEverywhere(deps: Deps, request: FastifyRequest, email: string, person: Person): Promise<void> {
  const { over, first, waitSeconds } = await overLimit(deps, signInByEmail, email)
  if (!over) return
  if (first && person) {
    const details = { tries: signInByEmail.max, minutes: signInByEmail.seconds / 60 }
    await recordSecurityEvent(deps.db, { kind: 'locked-out', person, by: 'florin', from: originOf(request), details })
  }
  throw new Problem('too-many-tries:from-elsewhere', {
    count: Math.max(1, Math.ceil(waitSeconds / 60)),
    retryAfterSeconds: waitSeconds,
  })
}

/** Counts one request for a reset mail, by the same rule. @throws Problem 429 */
export async function countResetRequest(deps: Deps, request: FastifyRequest, email: string): Promise<void> {
  const device = knownDevice(deps, request, email)
  const place = placeOf(request)
  const counts: [Limit, string][] = device
    ? [[resetByDevice, `${device} ${email}`]]
    : [
        [resetByPlace, place],
        [resetByPlaceAndEmail, `${place} ${email}`],
        [resetByEmail, email],
      ]
  for (const [limit, subject] of counts) await countTry(deps, limit, subject)
}

const anAddress = /^[^\s@]{1,64}@[^\s@]{1,120}$/

/** Records a password that was not right. A stranger's words are kept only where they are an address: people type passwords there. */
export async function recordSignInFailed(deps: Deps, request: FastifyRequest, email: string, person: Person): Promise<void> {
  await recordSecurityEvent(deps.db, {
    kind: 'sign-in-failed',
    person: person ?? { userId: null, name: anAddress.test(email) ? email : '' },
    by: 'stranger',
    from: originOf(request),
  })
}
