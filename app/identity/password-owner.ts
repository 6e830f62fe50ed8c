import type { Deps } from '../deps.ts'
import { findMemberships } from './find-memberships.ts'
import type { PasswordOwner } from './password-strength.ts'

/** What is known of an account, for judging its password. */
export async function readPasswordOwner(
  { db }: Pick<Deps, 'db'>,
  { userId, email, name }: { userId: string; email: string; name: string },
): Promise<PasswordOwner> {
  const memberships = await findMemberships(db, userId)
  const about = memberships.flatMap(({ company, customer }) => [company.name, company.slug, ...(customer ? [customer.name] : [])])
  return { email, name, about }
}
