import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem.ts'
import { addMembership } from './add-membership.ts'
import { createUser } from './create-user.ts'
import { hashOf } from './invite.ts'
import type { Role } from './permissions.ts'
import { recordActivity } from './record-activity.ts'
import { type Origin, recordSecurityEventIn } from './record-security-event.ts'

export type OpenInvitation = {
  id: string
  companyId: string
  email: string
  roles: Role[]
  customerId: string | null
  expiresAt: Date
  /** The invited person has an account already and joins with its password. */
  hasAccount: boolean
}

/** @throws Problem 404 for a link that never was, 410 for one that was used, taken back or has run out. */
export async function findInvitation(db: Database, token: string): Promise<OpenInvitation> {
  const row = await db.withPlatform((tx) =>
    tx
      .selectFrom('invitations')
      .select(['id', 'company_id', 'email', 'roles', 'customer_id', 'expires_at', 'accepted_at', 'revoked_at'])
      .select(sql<boolean>`expires_at <= now()`.as('run_out'))
      .where('token_hash', '=', hashOf(token))
      .executeTakeFirst(),
  )
  if (!row) throw new Problem('not-found:invitation-link')
  if (row.accepted_at) throw new Problem('link-used-up:accepted')
  if (row.revoked_at) throw new Problem('link-used-up:revoked')
  if (row.run_out) throw new Problem('link-used-up:run-out')
  const user = await db.identity.selectFrom('user').select('id').where('email', '=', row.email).executeTakeFirst()
  return {
    id: row.id,
    companyId: row.company_id,
    email: row.email,
    roles: row.roles as Role[],
    customerId: row.customer_id,
    expiresAt: row.expires_at,
    hasAccount: user !== undefined,
  }
}

/**
 * Accepts an invitation, once. A new person gets an account; who has one proves it with its password.
 * @throws Problem as findInvitation; 401 for the wrong password of an existing account.
 */
export async function acceptInvitation(
  deps: Pick<Deps, 'db' | 'identity'>,
  token: string,
  person: { name: string; password: string },
  from: Origin,
): Promise<{ email: string }> {
  const invitation = await findInvitation(deps.db, token)
  const { companyId, email, roles, customerId } = invitation
  const user = invitation.hasAccount
    ? await proveAccount(deps, email, person.password)
    : await createUser(deps, { email, ...person, about: await namesOf(deps.db, invitation) })
  await deps.db.withCompany(companyId, async (tx) => {
    const taken = await tx
      .updateTable('invitations')
      .set({ accepted_at: sql<Date>`now()` })
      .where('company_id', '=', companyId)
      .where('id', '=', invitation.id)
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (taken.numUpdatedRows === 0n) throw new Problem('link-used-up:used')
    await addMembership(tx, { companyId, userId: user.id, roles, customerId })
    await recordActivity(tx, {
      companyId,
      by: { kind: 'person', userId: user.id, name: user.name },
      action: 'person.joined',
      subject: { type: 'person', id: user.id },
      summary: `${user.name} accepted the invitation.`,
      details: { roles },
    })
    const joined = { userId: user.id, name: user.name }
    await recordSecurityEventIn(tx, companyId, {
      kind: 'person-joined',
      person: joined,
      from,
      how: 'invitation',
      details: { after: roles },
    })
  })
  return { email }
}

async function proveAccount(
  { identity }: Pick<Deps, 'identity'>,
  email: string,
  given: string,
): Promise<{ id: string; name: string }> {
  const { internalAdapter, password } = await identity.library.$context
  const found = await internalAdapter.findUserByEmail(email, { includeAccounts: true })
  const hash = found?.accounts.find((account) => account.providerId === 'credential')?.password
  if (found && hash && (await password.verify({ hash, password: given }))) return { id: found.user.id, name: found.user.name }
  throw new Problem('wrong-credentials:join')
}

/** What an invitation is to, by name. @param tx of its company. */
export async function readNames(tx: Tx, found: { companyId: string; customerId: string | null }) {
  const company = await tx
    .selectFrom('companies')
    .select(['name', 'accent_colour'])
    .where('id', '=', found.companyId)
    .executeTakeFirstOrThrow()
  const customer =
    found.customerId === null
      ? null
      : await tx.selectFrom('customers').select('name').where('id', '=', found.customerId).executeTakeFirstOrThrow()
  return { company: { name: company.name, accentColour: company.accent_colour }, customer }
}

async function namesOf(db: Database, invitation: OpenInvitation): Promise<string[]> {
  const { company, customer } = await db.withCompany(invitation.companyId, (tx) => readNames(tx, invitation))
  return [company.name, ...(customer ? [customer.name] : [])]
}
