import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { canonicalEmail, emailAddress, emailLengthMax } from '../email-address.ts'
import {
  countTry,
  forgetTries,
  resetByAddress,
  resetByEmail,
  signInByAddress,
  signInByAddressAndEmail,
  signInByEmail,
  uncountTry,
} from './limits.ts'
import { mailResetLink } from './mail-reset-link.ts'
import { secondFactorRoutes } from './second-factor-routes.ts'
import { passwordLengthMax, passwordLengthMin } from './sign-in-library.ts'
import { inWords } from './sign-in-problems.ts'

const tags = ['Signing in']
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
            email: z.string().min(1).max(emailLengthMax).overwrite(canonicalEmail),
            password: z.string().min(1).max(passwordLengthMax),
            rememberMe: z.boolean().default(true),
          }),
          response: { 200: z.object({ secondFactor: z.boolean().describe('A code is needed before the session begins.') }) },
        },
      },
      async (request, reply) => {
        const { email, password, rememberMe } = request.body
        const here = `${request.ip} ${email}`
        await countTry(deps, signInByAddress, request.ip)
        await countTry(deps, signInByEmail, email)
        await countTry(deps, signInByAddressAndEmail, here)
        const answer = await inWords(() =>
          api.signInUsername({
            body: { username: email, password, rememberMe },
            headers: cookiesOf(request),
            returnHeaders: true,
          }),
        )
        await forgetTries(deps, signInByAddressAndEmail, here)
        await forgetTries(deps, signInByEmail, email)
        await uncountTry(deps, signInByAddress, request.ip)
        passCookies(reply, answer.headers)
        return { secondFactor: 'twoFactorRedirect' in answer.response }
      },
    )
    app.post('/api/auth/sign-out', { schema: { tags, summary: 'Sign out', response: { 200: done } } }, async (request, reply) => {
      const answer = await inWords(() => api.signOut({ headers: cookiesOf(request), returnHeaders: true }))
      passCookies(reply, answer.headers)
      return { status: true as const }
    })
    await app.register(resetRoutes(deps))
    await app.register(secondFactorRoutes(deps))
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
        await countTry(deps, resetByAddress, request.ip)
        await countTry(deps, resetByEmail, request.body.email)
        await mailResetLink(deps, request.body.email)
        return { status: true as const }
      },
    )
    app.post(
      '/api/auth/reset-password',
      {
        schema: {
          tags,
          summary: 'Choose a new password with the link of the mail',
          description: 'Signs the account out everywhere.',
          body: z.object({ token: z.string().min(1).max(200), newPassword }),
          response: { 200: done },
        },
      },
      async (request) => {
        await countTry(deps, resetByAddress, request.ip)
        await inWords(() => api.resetPassword({ body: request.body }))
        return { status: true as const }
      },
    )
  }
}

/** What of a request the sign-in library gets to see. */
export function cookiesOf(request: FastifyRequest): Headers {
  return new Headers({ cookie: request.headers.cookie ?? '' })
}

export function passCookies(reply: FastifyReply, headers: Headers): void {
  const cookies = headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
}
