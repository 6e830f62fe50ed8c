import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { plainText } from '../plain-text.ts'
import { idParam, moment, named } from '../wire.ts'
import { acceptInvitation, findInvitation } from './accept-invitation.ts'
import { invite, revokeInvitation } from './invite.ts'
import { countTry, invitationByAddress } from './limits.ts'
import { type Role, roles } from './permissions.ts'
import { onlyWith, requirePermission } from './require-permission.ts'
import { requireFreshProof } from './sessions/require-fresh-proof.ts'
import { leads } from './sessions/session-life.ts'
import { passwordLengthMax } from './sign-in-library.ts'
import { emailAddress } from './sign-in-routes.ts'

const tags = ['People']
const invitation = z.object({
  id: z.uuid(),
  email: z.string(),
  roles: z.array(z.enum(roles)),
  customer: named.nullable(),
  invitedByName: z.string(),
  createdAt: moment,
  expiresAt: moment,
  runOut: z.boolean(),
})

/** Inviting people, and accepting. */
export function invitationRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/invitations',
      { schema: { tags, summary: 'Open invitations', response: { 200: z.object({ items: z.array(invitation) }) } } },
      async (request) => {
        const { companyId } = requirePermission(request, 'people.manage')
        return deps.db.withCompany(companyId, async (tx) => ({ items: await listOpen(tx, deps.clock.now()) }))
      },
    )
    app.post(
      '/api/invitations',
      {
        onRequest: onlyWith('people.manage'),
        schema: {
          tags,
          summary: 'Invite somebody by mail',
          body: z.object({
            email: emailAddress,
            roles: z.array(z.enum(roles)).min(1).max(roles.length),
            customerId: z.uuid().nullish().describe('For buyers: the customer they buy for.'),
          }),
          response: { 201: z.object({ id: z.uuid() }) },
        },
      },
      async (request, reply) => {
        const actor = requirePermission(request, 'people.manage')
        // Whoever can make administrators can make everything else.
        if (request.body.roles.some(leads)) requireFreshProof(deps, request)
        const { customerId = null, ...wanted } = request.body
        return reply.code(201).send({ id: await invite(deps, actor, { ...wanted, customerId }) })
      },
    )
    app.delete(
      '/api/invitations/:id',
      {
        onRequest: onlyWith('people.manage'),
        schema: { tags, summary: 'Take an invitation back', params: idParam, response: { 204: z.null() } },
      },
      async (request, reply) => {
        const actor = requirePermission(request, 'people.manage')
        await deps.db.withCompany(actor.companyId, (tx) => revokeInvitation(tx, actor, request.params.id))
        return reply.code(204).send(null)
      },
    )
    await app.register(invitedRoutes(deps))
  }
}

const token = z.object({ token: z.string().min(1).max(200) })

/** What the invited person does, without being signed in: the token is the permission. */
function invitedRoutes(deps: Deps): FastifyPluginAsyncZod {
  const open = ['Signing in']
  return async (app) => {
    app.get(
      '/api/invitations/by-token/:token',
      {
        schema: {
          tags: open,
          summary: 'What an invitation is to',
          params: token,
          response: {
            200: z.object({
              email: z.string(),
              roles: z.array(z.enum(roles)),
              company: z.object({ name: z.string(), accentColour: z.string().nullable() }),
              customer: z.object({ name: z.string() }).nullable(),
              expiresAt: moment,
              hasAccount: z.boolean().describe('Join with the password of the account that exists already.'),
            }),
          },
        },
      },
      async (request) => {
        await countTry(deps, invitationByAddress, request.ip)
        const found = await findInvitation(deps.db, request.params.token)
        const names = await deps.db.withCompany(found.companyId, (tx) => readNames(tx, found))
        const { email, hasAccount } = found
        return { email, hasAccount, roles: found.roles, expiresAt: found.expiresAt.toISOString(), ...names }
      },
    )
    app.post(
      '/api/invitations/by-token/:token/accept',
      {
        schema: {
          tags: open,
          summary: 'Accept an invitation',
          params: token,
          body: z.object({ name: plainText(120).min(1), password: z.string().min(1).max(passwordLengthMax) }),
          response: { 200: z.object({ email: z.string().describe('Sign in with it now.') }) },
        },
      },
      async (request) => {
        await countTry(deps, invitationByAddress, request.ip)
        return acceptInvitation(deps, request.params.token, request.body)
      },
    )
  }
}

async function listOpen(tx: Tx, now: Date): Promise<z.infer<typeof invitation>[]> {
  const rows = await tx
    .selectFrom('invitations as i')
    .leftJoin('customers as c', (join) => join.onRef('c.company_id', '=', 'i.company_id').onRef('c.id', '=', 'i.customer_id'))
    .select(['i.id', 'i.email', 'i.roles', 'i.customer_id', 'c.name as customer_name', 'i.invited_by_name'])
    .select(['i.created_at', 'i.expires_at'])
    .where('i.accepted_at', 'is', null)
    .where('i.revoked_at', 'is', null)
    .orderBy('i.created_at', 'desc')
    .orderBy('i.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    roles: row.roles as Role[],
    customer: row.customer_id && row.customer_name ? { id: row.customer_id, name: row.customer_name } : null,
    invitedByName: row.invited_by_name,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    runOut: row.expires_at <= now,
  }))
}

async function readNames(tx: Tx, found: { companyId: string; customerId: string | null }) {
  const company = await tx
    .selectFrom('companies')
    .select(['name', 'accent_colour'])
    .where('id', '=', found.companyId)
    .executeTakeFirstOrThrow()
  const customer =
    found.customerId === null
      ? null
      : await tx.selectFrom('customers').select('name').where('id', '=', found.customerId).executeTakeFirstOrThrow()
  return { company: { name: company.name, accentColour: company.accent_colour }, customer }
}
