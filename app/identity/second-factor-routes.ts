import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem.ts'
import { cookiesOf, halfwayCookiesOf, passCookies } from './cookies.ts'
import { hashBackupCode } from './factors/backup-codes.ts'
import { confirmApp, countFactors, makeBackupCodes, refuseUnlessRight, removeApp } from './factors/change-factors.ts'
import { spendAppCode } from './factors/spend-code.ts'
import { codeByPlace, countTry, passwordByUser, placeOf, uncountTry } from './limits.ts'
import { readPasswordOwner } from './password-owner.ts'
import { assertGoodPassword } from './password-strength.ts'
import { originOf, recordSecurityEvent, type SecurityEvent, type SecurityEventMeans } from './record-security-event.ts'
import type { SignedIn } from './request-actor.ts'
import { requireSignedIn } from './require-permission.ts'
import { endSessions } from './sessions/end-sessions.ts'
import { type Entering, finishSignIn, readEntering } from './sessions/finish-sign-in.ts'
import { handOut, renewToken } from './sessions/renew-session.ts'
import { requireFreshProof } from './sessions/require-fresh-proof.ts'
import { passwordLengthMax } from './sign-in-library.ts'
import { inWords } from './sign-in-problems.ts'
import { done, newPassword } from './sign-in-routes.ts'
import { tellPerson } from './tell-of-security.ts'

const account = ['My account']
const code = z.string().trim().min(6).max(32)
const password = z.string().min(1).max(passwordLengthMax)

/** The second factor (an app with backup codes) and the password of who is signed in; these stay reachable before a second factor is set up. */
export function secondFactorRoutes(deps: Deps): FastifyPluginAsyncZod {
  const { api } = deps.identity.library
  return async (app) => {
    const verifying = { body: z.object({ code, trustDevice: z.boolean().default(false) }), response: { 200: done } }
    app.post(
      '/api/auth/two-factor/verify-totp',
      { schema: { tags: ['Signing in'], summary: 'Finish signing in with a code of the app', ...verifying } },
      async (request, reply) => {
        await countTry(deps, codeByPlace, placeOf(request))
        const entering = await readHalfway(deps, request)
        const answer = await recordingFailure(deps, request, entering, 'code', async () => {
          const spent = await spendAppCode(deps, entering.userId, request.body.code)
          // A wrong code goes on to the library, which counts it and ends the try after some.
          if (spent !== 'wrong') refuseUnlessRight(spent)
          const passed = await inWords(() =>
            api.verifyTOTP({ body: request.body, headers: halfwayCookiesOf(request), returnHeaders: true }),
          )
          refuseUnlessRight(spent)
          return passed
        })
        await uncountTry(deps, codeByPlace, placeOf(request))
        await finishSignIn(deps, request, answer.response.token, entering, 'password+code')
        passCookies(reply, answer.headers)
        return { status: true as const }
      },
    )
    app.post(
      '/api/auth/two-factor/verify-backup-code',
      { schema: { tags: ['Signing in'], summary: 'Finish signing in with a backup code', ...verifying } },
      async (request, reply) => {
        await countTry(deps, codeByPlace, placeOf(request))
        const entering = await readHalfway(deps, request)
        const { app: hasApp } = await countFactors(deps.db.identity, entering.userId)
        if (!hasApp) throw new Problem('second-factor-off')
        const answer = await recordingFailure(deps, request, entering, 'backup-code', () =>
          inWords(() =>
            api.verifyBackupCode({ body: asKept(request.body), headers: halfwayCookiesOf(request), returnHeaders: true }),
          ),
        )
        await uncountTry(deps, codeByPlace, placeOf(request))
        await finishSignIn(deps, request, answer.response.token ?? '', entering, 'password+backup-code')
        await tellPerson(deps, entering.userId, 'backup-code-used', {})
        passCookies(reply, answer.headers)
        return { status: true as const }
      },
    )
    await app.register(settingUpRoutes(deps))
    await app.register(changePasswordRoute(deps))
  }
}

/** Records what is refused: whoever gets this far knows the password. */
async function recordingFailure<T>(
  deps: Deps,
  request: FastifyRequest,
  person: Entering,
  how: SecurityEventMeans,
  check: () => Promise<T>,
): Promise<T> {
  try {
    return await check()
  } catch (error) {
    const from = originOf(request)
    if (error instanceof Problem) await recordSecurityEvent(deps.db, { kind: 'factor-failed', person, by: 'stranger', from, how })
    throw error
  }
}

/** The library compares what is kept: the hash of a code. */
function asKept<T extends { code: string }>(body: T): T {
  return { ...body, code: hashBackupCode(body.code) }
}

