import { APIError } from 'better-auth/api'
import { Problem } from '../problem.ts'
import { passwordLengthMax, passwordLengthMin } from './sign-in-library.ts'

/** What the sign-in library refuses, in words for the person in front of it. */
const problems: Record<string, [status: number, kind: string, detail: string]> = {
  INVALID_EMAIL_OR_PASSWORD: [401, 'wrong-credentials', 'E-mail or password is not right.'],
  INVALID_EMAIL: [401, 'wrong-credentials', 'E-mail or password is not right.'],
  INVALID_PASSWORD: [400, 'wrong-password', 'Your current password is not right.'],
  PASSWORD_TOO_SHORT: [400, 'weak-password', `A password needs at least ${passwordLengthMin} characters.`],
  PASSWORD_TOO_LONG: [400, 'weak-password', `A password has at most ${passwordLengthMax} characters.`],
  INVALID_TOKEN: [400, 'link-used-up', 'This link has run out or was used already. Ask for a new one.'],
  INVALID_CODE: [401, 'wrong-code', 'This code is not right. Codes change every 30 seconds: enter the one your app shows now.'],
  INVALID_BACKUP_CODE: [401, 'wrong-code', 'This backup code is not right, or was used already.'],
  INVALID_TWO_FACTOR_COOKIE: [401, 'sign-in-needed', 'Signing in took too long. Enter your e-mail and password again.'],
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: [429, 'too-many-tries', 'Too many wrong codes. Enter your e-mail and password again.'],
  ACCOUNT_TEMPORARILY_LOCKED: [429, 'too-many-tries', 'Too many wrong codes. Wait 15 minutes and try again.'],
  TOTP_ALREADY_ENABLED: [409, 'second-factor-on', 'A second factor is set up already. Switch it off first to set up another.'],
  TOTP_NOT_ENABLED: [409, 'second-factor-off', 'No second factor is set up for this account.'],
  TWO_FACTOR_NOT_ENABLED: [409, 'second-factor-off', 'No second factor is set up for this account.'],
  BACKUP_CODES_NOT_ENABLED: [409, 'second-factor-off', 'No second factor is set up for this account.'],
  UNAUTHORIZED: [401, 'sign-in-needed', 'You are not signed in, or your session has ended. Sign in and try again.'],
}

/** Runs a call of the sign-in library. @throws Problem for what it refuses; a fault of its own stays what it is. */
export async function inWords<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof APIError)) throw error
    const code = error.body?.code ?? ''
    const known = problems[code] ?? (error.statusCode === 401 ? problems.UNAUTHORIZED : undefined)
    if (!known) throw error
    throw new Problem(...known)
  }
}
