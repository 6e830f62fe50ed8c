import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem.ts'
import { cookiesOf, halfwayCookiesOf, passCookies } from './cookies.ts'
import { countFactors } from './factors/change-factors.ts'
import { passkeySignInRoutes } from './factors/passkey-routes.ts'
import { rememberDevice } from './known-device.ts'
import { countTry, placeOf, resetByPlace } from './limits.ts'
import { readPasswordOwner } from './password-owner.ts'
import { assertGoodPassword } from './password-strength.ts'
import { originOf, recordSecurityEvent } from './record-security-event.ts'
import { renewPasswordHash } from './renew-password-hash.ts'
import { secondFactorRoutes } from './second-factor-routes.ts'
import { endSessions } from './sessions/end-sessions.ts'
import { finishSignIn, readEntering } from './sessions/finish-sign-in.ts'
import { passwordLengthMax, passwordLengthMin } from './sign-in-library.ts'
import { inWords } from './sign-in-problems.ts'
import { countResetRequest, countSignIn, recordSignInFailed } from './sign-in-tries.ts'
import { tellPerson } from './tell-of-security.ts'

const tags = ['Signing in']
export const emailAddress = z.email().max(200).trim().toLowerCase()
export const newPassword = z.string().min(passwordLengthMin).max(passwordLengthMax)
export const done = z.object({ status: z.literal(true) })

/** Signing in and out, and choosing a new password. The sign-in library does the work; its cookies go on to the browser. */
export function signInRoutes(deps: Deps): FastifyPluginAsyncZod {
  const { api } = deps.identity.library
  return async (app) => {
    app.post(
      '/api/auth/sign-in/email',
      {
        schema: {
          tags,
          summary: 'Sign in with e-mail and password',
          body: z.object({
            email: z.string().trim().toLowerCase().min(1).max(200),
            password: z.string().min(1).max(passwordLengthMax),
            rememberMe: z.boolean().default(true),
          }),
          response: {
            200: z.object({
              secondFactor: z.boolean().describe('A second factor is needed before the session begins.'),
              ways: z.array(z.enum(['code', 'passkey'])).describe('What this person can show.'),
            }),
          },
        },
      },
      async (request, reply) => {
        const { email } = request.body
        const entering = await readEntering(deps, { email })
        const tries = await countSignIn(deps, request, email, entering)
        const answer = await inWords(() =>
          api.signInEmail({ body: request.body, headers: halfwayCookiesOf(request), returnHeaders: true }),
        ).catch(async (error) => {
          if (error instanceof Problem) await recordSignInFailed(deps, request, email, entering)
          throw error
        })
        if (!entering) throw new Problem('wrong-credentials')
        const secondFactor = 'twoFactorRedirect' in answer.response
        if (!secondFactor) await finishSignIn(deps, request, answer.response.token, entering, 'password')
        await tries.right(reply)
        await renewPasswordHash(deps, entering.userId, request.body.password)
        passCookies(reply, answer.headers)
        const { app: hasApp, passkeys } = await countFactors(deps.db.identity, entering.userId)
        const ways = [...(hasApp ? (['code'] as const) : []), ...(passkeys > 0 ? (['passkey'] as const) : [])]
        return { secondFactor, ways: secondFactor ? ways : [] }
      },
    )
    app.post('/api/auth/sign-out', { schema: { tags, summary: 'Sign out', response: { 200: done } } }, async (request, reply) => {
      const answer = await inWords(() => api.signOut({ headers: cookiesOf(request), returnHeaders: true }))
      if (request.signedIn) {
        const { id: userId, name } = request.signedIn.user
        await recordSecurityEvent(deps.db, { kind: 'signed-out', person: { userId, name }, from: originOf(request) })
      }
      passCookies(reply, answer.headers)
      // What this browser kept of answers goes, too.
      reply.header('clear-site-data', '"cache"')
      return { status: true as const }
    })
    await app.register(resetRoutes(deps))
    await app.register(secondFactorRoutes(deps))
    await app.register(passkeySignInRoutes(deps))
  }
}

function resetRoutes(deps: Deps): FastifyPluginAsyncZod {
  const { api } = deps.identity.library
  return async (app) => {
    app.post(
      '/api/auth/request-password-reset',
      {
        schema: {
          tags,
          summary: 'Ask for a mail with a link to choose a new password',
          description: 'The answer is the same whether or not there is an account.',
          body: z.object({ email: emailAddress }),
          response: { 200: done },
        },
      },
      async (request) => {
        const { email } = request.body
        await countResetRequest(deps, request, email)
        await inWords(() => api.requestPasswordReset({ body: request.body }))
        // For an address without an account too: the answer must not tell by how long it takes.
        const person = (await readEntering(deps, { email })) ?? { userId: null, name: email }
        await recordSecurityEvent(deps.db, { kind: 'password-reset-asked', person, by: 'stranger', from: originOf(request) })
        return { status: true as const }
      },
    )
    app.post(
      '/api/auth/reset-password',
      {
        schema: {
          tags,
          summary: 'Choose a new password with the link of the mail',
          description: 'Signs the account out everywhere and ends trusted devices and other links. A second factor stays.',
          body: z.object({ token: z.string().min(1).max(200), newPassword }),
          response: { 200: done },
        },
      },
      async (request, reply) => {
        await countTry(deps, resetByPlace, placeOf(request))
        const { internalAdapter } = await deps.identity.library.$context
        const link = await internalAdapter.findVerificationValue(`reset-password:${request.body.token}`)
        const person = link && (await readEntering(deps, { userId: link.value }))
        if (person && link.expiresAt > deps.clock.now())
          assertGoodPassword(request.body.newPassword, await readPasswordOwner(deps, person))
        await inWords(() => api.resetPassword({ body: request.body }))
        if (!person) throw new Problem('link-used-up')
        await endSessions(deps.db.identity, person.userId)
        await recordSecurityEvent(deps.db, { kind: 'password-reset', person, from: originOf(request), how: 'reset-link' })
        await tellPerson(deps, person.userId, 'password-changed', {})
        // Whoever reads the mailbox is no stranger: this browser is let in whatever others have tried.
        rememberDevice(deps, request, reply, person.email)
        return { status: true as const }
      },
    )
  }
}
