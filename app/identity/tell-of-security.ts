import { randomUUID } from 'node:crypto'
import type { Tx } from '../db/database.ts'
import { enqueue } from '../db/enqueue.ts'
import type { Deps } from '../deps.ts'
import type { KeyOf, ParametersOf } from '../words/catalogue.ts'
import { findMemberships } from './find-memberships.ts'
import { leads } from './sessions/session-life.ts'

type What = KeyOf<'security'>
/** A sentence of the catalogue `security`, and the facts it names. */
export type SecurityNotice = { what: What; facts: Record<string, string> }
type Facts<W extends What> = Record<ParametersOf<'security', W>, string>

/**
 * Writes to the administrators (or operators) of a company, and to the person concerned, that something about entering or about
 * the payout account has changed. In the transaction of the change: the mails leave if and only if it happened.
 * @param tx of `companyId`. @param personId whom it concerns, where that is one person.
 */
export async function tellAdministrators<W extends What>(
  tx: Tx,
  companyId: string,
  what: W,
  facts: Facts<W>,
  personId?: string,
): Promise<void> {
  const members = await tx.selectFrom('memberships').select(['user_id', 'roles']).where('company_id', '=', companyId).execute()
  const leaders = members.filter(({ roles }) => roles.some(leads)).map(({ user_id }) => user_id)
  await tellEach(tx, companyId, [...leaders, ...(personId ? [personId] : [])], { what, facts })
}

/** Writes to a person that something about their own account has changed. Who belongs to no company has nothing to lose here. */
export async function tellPerson<W extends What>(
  { db }: Pick<Deps, 'db'>,
  userId: string,
  what: W,
  facts: Facts<W>,
): Promise<void> {
  const [membership] = await findMemberships(db, userId)
  if (!membership) return
  const companyId = membership.company.id
  await db.withCompany(companyId, (tx) => tellEach(tx, companyId, [userId], { what, facts }))
}

async function tellEach(tx: Tx, companyId: string, userIds: string[], notice: SecurityNotice): Promise<void> {
  const fact = randomUUID()
  for (const userId of new Set(userIds)) {
    await enqueue(tx, {
      companyId,
      kind: 'mail.security-notice',
      factId: `${fact}:${userId}`,
      payload: { userId, ...notice },
    })
  }
}
