import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { codeByAddress, countTry, passwordByUser, uncountTry } from './limits.ts'
import { requireSignedIn } from './require-permission.ts'
import { passwordLengthMax } from './sign-in-library.ts'
import { inWords } from './sign-in-problems.ts'
import { cookiesOf, done, newPassword, passCookies } from './sign-in-routes.ts'

const account = ['My account']
const code = z.string().trim().min(6).max(32)
const password = z.string().min(1).max(passwordLengthMax)

/** The second factor (TOTP with backup codes) and the password of who is signed in; these stay reachable before a second factor is set up. */
export function secondFactorRoutes(deps: Deps): FastifyPluginAsyncZod {
  const { api } = deps.identity.library
  return async (app) => {
    const verifying = { body: z.object({ code, trustDevice: z.boolean().default(false) }), response: { 200: done } }
    app.post(
      '/api/auth/two-factor/verify-totp',
      { schema: { tags: ['Signing in'], summary: 'Finish signing in, or setting up, with a code of the app', ...verifying } },
      async (request, reply) => {
        await countTry(deps, codeByAddress, request.ip)
        const answer = await inWords(() =>
          api.verifyTOTP({ body: request.body, headers: cookiesOf(request), returnHeaders: true }),
        )
        await uncountTry(deps, codeByAddress, request.ip)
        passCookies(reply, answer.headers)
        return { status: true as const }
      },
    )
    app.post(
      '/api/auth/two-factor/verify-backup-code',
      { schema: { tags: ['Signing in'], summary: 'Finish signing in with a backup code', ...verifying } },
      async (request, reply) => {
        await countTry(deps, codeByAddress, request.ip)
        const answer = await inWords(() =>
          api.verifyBackupCode({ body: request.body, headers: cookiesOf(request), returnHeaders: true }),
        )
        await uncountTry(deps, codeByAddress, request.ip)
        passCookies(reply, answer.headers)
        return { status: true as const }
      },
    )
    await app.register(settingUpRoutes(deps))
    await app.register(changePasswordRoute(deps))
  }
}

function settingUpRoutes(deps: Deps): FastifyPluginAsyncZod {
  const { api } = deps.identity.library
  return async (app) => {
    const body = z.object({ password })
    app.post(
      '/api/auth/two-factor/enable',
      {
        schema: {
          tags: account,
          summary: 'Begin to set up a second factor',
          description: 'It is in force once a code is verified. The backup codes are shown this once.',
          body,
          response: { 200: z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) }) },
        },
      },
      async (request, reply) => {
        await countTry(deps, passwordByUser, requireSignedIn(request).user.id)
        const answer = await inWords(() =>
          api.enableTwoFactor({ body: { ...request.body, method: 'totp' }, headers: cookiesOf(request), returnHeaders: true }),
        )
        passCookies(reply, answer.headers)
        const { totpURI = '', backupCodes = [] } = answer.response as { totpURI?: string; backupCodes?: string[] }
        return { totpURI, backupCodes }
      },
    )
    app.post(
      '/api/auth/two-factor/disable',
      { schema: { tags: account, summary: 'Switch the second factor off', body, response: { 200: done } } },
      async (request, reply) => {
        await countTry(deps, passwordByUser, requireSignedIn(request).user.id)
        const answer = await inWords(() =>
          api.disableTwoFactor({ body: request.body, headers: cookiesOf(request), returnHeaders: true }),
        )
        passCookies(reply, answer.headers)
        return { status: true as const }
      },
    )
    app.post(
      '/api/auth/two-factor/generate-backup-codes',
      {
        schema: {
          tags: account,
          summary: 'New backup codes; the old ones end',
          body,
          response: { 200: z.object({ backupCodes: z.array(z.string()) }) },
        },
      },
      async (request) => {
        await countTry(deps, passwordByUser, requireSignedIn(request).user.id)
        const made = await inWords(() => api.generateBackupCodes({ body: request.body, headers: cookiesOf(request) }))
        return { backupCodes: made.backupCodes }
      },
    )
  }
}

function changePasswordRoute(deps: Deps): FastifyPluginAsyncZod {
  const { api } = deps.identity.library
  return async (app) => {
    app.post(
      '/api/auth/change-password',
      {
        schema: {
          tags: account,
          summary: 'Change your own password',
          description: 'Signs you out everywhere else.',
          body: z.object({ currentPassword: password, newPassword }),
          response: { 200: done },
        },
      },
      async (request, reply) => {
        await countTry(deps, passwordByUser, requireSignedIn(request).user.id)
        const body = { ...request.body, revokeOtherSessions: true }
        const answer = await inWords(() => api.changePassword({ body, headers: cookiesOf(request), returnHeaders: true }))
        passCookies(reply, answer.headers)
        return { status: true as const }
      },
    )
  }
}
