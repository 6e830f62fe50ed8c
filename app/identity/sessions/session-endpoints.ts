import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'

const halfwayCookie = 'two_factor'

/**
 * What our own ways of signing in need of the sign-in library beside its own: opening a session and handing out its cookie. The
 * library keeps the secret that cookies are signed with. Reachable from our code alone, never by an address.
 */
export function sessionEndpoints() {
  return {
    id: 'florin-sessions',
    endpoints: {
      /** Opens a session; it counts once finish-sign-in.ts has said how it was authenticated. */
      openSession: createAuthEndpoint.serverOnly(
        { method: 'POST', body: z.object({ userId: z.string() }), requireHeaders: true },
        async (ctx) => {
          const { internalAdapter } = ctx.context
          const user = await internalAdapter.findUserById(ctx.body.userId)
          if (!user) throw new Error('the person is gone')
          const session = await internalAdapter.createSession(user.id)
          await setSessionCookie(ctx, { session, user })
          const cookie = ctx.context.createAuthCookie(halfwayCookie)
          ctx.setCookie(cookie.name, '', { ...cookie.attributes, maxAge: 0 })
          return ctx.json({ token: session.token })
        },
      ),
      /** The cookie of a session whose token is new. */
      handOutSession: createAuthEndpoint.serverOnly(
        { method: 'POST', body: z.object({ token: z.string() }), requireHeaders: true },
        async (ctx) => {
          const found = await ctx.context.internalAdapter.findSession(ctx.body.token)
          if (found) await setSessionCookie(ctx, found)
          return ctx.json({ found: found !== null })
        },
      ),
      /** Who has given the right password in this browser and owes a second factor. Too late or not shows when the challenge is consumed. */
      readHalfway: createAuthEndpoint.serverOnly({ method: 'POST', requireHeaders: true }, async (ctx) => {
        const cookie = ctx.context.createAuthCookie(halfwayCookie)
        const challenge = await ctx.getSignedCookie(cookie.name, ctx.context.secret)
        const found = challenge ? await ctx.context.internalAdapter.findVerificationValue(challenge) : null
        return ctx.json(challenge && found ? { userId: found.value, challenge } : null)
      }),
    },
  } as const
}
