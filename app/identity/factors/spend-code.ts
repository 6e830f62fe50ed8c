import { symmetricDecrypt } from 'better-auth/crypto'
import type { Kysely } from 'kysely'
import type { DB } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { stepOfCode } from './time-codes.ts'

type Dependencies = Pick<Deps, 'db' | 'identity' | 'clock'>
export type Spent = 'right' | 'wrong' | 'used' | 'no-app'

/**
 * Takes a code of the app: its time step, and every earlier one, is worth nothing afterwards, also to a request at the same moment.
 * @returns 'no-app' when no app is set up and confirmed.
 */
export function spendAppCode(deps: Dependencies, userId: string, code: string): Promise<Spent> {
  return deps.db.identity.transaction().execute(async (tx) => {
    const app = await lockApp(tx, userId)
    return app?.verified ? spendStep(deps, tx, app, code) : 'no-app'
  })
}

/** @param tx holds the app's row (lockApp). */
export async function spendStep(deps: Dependencies, tx: Kysely<DB>, app: App, code: string): Promise<Spent> {
  const { secretConfig } = await deps.identity.library.$context
  const step = stepOfCode(await symmetricDecrypt({ key: secretConfig, data: app.secret }), code, deps.clock.now())
  if (step === null) return 'wrong'
  if (step <= app.lastStep) return 'used'
  await tx.updateTable('twoFactor').set({ lastStep: step }).where('id', '=', app.id).execute()
  return 'right'
}

export type App = { id: string; secret: string; verified: boolean; lastStep: number }

/** The app of a person, held until the transaction ends: two codes of one person are looked at one after the other. */
export async function lockApp(tx: Kysely<DB>, userId: string): Promise<App | undefined> {
  const row = await tx
    .selectFrom('twoFactor')
    .select(['id', 'secret', 'verified', 'lastStep'])
    .where('userId', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  return row && { ...row, verified: row.verified === true, lastStep: Number(row.lastStep) }
}
