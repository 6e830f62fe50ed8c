import { type Insertable, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Companies } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { addMembership } from '../identity/add-membership.ts'
import { createUser } from '../identity/create-user.ts'
import { Problem } from '../problem.ts'
import { demoPassword } from './demo-logins.ts'
import { type DemoCompany, demoPeople } from './people.ts'

/**
 * Founds a company together with everything `fill` puts into it, in one transaction: killed in the middle, it starts over
 * cleanly. Does nothing when the company is there.
 */
export async function foundCompany(
  { db }: Pick<Deps, 'db'>,
  company: Insertable<Companies> & { slug: DemoCompany },
  fill: (tx: Tx, companyId: string) => Promise<void>,
): Promise<void> {
  await db.withPlatform(async (tx) => {
    const founded = await tx
      .insertInto('companies')
      .values(company)
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!founded) return
    // From here on the transaction is the new company's own: the walls are the same as for anybody.
    await sql`SELECT set_config('role', 'florin_app', true), set_config('florin.company', ${founded.id}, true)`.execute(tx)
    await fill(tx, founded.id)
  })
}

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