/** Who owes a second factor in this browser. @throws Problem 401 when nobody does, or signing in took too long. */
async function readHalfway(deps: Deps, request: FastifyRequest) {
  const halfway = await deps.identity.library.api.readHalfway({ headers: halfwayCookiesOf(request) })
  const entering = halfway && (await readEntering(deps, { userId: halfway.userId }))
  if (!entering) throw new Problem('sign-in-needed:too-long')
  return entering
}

function settingUpRoutes(deps: Deps): FastifyPluginAsyncZod {
  const { api } = deps.identity.library
  return async (app) => {
    app.post(
      '/api/auth/two-factor/enable',
      {
        schema: {
          tags: account,
          summary: 'Begin to set up an app',
          description: 'It is in force once a code is confirmed. The backup codes are shown this once.',
          body: z.object({ password }),
          response: { 200: z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) }) },
        },
      },
      async (request) => {
        // The first factor takes the password; another one, whatever the account has.
        const { user } = requireSignedIn(request)
        if (user.twoFactorEnabled) requireFreshProof(deps, request)
        await countTry(deps, passwordByUser, user.id)
        const begun = await inWords(() =>
          api.enableTwoFactor({ body: { ...request.body, method: 'totp' }, headers: cookiesOf(request) }),
        )
        const { totpURI = '', backupCodes = [] } = begun as { totpURI?: string; backupCodes?: string[] }
        return { totpURI, backupCodes }
      },
    )
    app.post(
      '/api/auth/two-factor/confirm',
      {
        schema: {
          tags: account,
          summary: 'Take the app into use, with its first code',
          description: 'Ends every other session and trusted device.',
          body: z.object({ code }),
          response: { 200: done },
        },
      },
      async (request, reply) => {
        const signedIn = requireSignedIn(request)
        if (signedIn.user.twoFactorEnabled) requireFreshProof(deps, request)
        await countTry(deps, codeByPlace, placeOf(request))
        const token = await confirmApp(deps, changing(signedIn), request.body.code)
        await uncountTry(deps, codeByPlace, placeOf(request))
        await note(deps, request, signedIn, 'factor-enrolled', 'code')
        await tellPerson(deps, signedIn.user.id, 'app-added', {})
        await handOut(deps, request, reply, token)
        return { status: true as const }
      },
    )
    await app.register(renewingRoutes(deps))
  }
}

/** What takes a fresh proof: the app's removal, and new backup codes. */
function renewingRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/auth/two-factor/disable',
      {
        schema: {
          tags: account,
          summary: 'Remove the app and its backup codes',
          description: 'Ends every other session and trusted device.',
          response: { 200: done },
        },
      },
      async (request, reply) => {
        const signedIn = requireFreshProof(deps, request)
        const token = await removeApp(deps, changing(signedIn))
        await note(deps, request, signedIn, 'factor-removed', 'code')
        await tellPerson(deps, signedIn.user.id, 'app-removed', {})
        await handOut(deps, request, reply, token)
        return { status: true as const }
      },
    )
    app.post(
      '/api/auth/two-factor/generate-backup-codes',
      {
        schema: {
          tags: account,
          summary: 'New backup codes; the old ones end',
          response: { 200: z.object({ backupCodes: z.array(z.string()) }) },
        },
      },
      async (request) => {
        const signedIn = requireFreshProof(deps, request)
        const backupCodes = await makeBackupCodes(deps, signedIn.user.id)
        await note(deps, request, signedIn, 'backup-codes-made', 'backup-code')
        await tellPerson(deps, signedIn.user.id, 'backup-codes-made', {})
        return { backupCodes }
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
          description: 'Signs you out everywhere else, and ends trusted devices and open links.',
          body: z.object({ currentPassword: password, newPassword }),
          response: { 200: done },
        },
      },
      async (request, reply) => {
        const signedIn = requireSignedIn(request)
        if (signedIn.user.twoFactorEnabled) requireFreshProof(deps, request)
        await countTry(deps, passwordByUser, signedIn.user.id)
        assertGoodPassword(
          request.body.newPassword,
          await readPasswordOwner(deps, { userId: signedIn.user.id, ...signedIn.user }),
        )
        await inWords(() => api.changePassword({ body: request.body, headers: cookiesOf(request) }))
        await endSessions(deps.db.identity, signedIn.user.id, signedIn.session.id)
        const token = await renewToken(deps.db.identity, signedIn.session.id)
        await note(deps, request, signedIn, 'password-changed', 'password')
        await tellPerson(deps, signedIn.user.id, 'password-changed', {})
        await handOut(deps, request, reply, token)
        return { status: true as const }
      },
    )
  }
}

function changing({ user, session }: SignedIn) {
  return { userId: user.id, sessionId: session.id }
}

function note(deps: Deps, request: FastifyRequest, { user }: SignedIn, kind: SecurityEvent['kind'], how: SecurityEvent['how']) {
  const person = { userId: user.id, name: user.name }
  return recordSecurityEvent(deps.db, { kind, person, from: originOf(request), ...(how ? { how } : {}) })
}
