import { type Insertable, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Companies } from '../db/schema.ts'
import type { Deps } from '../deps.ts'

/**
 * Founds a company together with everything `fill` puts into it, in one transaction: killed in the middle, it starts over
 * cleanly.
 * @returns its id; null when a company with this slug is there already (then nothing is done).
 */
export async function foundCompany(
  { db }: Pick<Deps, 'db'>,
  company: Insertable<Companies>,
  fill: (tx: Tx, companyId: string) => Promise<void>,
): Promise<string | null> {
  return db.withPlatform(async (tx) => {
    const founded = await tx
      .insertInto('companies')
      .values(company)
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!founded) return null
    // From here on the transaction is the new company's own: the walls are the same as for anybody.
    await sql`SELECT set_config('role', 'florin_app', true), set_config('florin.company', ${founded.id}, true)`.execute(tx)
    await fill(tx, founded.id)
    return founded.id
  })
}
