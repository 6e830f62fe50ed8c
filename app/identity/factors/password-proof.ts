import type { Deps } from '../../deps.ts'

/** Whether it is the person's password. An account without one answers as to a wrong one, after the same work. */
export async function passwordIsRight({ identity }: Pick<Deps, 'identity'>, userId: string, given: string): Promise<boolean> {
  const { internalAdapter, password } = await identity.library.$context
  const accounts = await internalAdapter.findAccounts(userId)
  const hash = accounts.find((account) => account.providerId === 'credential')?.password
  if (hash) return password.verify({ hash, password: given })
  await password.hash(given)
  return false
}
