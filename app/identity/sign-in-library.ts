import { betterAuth } from 'better-auth'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { username } from 'better-auth/plugins/username'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { emailLengthMax } from '../email-address.ts'
import type { Mailer } from '../notifications/mailer.ts'

export const passwordLengthMin = 10
export const passwordLengthMax = 128
const sessionSeconds = 7 * 24 * 3600
/** A session in use is prolonged at most once a day. */
const sessionRenewSeconds = 24 * 3600
const resetLinkSeconds = 3600
const secondFactorSeconds = 10 * 60
const trustedDeviceSeconds = 30 * 24 * 3600

export type SignInLibrary = ReturnType<typeof openSignInLibrary>

/**
 * The maintained library that keeps passwords, sessions and second factors. It is called by our own routes only (see
 * sign-in-routes.ts): its router, its rate limits and its cross-site check are not used, because Florin's stand in front of it.
 */
export function openSignInLibrary(deps: { config: Config; db: Database; mail: Mailer; log: Logger }, secret: string) {
  const { config, mail, log } = deps
  return betterAuth({
    appName: 'Florin',
    baseURL: config.publicUrl,
    basePath: '/api/auth',
    secret,
    database: { db: deps.db.identity, type: 'postgres', transaction: true },
    telemetry: { enabled: false },
    emailAndPassword: {
      enabled: true,
      // People come by invitation.
      disableSignUp: true,
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
      expiresIn: sessionSeconds,
      updateAge: sessionRenewSeconds,
      additionalFields: { activeMembershipId: { type: 'string', required: false, input: false } },
    },
    // Reset links are kept as hashes.
    verification: { storeIdentifier: 'hashed' },
    plugins: [
      // People sign in by their whole e-mail address, as a name (its column follows the address): the library's own sign-in by
      // e-mail turns away addresses that the post delivers to, such as smith&sons@.
      username({
        displayUsername: false,
        minUsernameLength: 1,
        maxUsernameLength: emailLengthMax,
        usernameValidator: () => true,
      }),
      twoFactor({ issuer: 'Florin', twoFactorCookieMaxAge: secondFactorSeconds, trustDeviceMaxAge: trustedDeviceSeconds }),
    ],
    rateLimit: { enabled: false },
    logger: {
      level: 'error',
      // Its messages may name people; ours carry the kind alone.
      log: (level, message) => log[level === 'error' ? 'error' : 'debug']({ library: 'sign-in' }, message),
    },
    advanced: {
      cookiePrefix: 'florin',
      useSecureCookies: config.publicUrl.startsWith('https://'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      disableCSRFCheck: true,
      ipAddress: { disableIpTracking: true },
      database: { validateSchema: false },
    },
  })
}
