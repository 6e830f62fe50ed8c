import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { isFromThisMachine } from '../loopback.ts'
import { notFound } from '../problem.ts'
import { named } from '../wire.ts'
import { permissions, permissionsFor, roles } from './permissions.ts'
import { secondFactorRequired } from './request-actor.ts'
import { requireSignedIn } from './require-permission.ts'

const membership = z.object({
  id: z.uuid(),
  roles: z.array(z.enum(roles)),
  company: z.object({
    id: z.uuid(),
    name: z.string(),
    slug: z.string(),
    kind: z.enum(['platform', 'seller']),
    accentColour: z.string().nullable(),
  }),
  customer: named.nullable(),
})
const session = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string(), twoFactorEnabled: z.boolean() }).nullable(),
  memberships: z.array(membership),
  active: membership.extend({ permissions: z.array(z.enum(permissions)) }).nullable(),
  secondFactorRequired: z.boolean(),
  /** `demo` and its mails: as far as whoever asks may use them. */
  mode: z.object({ stripe: z.enum(['simulator', 'test', 'live']), demo: z.boolean(), mailsReadable: z.boolean() }),
})

/** Who is signed in, where they may enter, and what they may do there. */
export function sessionRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/session',
      { schema: { tags: ['Signing in'], summary: 'Who is signed in, and as what', response: { 200: session } } },
      (request) => describe(deps, request),
    )
    app.post(
      '/api/session/membership',
      {
        schema: {
          tags: ['My account'],
          summary: 'Work in another of your companies',
          body: z.object({ membershipId: z.uuid() }),
          response: { 200: session },
        },
      },
      async (request) => {
        const signedIn = requireSignedIn(request)
        const active = signedIn.memberships.find((each) => each.id === request.body.membershipId)
        if (!active) throw notFound('membership')
        await deps.db.identity
          .updateTable('session')
          .set({ activeMembershipId: active.id })
          .where('id', '=', signedIn.session.id)
          .execute()
        return describe(deps, request, { ...signedIn, active })
      },
    )
  }
}

function describe(
  deps: Pick<Deps, 'stripe' | 'config' | 'mail'>,
  request: FastifyRequest,
  signedIn = request.signedIn,
): z.infer<typeof session> {
  const active = signedIn?.active ?? null
  const memberships = signedIn?.memberships ?? []
  const demo = deps.config.demo && isFromThisMachine(request.raw)
  return {
    user: signedIn?.user ?? null,
    memberships: memberships as z.infer<typeof membership>[],
    active: active && { ...(active as z.infer<typeof membership>), permissions: permissionsFor(active.roles) },
    secondFactorRequired: signedIn !== null && secondFactorRequired(deps.config, signedIn),
    mode: { stripe: deps.stripe.mode, demo, mailsReadable: demo && deps.mail.readable },
  }
}
