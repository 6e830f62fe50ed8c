import { generateId } from 'better-auth'
import type { Deps } from '../deps.ts'

/**
 * Mails a link to choose a new password to whoever has an account with this address; with none, does as much work and nothing
 * else. As the library's own route does, which turns away addresses that the post delivers to.
 */
export async function mailResetLink({ identity, clock }: Pick<Deps, 'identity' | 'clock'>, email: string): Promise<void> {
  const { internalAdapter, options } = await identity.library.$context
  const { resetPasswordTokenExpiresIn: seconds, sendResetPassword } = options.emailAndPassword
  const found = await internalAdapter.findUserByEmail(email)
  const token = generateId(24)
  const identifier = `reset-password:${token}`
  if (!found) {
    await internalAdapter.findVerificationValue(identifier)
    return
  }
  const expiresAt = new Date(clock.now().getTime() + seconds * 1000)
  await internalAdapter.createVerificationValue({ value: found.user.id, identifier, expiresAt })
  await sendResetPassword({ user: found.user, url: '', token })
}
