import type { Deps } from '../deps.ts'
import { Problem } from '../problem.ts'
import { assertGoodPassword } from './password-strength.ts'

/**
 * Makes a person who can sign in; what they may do comes with a membership (add-membership.ts).
 * @param person.about names of the company and the customer they come to: no part of a password.
 * @throws Problem 409 when the address has an account already; 400 for a password that is easily guessed.
 */
export async function createUser(
  deps: Pick<Deps, 'identity'>,
  person: { email: string; name: string; password: string; about?: string[] },
): Promise<{ id: string; name: string }> {
  const { internalAdapter, password } = await deps.identity.library.$context
  const email = person.email.trim().toLowerCase()
  assertGoodPassword(person.password, { email, name: person.name, about: person.about ?? [] })
  if (await internalAdapter.findUserByEmail(email)) throw taken()
  const hash = await password.hash(person.password)
  const { id, name } = await internalAdapter
    // Whoever invites a person vouches for the address, and the invitation reaches nobody else.
    .createUser({ email, name: person.name.trim(), emailVerified: true }, { method: 'email-password' })
    .catch((error) => {
      throw isTaken(error) ? taken() : error
    })
  await internalAdapter.linkAccount({ userId: id, providerId: 'credential', accountId: id, password: hash })
  return { id, name }
}

function taken(): Problem {
  return new Problem('email-taken')
}

function isTaken(error: unknown): boolean {
  return (error as { code?: string }).code === '23505'
}
