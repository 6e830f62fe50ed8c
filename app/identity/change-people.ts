import type { Tx } from '../db/database.ts'
import { notFound, Problem } from '../problem.ts'
import { type Actor, doerOf } from './actor.ts'
import { assertRolesFit } from './add-membership.ts'
import type { Role } from './permissions.ts'
import { recordActivity } from './record-activity.ts'
import { type Origin, recordSecurityEventIn } from './record-security-event.ts'
import { roleInWords } from './role-words.ts'
import { leads } from './sessions/session-life.ts'
import { tellAdministrators } from './tell-of-security.ts'

/** Gives a person of the company other roles. @param name for the audit trail. @throws Problem 404, 400 or 409 (the last administrator). */
export async function changeRoles(
  tx: Tx,
  actor: Actor,
  membershipId: string,
  roles: readonly Role[],
  name: string,
  from: Origin,
): Promise<void> {
  const member = await lockMember(tx, actor.companyId, membershipId)
  const wanted = [...new Set(roles)]
  assertRolesFit(wanted, member.customer_id)
  await assertAssignable(tx, actor.companyId, wanted)
  if (!wanted.some(leads)) await assertNotTheLast(tx, actor.companyId, member)
  await tx
    .updateTable('memberships')
    .set({ roles: wanted })
    .where('company_id', '=', actor.companyId)
    .where('id', '=', membershipId)
    .execute()
  await recordActivity(tx, {
    companyId: actor.companyId,
    by: doerOf(actor),
    action: 'person.roles-changed',
    subject: { type: 'person', id: member.user_id },
    summary: `${name} is now ${inWords(wanted)}.`,
    details: { before: member.roles, after: wanted },
  })
  const change = { person: { userId: member.user_id, name }, by: { userId: actor.userId, name: actor.name }, from }
  const details = { before: member.roles, after: wanted }
  await recordSecurityEventIn(tx, actor.companyId, { kind: 'roles-changed', ...change, details })
  const told = { who: actor.name, person: name, company: await readName(tx, actor.companyId), roles: inWords(wanted) }
  await tellAdministrators(tx, actor.companyId, 'roles-changed', told, member.user_id)
}

/** Ends a person's membership; their sessions may not enter the company from the next request on. @throws Problem 404 or 409 */
export async function removePerson(tx: Tx, actor: Actor, membershipId: string, name: string, from: Origin): Promise<void> {
  const member = await lockMember(tx, actor.companyId, membershipId)
  await assertNotTheLast(tx, actor.companyId, member)
  await tx.deleteFrom('memberships').where('company_id', '=', actor.companyId).where('id', '=', membershipId).execute()
  await recordActivity(tx, {
    companyId: actor.companyId,
    by: doerOf(actor),
    action: 'person.removed',
    subject: { type: 'person', id: member.user_id },
    summary: `${name} does not belong to the company any more.`,
    details: { roles: member.roles },
  })
  const change = { person: { userId: member.user_id, name }, by: { userId: actor.userId, name: actor.name }, from }
  await recordSecurityEventIn(tx, actor.companyId, { kind: 'person-removed', ...change, details: { before: member.roles } })
  const told = { who: actor.name, person: name, company: await readName(tx, actor.companyId) }
  await tellAdministrators(tx, actor.companyId, 'person-removed', told, member.user_id)
}

function inWords(roles: readonly Role[]): string {
  return roles.map(roleInWords).join(' and ')
}

async function readName(tx: Tx, companyId: string): Promise<string> {
  const company = await tx.selectFrom('companies').select('name').where('id', '=', companyId).executeTakeFirstOrThrow()
  return company.name
}

/** The operator's role exists in the platform's company only, and no other role does there. @throws Problem 400 */
export async function assertAssignable(tx: Tx, companyId: string, roles: readonly Role[]): Promise<void> {
  const { kind } = await tx.selectFrom('companies').select('kind').where('id', '=', companyId).executeTakeFirstOrThrow()
  const fits = roles.every((role) => (role === 'operator') === (kind === 'platform'))
  if (!fits) throw new Problem('roles-do-not-fit:unknown')
}

type Member = { user_id: string; roles: string[]; customer_id: string | null }

/** Locks all who lead, in one order, so that two of them cannot remove each other at the same moment. */
async function lockMember(tx: Tx, companyId: string, membershipId: string): Promise<Member> {
  const members = await tx
    .selectFrom('memberships')
    .select(['id', 'user_id', 'roles', 'customer_id'])
    .where('company_id', '=', companyId)
    .orderBy('id')
    .forUpdate()
    .execute()
  const member = members.find((each) => each.id === membershipId)
  if (!member) throw notFound('person')
  return member
}

async function assertNotTheLast(tx: Tx, companyId: string, member: Member): Promise<void> {
  if (!member.roles.some(leads)) return
  const others = await tx
    .selectFrom('memberships')
    .select(['roles'])
    .where('company_id', '=', companyId)
    .where('user_id', '<>', member.user_id)
    .execute()
  if (others.some(({ roles }) => roles.some(leads))) return
  throw new Problem('last-administrator')
}
