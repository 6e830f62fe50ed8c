import type { Kysely } from 'kysely'
import type { DB } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { notFound, Problem } from '../../problem.ts'
import { endSessions } from '../sessions/end-sessions.ts'
import { renewToken } from '../sessions/renew-session.ts'
import { keptCodes, newBackupCodes } from './backup-codes.ts'
import { lockApp, type Spent, spendStep } from './spend-code.ts'

type Dependencies = Pick<Deps, 'db' | 'identity' | 'clock'>
/** Whose factors, and the session in which they are changed: it goes on, with a new token; every other ends. */
export type Changing = { userId: string; sessionId: string }

/**
 * Takes the app that is being set up into use, with its first code as the proof.
 * @returns the session's new token. @throws Problem 401 for a wrong code; 409 when nothing is being set up.
 */
export async function confirmApp(deps: Dependencies, { userId, sessionId }: Changing, code: string): Promise<string> {
  return deps.db.identity.transaction().execute(async (tx) => {
    await lockPerson(tx, userId)
    const app = await lockApp(tx, userId)
    if (!app) throw new Problem('second-factor-off')
    if (app.verified) throw new Problem('second-factor-on')
    refuseUnlessRight(await spendStep(deps, tx, app, code))
    await tx.updateTable('twoFactor').set({ verified: true }).where('id', '=', app.id).execute()
    return factorsChanged(tx, { userId, sessionId }, 'password+code')
  })
}

/** Takes the app and its backup codes away. @returns the session's new token. @throws Problem 409 when there is none. */
export async function removeApp(deps: Dependencies, { userId, sessionId }: Changing): Promise<string> {
  return deps.db.identity.transaction().execute(async (tx) => {
    await lockPerson(tx, userId)
    const removed = await tx.deleteFrom('twoFactor').where('userId', '=', userId).executeTakeFirst()
    if (removed.numDeletedRows === 0n) throw new Problem('second-factor-off')
    return factorsChanged(tx, { userId, sessionId })
  })
}

/** Takes a passkey away. @returns its name and the session's new token. @throws Problem 404 */
export async function removePasskey(
  deps: Dependencies,
  { userId, sessionId }: Changing,
  id: string,
): Promise<{ name: string; token: string }> {
  return deps.db.identity.transaction().execute(async (tx) => {
    await lockPerson(tx, userId)
    const removed = await tx
      .deleteFrom('passkeys')
      .where('user_id', '=', userId)
      .where('id', '=', id)
      .returning('name')
      .executeTakeFirst()
    if (!removed) throw notFound('passkey')
    return { name: removed.name, token: await factorsChanged(tx, { userId, sessionId }) }
  })
}

/**
 * What follows every change of factors, in its transaction: the account says whether it has one, everything else that is open
 * ends, and this session is what it has become. Who has no factor left is here by the password alone from now on.
 * @param shown what this session has shown besides, by the change itself: a factor that was added.
 * @returns the session's new token.
 */
export async function factorsChanged(
  tx: Kysely<DB>,
  { userId, sessionId }: Changing,
  shown?: 'password+code' | 'password+passkey',
): Promise<string> {
  const has = await countFactors(tx, userId)
  await tx
    .updateTable('user')
    .set({ twoFactorEnabled: has.app || has.passkeys > 0 })
    .where('id', '=', userId)
    .execute()
  await endSessions(tx, userId, sessionId)
  if (!has.app && has.passkeys === 0) return renewToken(tx, sessionId, { means: 'password', proven: false })
  return renewToken(tx, sessionId, shown ? { means: shown, proven: true } : {})
}

export async function countFactors(db: Kysely<DB>, userId: string): Promise<{ app: boolean; passkeys: number }> {
  const app = await db.selectFrom('twoFactor').select('verified').where('userId', '=', userId).executeTakeFirst()
  const { count } = await db
    .selectFrom('passkeys')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return { app: app?.verified === true, passkeys: Number(count) }
}

/** Every change of somebody's factors, sessions and passwords holds the person's row first, so that they wait for each other. */
export async function lockPerson(tx: Kysely<DB>, userId: string): Promise<void> {
  await tx.selectFrom('user').select('id').where('id', '=', userId).forUpdate().execute()
}

/** @throws Problem 401 in words for each way of being wrong; 409 without an app. */
export function refuseUnlessRight(spent: Spent): void {
  if (spent === 'wrong') throw new Problem('wrong-code')
  if (spent === 'used') throw new Problem('wrong-code:used')
  if (spent === 'no-app') throw new Problem('second-factor-off')
}

/** New backup codes in place of the old. @returns them, readable this once. @throws Problem 409 without an app. */
export async function makeBackupCodes({ db }: Pick<Dependencies, 'db'>, userId: string): Promise<string[]> {
  const codes = newBackupCodes()
  const changed = await db.identity
    .updateTable('twoFactor')
    .set({ backupCodes: keptCodes(JSON.stringify(codes)) })
    .where('userId', '=', userId)
    .where('verified', '=', true)
    .executeTakeFirst()
  if (changed.numUpdatedRows === 0n) throw new Problem('second-factor-off')
  return codes
}
