import { betterAuth } from 'better-auth'
import { twoFactor } from 'better-auth/plugins/two-factor'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import type { Mailer } from '../notifications/mailer.ts'
import { keptCodes, newBackupCodes, readKeptCodes } from './factors/backup-codes.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'
import { type Secrets, versionOf } from './secret.ts'
import { sessionEndpoints } from './sessions/session-endpoints.ts'
import { sessionSecondsMax } from './sessions/session-life.ts'

export const passwordLengthMin = 10
export const passwordLengthMax = 128
const resetLinkSeconds = 3600
const secondFactorSeconds = 10 * 60
export const trustedDeviceSeconds = 30 * 24 * 3600

export type SignInLibrary = ReturnType<typeof openSignInLibrary>

/**
 * The maintained library that keeps passwords, sessions and second factors. It is called by our own routes only (see
 * sign-in-routes.ts): its router, its rate limits and its cross-site check are not used, because Florin's stand in front of it.
 */
export function openSignInLibrary(deps: { config: Config; db: Database; mail: Mailer; log: Logger }, secrets: Secrets) {
  const { config, mail, log } = deps
  const secure = config.publicUrl.startsWith('https://')
  return betterAuth({
    appName: 'Florin',
    baseURL: config.publicUrl,
    basePath: '/api/auth',
    // Encrypts with the first and marks what it encrypted; the others are understood. What bears no mark yet was encrypted with
    // the oldest.
    secrets: [secrets.current, ...secrets.old].map((value) => ({ version: versionOf(value), value })),
    secret: secrets.old.at(-1) ?? secrets.current,
    database: { db: deps.db.identity, type: 'postgres', transaction: true },
    telemetry: { enabled: false },
    emailAndPassword: {
      enabled: true,
      // People come by invitation.
      disableSignUp: true,
      password: { hash: hashPassword, verify: verifyPassword },
      minPasswordLength: passwordLengthMin,
      maxPasswordLength: passwordLengthMax,
      resetPasswordTokenExpiresIn: resetLinkSeconds,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }) => {
        const url = `${config.publicUrl}/reset-password?token=${encodeURIComponent(token)}`
        // Not waited for: how long the answer takes must not tell whether an address has an account.
        void mail
          .send(user.email, { kind: 'password-reset', name: user.name, url, minutes: resetLinkSeconds / 60 })
          .catch((error) => log.error({ err: error }, 'a password-reset mail could not be sent'))
      },
    },
    session: {
      // The longest life there is. The one that a person's roles allow is shorter, and ours to watch (request-actor.ts).
      expiresIn: sessionSecondsMax,
      disableSessionRefresh: true,
      additionalFields: {
        activeMembershipId: { type: 'string', required: false, input: false },
        means: { type: 'string', required: false, input: false },
        authenticatedAt: { type: 'date', required: false, input: false },
        provenAt: { type: 'date', required: false, input: false },
        lastSeenAt: { type: 'date', required: false, input: false },
      },
    },
    // Reset links are kept as hashes.
    verification: { storeIdentifier: 'hashed' },
    plugins: [twoFactor(secondFactorOptions(secrets)), sessionEndpoints()],
    rateLimit: { enabled: false },
    logger: {
      level: 'error',
      // Its messages may name people; ours carry the kind alone.
      log: (level, message) => log[level === 'error' ? 'error' : 'debug']({ library: 'sign-in' }, message),
    },
    advanced: {
      // The prefix names them as no other host's; the library's own prefix would let a neighbouring host set them.
      cookiePrefix: secure ? '__Host-florin' : 'florin',
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, secure, sameSite: 'lax', path: '/' },
      disableCSRFCheck: true,
      ipAddress: { disableIpTracking: true },
      database: { validateSchema: false },
    },
  })
}

function secondFactorOptions(secrets: Secrets) {
  return {
    issuer: 'Florin',
    twoFactorCookieMaxAge: secondFactorSeconds,
    trustDeviceMaxAge: trustedDeviceSeconds,
    backupCodeOptions: {
      customBackupCodesGenerate: newBackupCodes,
      // Hashed, not encrypted: what is handed in is a hash too (factors/backup-codes.ts).
      storeBackupCodes: {
        encrypt: async (list: string) => keptCodes(list),
        decrypt: (kept: string) => readKeptCodes(secrets, kept),
      },
    },
  }
}
