import type { Deps } from '../deps.ts'
import { hashPassword, isWeaker } from './password-hash.ts'

/** Hashes a password anew that has just been shown to be right, where its hash was made with less work than is usual now. */
export async function renewPasswordHash({ db }: Pick<Deps, 'db'>, userId: string, password: string): Promise<void> {
  const account = await db.identity
    .selectFrom('account')
    .select(['id', 'password'])
    .where('userId', '=', userId)
    .where('providerId', '=', 'credential')
    .executeTakeFirst()
  if (!account?.password || !isWeaker(account.password)) return
  await db.identity
    .updateTable('account')
    .set({ password: await hashPassword(password) })
    .where('id', '=', account.id)
    // A password that was changed meanwhile stays changed.
    .where('password', '=', account.password)
    .execute()
}
