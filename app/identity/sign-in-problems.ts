import { APIError } from 'better-auth/api'
import { Problem } from '../problem.ts'
import { passwordLengthMax, passwordLengthMin } from './sign-in-library.ts'

/** What the sign-in library refuses, in words for the person in front of it. */
const problems: Record<string, () => Problem> = {
  INVALID_EMAIL_OR_PASSWORD: () => new Problem('wrong-credentials'),
  INVALID_EMAIL: () => new Problem('wrong-credentials'),
  INVALID_PASSWORD: () => new Problem('wrong-password'),
  PASSWORD_TOO_SHORT: () => new Problem('weak-password:too-short', { min: passwordLengthMin }),
  PASSWORD_TOO_LONG: () => new Problem('weak-password:too-long', { max: passwordLengthMax }),
  INVALID_TOKEN: () => new Problem('link-used-up'),
  INVALID_CODE: () => new Problem('wrong-code'),
  INVALID_BACKUP_CODE: () => new Problem('wrong-code:backup'),
  INVALID_TWO_FACTOR_COOKIE: () => new Problem('sign-in-needed:too-long'),
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: () => new Problem('too-many-tries:codes'),
  ACCOUNT_TEMPORARILY_LOCKED: () => new Problem('too-many-tries:locked'),
  TOTP_ALREADY_ENABLED: () => new Problem('second-factor-on'),
  TOTP_NOT_ENABLED: () => new Problem('second-factor-off'),
  TWO_FACTOR_NOT_ENABLED: () => new Problem('second-factor-off'),
  BACKUP_CODES_NOT_ENABLED: () => new Problem('second-factor-off'),
  UNAUTHORIZED: () => new Problem('sign-in-needed'),
}

/** Refusals without a code: not signed in; and two requests that change the same thing at once. */
const byStatus: Record<number, () => Problem> = {
  401: () => new Problem('sign-in-needed'),
  409: () => new Problem('busy'),
}

/** Runs a call of the sign-in library. @throws Problem for what it refuses; a fault of its own stays what it is. */
export async function inWords<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof APIError)) throw error
    const code = error.body?.code ?? ''
    const known = problems[code] ?? byStatus[error.statusCode]
    if (!known) throw error
    throw known()
  }
}
