import type { Database } from '../db/database.ts'
import type { Role } from './permissions.ts'

export type Membership = {
  id: string
  roles: Role[]
  company: {
    id: string
    name: string
    slug: string
    kind: string
    accentColour: string | null
    currency: string
    timeZone: string
  }
  /** For buyers: the customer they buy for. */
  customer: { id: string; name: string } | null
}

/** Where a person may enter, by company name. */
export async function findMemberships(db: Database, userId: string): Promise<Membership[]> {
  const rows = await db.withPlatform((tx) =>
    tx
      .selectFrom('memberships as m')
      .innerJoin('companies as c', 'c.id', 'm.company_id')
      .leftJoin('customers as b', (join) => join.onRef('b.company_id', '=', 'm.company_id').onRef('b.id', '=', 'm.customer_id'))
      .select(['m.id', 'm.roles', 'm.company_id', 'c.name', 'c.slug', 'c.kind', 'c.accent_colour', 'c.currency', 'c.time_zone'])
      .select(['b.id as customer_id', 'b.name as customer_name'])
      .where('m.user_id', '=', userId)
      .orderBy('c.name')
      .orderBy('m.id')
      .execute(),
  )
  return rows.map((row) => ({
    id: row.id,
    roles: row.roles as Role[],
    company: {
      id: row.company_id,
      name: row.name,
      slug: row.slug,
      kind: row.kind,
      accentColour: row.accent_colour,
      currency: row.currency,
      timeZone: row.time_zone,
    },
    customer: row.customer_id && row.customer_name ? { id: row.customer_id, name: row.customer_name } : null,
  }))
}
