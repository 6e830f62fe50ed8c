import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { notFound, Problem } from '../problem.ts'
import { type Actor, doerOf } from './actor.ts'
import { assertRolesFit } from './add-membership.ts'
import { assertAssignable } from './change-people.ts'
import { inviteByCompany, inviteByCompanyAndRecipient, inviteByRecipient, overLimit } from './limits.ts'
import type { Role } from './permissions.ts'
import { recordActivity } from './record-activity.ts'
import { type Origin, recordSecurityEventIn } from './record-security-event.ts'
import { roleInWords } from './role-words.ts'
import { leads } from './sessions/session-life.ts'
import { tellAdministrators } from './tell-of-security.ts'

export const invitationDays = 7

/**
 * Invites somebody into the company by mail; an earlier open invitation of the same address ends. The link is in the mail and
 * nowhere else: the database keeps its hash.
 * @returns the invitation's id. @throws Problem 400, 404 (customer), 409 (belongs to the company already) or 503 (mail).
 */
export async function invite(
  deps: Pick<Deps, 'db' | 'config' | 'mail' | 'log'>,
  actor: Actor,
  wanted: { email: string; roles: readonly Role[]; customerId: string | null },
  from: Origin,
): Promise<string> {
  await assertNotMember(deps.db, actor.companyId, wanted.email)
  await countInvitation(deps, actor.companyId, wanted.email)
  const token = randomBytes(32).toString('base64url')
  const made = await deps.db.withCompany(actor.companyId, (tx) => storeInvitation(tx, actor, wanted, hashOf(token), from))
  const mail = {
    kind: 'invitation' as const,
    companyName: made.company.name,
    accentColour: made.company.accent_colour,
    customerName: made.customerName,
    invitedByName: actor.name,
    url: `${deps.config.publicUrl}/invitation/${token}`,
    days: invitationDays,
  }
  await deps.mail.send(wanted.email, mail).catch((error) => {
    deps.log.error({ err: error }, 'an invitation could not be mailed')
    throw new Problem('mail-not-sent')
  })
  return made.id
}

/** Mails to people who asked for none are few: per company, and per address from all companies together. @throws Problem 429 */
async function countInvitation(deps: Pick<Deps, 'db'>, companyId: string, email: string): Promise<void> {
  const counts = [
    [inviteByCompanyAndRecipient, `${companyId} ${email}`, 'too-many-tries:invited-often'],
    [inviteByRecipient, email, 'too-many-tries:invited-often'],
    [inviteByCompany, companyId, 'too-many-tries:invitations'],
  ] as const
  for (const [limit, subject, problem] of counts) {
    const { over, waitSeconds } = await overLimit(deps, limit, subject)
    if (over) throw new Problem(problem, { max: limit.max, hours: Math.ceil(waitSeconds / 3600), retryAfterSeconds: waitSeconds })
  }
}

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

async function assertNotMember(db: Database, companyId: string, email: string): Promise<void> {
  const user = await db.identity.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst()
  if (!user) return
  const member = await db.withCompany(companyId, (tx) =>
    tx.selectFrom('memberships').select('id').where('user_id', '=', user.id).executeTakeFirst(),
  )
  if (member) throw new Problem('already-a-member')
}

async function storeInvitation(
  tx: Tx,
  actor: Actor,
  wanted: { email: string; roles: readonly Role[]; customerId: string | null },
  tokenHash: string,
  from: Origin,
) {
  const roles = [...new Set(wanted.roles)]
  assertRolesFit(roles, wanted.customerId)
  await assertAssignable(tx, actor.companyId, roles)
  const customerName = wanted.customerId === null ? null : await readCustomerName(tx, wanted.customerId)
  await tx
    .updateTable('invitations')
    .set({ revoked_at: sql<Date>`now()` })
    .where('company_id', '=', actor.companyId)
    .where('email', '=', wanted.email)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute()
  const id = await insertInvitation(tx, actor.companyId, { ...wanted, roles, invitedByName: actor.name }, tokenHash)
  await recordActivity(tx, {
    companyId: actor.companyId,
    by: doerOf(actor),
    action: 'person.invited',
    subject: { type: 'person', id: wanted.email },
    summary: `Invited ${wanted.email} as ${roles.map(roleInWords).join(' and ')}${customerName ? ` for ${customerName}` : ''}.`,
    details: { roles, customerId: wanted.customerId },
  })
  await recordSecurityEventIn(tx, actor.companyId, {
    kind: 'person-invited',
    person: { userId: null, name: wanted.email },
    by: { userId: actor.userId, name: actor.name },
    from,
    details: { after: roles },
  })
  const company = await tx
    .selectFrom('companies')
    .select(['name', 'accent_colour'])
    .where('id', '=', actor.companyId)
    .executeTakeFirstOrThrow()
  if (roles.some(leads)) {
    const told = { who: actor.name, person: wanted.email, company: company.name, roles: roles.map(roleInWords).join(' and ') }
    await tellAdministrators(tx, actor.companyId, 'leader-invited', told)
  }
  return { id, company, customerName }
}

/** An open invitation, by whose link a person enters. @param tx of `companyId`. @returns its id. */
export async function insertInvitation(
  tx: Tx,
  companyId: string,
  wanted: { email: string; roles: readonly Role[]; customerId: string | null; invitedByName: string },
  tokenHash: string,
): Promise<string> {
  const { id } = await tx
    .insertInto('invitations')
    .values({
      company_id: companyId,
      email: wanted.email,
      roles: [...wanted.roles],
      customer_id: wanted.customerId,
      token_hash: tokenHash,
      invited_by_name: wanted.invitedByName,
      expires_at: sql<Date>`now() + make_interval(days => ${invitationDays})`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function readCustomerName(tx: Tx, customerId: string): Promise<string> {
  const customer = await tx.selectFrom('customers').select('name').where('id', '=', customerId).executeTakeFirst()
  if (!customer) throw notFound('customer')
  return customer.name
}

/** Ends an open invitation. @throws Problem 404 */
export async function revokeInvitation(tx: Tx, actor: Actor, id: string, from: Origin): Promise<void> {
  const revoked = await tx
    .updateTable('invitations')
    .set({ revoked_at: sql<Date>`now()` })
    .where('company_id', '=', actor.companyId)
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .returning('email')
    .executeTakeFirst()
  if (!revoked) throw notFound('invitation')
  await recordActivity(tx, {
    companyId: actor.companyId,
    by: doerOf(actor),
    action: 'person.invitation-revoked',
    subject: { type: 'person', id: revoked.email },
    summary: `Took back the invitation of ${revoked.email}.`,
  })
  const person = { userId: null, name: revoked.email }
  const by = { userId: actor.userId, name: actor.name }
  await recordSecurityEventIn(tx, actor.companyId, { kind: 'invitation-revoked', person, by, from })
}
