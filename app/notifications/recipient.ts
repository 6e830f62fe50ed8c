import type { Deps } from '../deps.ts'
import { type Permission, permissionsFor, type Role } from '../identity/permissions.ts'
import type { MailFault } from './mail-faults.ts'

export type Recipient = { name: string; email: string }

/**
 * The person a mail is for, if they still belong to the company and may see what it says: rights are looked up when the mail
 * is sent, not when it was caused, because days may lie between.
 *
 * @param needed what a buyer must be allowed, and what one of the seller's own people must be. A buyer's customer must be the
 *   order's.
 * @returns the person, or why not: they are gone, or may not (any more).
 */
export async function readRecipient(
  { db }: Pick<Deps, 'db'>,
  companyId: string,
  userId: string | null,
  needed: { customerId: string; buyer: Permission | null; office: Permission },
): Promise<Recipient | MailFault> {
  if (userId === null) return 'gone'
  const membership = await db.withCompany(companyId, (tx) =>
    tx
      .selectFrom('memberships')
      .select(['roles', 'customer_id'])
      .where('company_id', '=', companyId)
      .where('user_id', '=', userId)
      .executeTakeFirst(),
  )
  const person = await readPerson({ db }, userId)
  if (!membership || !person) return 'gone'
  const { customer_id: customerId, roles } = membership
  if (customerId !== null && customerId !== needed.customerId) return 'gone'
  const permission = customerId === null ? needed.office : needed.buyer
  const may = permission !== null && permissionsFor(roles as Role[]).includes(permission)
  return may ? person : 'may_not'
}

/** Whoever it is, whether they belong to a company or not. */
export function readPerson({ db }: Pick<Deps, 'db'>, userId: string): Promise<Recipient | undefined> {
  return db.identity.selectFrom('user').select(['name', 'email']).where('id', '=', userId).executeTakeFirst()
}
