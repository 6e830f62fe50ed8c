import type { Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { addMembership } from '../identity/add-membership.ts'
import { createUser } from '../identity/create-user.ts'
import { Problem } from '../problem.ts'
import { demoPassword } from './demo-logins.ts'
import { type DemoCompany, demoPeople } from './people.ts'

/** Makes the company's people who can sign in, or finds them from a start that was cut short. @returns their ids by e-mail. */
export async function makePeople(deps: Pick<Deps, 'db' | 'identity' | 'sign'>, slug: DemoCompany): Promise<Map<string, string>> {
  const password = demoPassword(deps)
  const ids = await Promise.all(
    demoPeople[slug].map(async ({ email, name }) => {
      try {
        return [email, (await createUser(deps, { email, name, password })).id] as const
      } catch (error) {
        if (!(error instanceof Problem && error.kind === 'email-taken')) throw error
        const user = await deps.db.identity.selectFrom('user').select('id').where('email', '=', email).executeTakeFirstOrThrow()
        return [email, user.id] as const
      }
    }),
  )
  return new Map(ids)
}

/** Lets the company's people in. @param customers ids by name, for those who buy. */
export async function letPeopleIn(
  tx: Tx,
  companyId: string,
  slug: DemoCompany,
  userIds: Map<string, string>,
  customers: Map<string, string>,
): Promise<void> {
  for (const { email, roles, customer } of demoPeople[slug]) {
    const customerId = customer === undefined ? null : customers.get(customer)!
    await addMembership(tx, { companyId, userId: userIds.get(email)!, roles, customerId })
  }
}
