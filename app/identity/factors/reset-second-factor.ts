import type { Deps } from '../../deps.ts'
import { notFound, Problem } from '../../problem.ts'
import { type Actor, doerOf } from '../actor.ts'
import { findMemberships } from '../find-memberships.ts'
import { recordActivity } from '../record-activity.ts'
import { type Origin, recordSecurityEvent } from '../record-security-event.ts'
import { endSessions } from '../sessions/end-sessions.ts'
import { leads } from '../sessions/session-life.ts'
import { tellAdministrators } from '../tell-of-security.ts'
import { lockPerson } from './change-factors.ts'

type Dependencies = Pick<Deps, 'db'>
type Person = { userId: string; name: string }

/**
 * An administrator takes the lost factors of a person of the company away; the person signs in with the password and sets up a
 * new one. Whoever belongs to another company too is reset only by somebody who leads each of them: a factor guards them all.
 * @throws Problem 404 for nobody of this company; 409 for oneself, for a person of another company too, and without a factor.
 */
export async function resetSecondFactor(deps: Dependencies, actor: Actor, membershipId: string, from: Origin): Promise<void> {
  const { companyId } = actor
  const member = await deps.db.withCompany(companyId, (tx) =>
    tx
      .selectFrom('memberships')
      .select('user_id')
      .where('company_id', '=', companyId)
      .where('id', '=', membershipId)
      .executeTakeFirst(),
  )
  if (!member) throw notFound('person')
  if (member.user_id === actor.userId) throw new Problem('reset-yourself')
  const mine = await findMemberships(deps.db, actor.userId)
  const led = mine.filter(({ roles }) => roles.some(leads)).map(({ company }) => company.id)
  const theirs = await findMemberships(deps.db, member.user_id)
  if (theirs.some(({ company }) => !led.includes(company.id))) throw new Problem('reset-not-yours')
  const person = await takeFactorsAway(deps, member.user_id)
  const details = { company: companyId }
  const by = { userId: actor.userId, name: actor.name }
  await recordSecurityEvent(deps.db, { kind: 'factor-reset', person, by, from, how: 'administrator', details })
  await tellCompanies(
    deps,
    person,
    actor,
    theirs.map(({ company }) => company),
  )
}

/**
 * Whoever runs the server does the same for anybody: the way out where no administrator is left to do it.
 * @returns the person's name and the companies they can enter. @throws Problem 404 for an address without an account.
 */
export async function resetSecondFactorByCommand(
  deps: Dependencies,
  email: string,
): Promise<{ name: string; companies: string[] }> {
  const user = await deps.db.identity.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst()
  if (!user) throw notFound('person')
  const person = await takeFactorsAway(deps, user.id)
  await recordSecurityEvent(deps.db, { kind: 'factor-reset', person, by: 'florin', from: null, how: 'command' })
  const companies = (await findMemberships(deps.db, user.id)).map(({ company }) => company)
  await tellCompanies(deps, person, 'command', companies)
  return { name: person.name, companies: companies.map(({ name }) => name) }
}

/** @throws Problem 409 when there is no factor to take away. */
async function takeFactorsAway({ db }: Dependencies, userId: string): Promise<Person> {
  return db.identity.transaction().execute(async (tx) => {
    await lockPerson(tx, userId)
    const user = await tx.selectFrom('user').select(['name', 'twoFactorEnabled']).where('id', '=', userId).executeTakeFirst()
    if (!user) throw notFound('person')
    if (!user.twoFactorEnabled) throw new Problem('second-factor-off')
    await tx.deleteFrom('twoFactor').where('userId', '=', userId).execute()
    await tx.deleteFrom('passkeys').where('user_id', '=', userId).execute()
    await tx.updateTable('user').set({ twoFactorEnabled: false }).where('id', '=', userId).execute()
    await endSessions(tx, userId)
    return { userId, name: user.name }
  })
}

async function tellCompanies(
  { db }: Dependencies,
  person: Person,
  by: Actor | 'command',
  companies: { id: string; name: string }[],
): Promise<void> {
  const who = by === 'command' ? 'Florin' : by.name
  for (const { id: companyId, name: company } of companies) {
    await db.withCompany(companyId, async (tx) => {
      await recordActivity(tx, {
        companyId,
        by: by === 'command' ? { kind: 'system' } : doerOf(by),
        action: 'person.second-factor-reset',
        subject: { type: 'person', id: person.userId },
        summary: `Reset the second factor of ${person.name}.`,
      })
      await tellAdministrators(tx, companyId, 'factor-reset', { who, person: person.name, company }, person.userId)
    })
  }
}
