import type { Database, Tx } from '../db/database.ts'
import type { Role } from './permissions.ts'

export type Person = {
  membershipId: string
  userId: string
  name: string
  email: string
  twoFactorEnabled: boolean
  roles: Role[]
  customer: { id: string; name: string } | null
  since: Date
}

/**
 * The people of a company and its buyers, by name. Names and addresses stand in the sign-in tables, which the
 * company's own role cannot read: they are looked up for its members alone.
 */
export async function listPeople(db: Database, companyId: string): Promise<Person[]> {
  const members = await db.withCompany(companyId, readMembers)
  if (members.length === 0) return []
  const ids = members.map((member) => member.user_id)
  const users = await db.identity
    .selectFrom('user')
    .select(['id', 'name', 'email', 'twoFactorEnabled'])
    .where('id', 'in', ids)
    .execute()
  const byId = new Map(users.map((user) => [user.id, user]))
  const people = members.flatMap((member) => {
    const user = byId.get(member.user_id)
    if (!user) return []
    const { customer_id: customer, customer_name: name } = member
    return [
      {
        membershipId: member.id,
        userId: user.id,
        name: user.name,
        email: user.email,
        twoFactorEnabled: user.twoFactorEnabled === true,
        roles: member.roles as Role[],
        customer: customer && name ? { id: customer, name } : null,
        since: member.created_at,
      },
    ]
  })
  return people.sort((a, b) => a.name.localeCompare(b.name))
}

function readMembers(tx: Tx) {
  return tx
    .selectFrom('memberships as m')
    .leftJoin('customers as c', (join) => join.onRef('c.company_id', '=', 'm.company_id').onRef('c.id', '=', 'm.customer_id'))
    .select(['m.id', 'm.user_id', 'm.roles', 'm.created_at', 'm.customer_id', 'c.name as customer_name'])
    .execute()
}
