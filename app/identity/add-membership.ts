import type { Tx } from '../db/database.ts'
import { Problem } from '../problem.ts'
import type { Role } from './permissions.ts'

const buyerRoles: readonly Role[] = ['buyer_orders', 'buyer_pays']

/**
 * Lets a person into a company, in that company's transaction.
 * @param membership.customerId the customer a buyer belongs to; null for the company's own people.
 * @throws Problem 409 when the person belongs to the company already; 400 for roles that do not go together.
 */
export async function addMembership(
  tx: Tx,
  membership: { companyId: string; userId: string; roles: readonly Role[]; customerId?: string | null },
): Promise<{ id: string }> {
  const { companyId, userId, customerId = null } = membership
  const roles = [...new Set(membership.roles)]
  assertRolesFit(roles, customerId)
  const added = await tx
    .insertInto('memberships')
    .values({ company_id: companyId, user_id: userId, roles, customer_id: customerId })
    .onConflict((conflict) => conflict.columns(['company_id', 'user_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw new Problem('already-a-member')
  return added
}

/** Nobody is a buyer and one of the seller's own people at once. @throws Problem 400 */
export function assertRolesFit(roles: readonly Role[], customerId: string | null): void {
  const buys = roles.filter((role) => buyerRoles.includes(role)).length
  const fits = roles.length > 0 && (customerId === null ? buys === 0 : buys === roles.length)
  if (fits) return
  throw new Problem('roles-do-not-fit')
}
