import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import type { Actor } from '../identity/actor.ts'
import { originOf } from '../identity/record-security-event.ts'
import { onlyWith, requirePermission } from '../identity/require-permission.ts'
import { hasFreshProof, requireFreshProof } from '../identity/sessions/require-fresh-proof.ts'
import { plainText, word } from '../plain-text.ts'
import { notFound } from '../problem.ts'
import { idParam, moment, money, named } from '../wire.ts'
import { disconnectStripe } from './disconnect-stripe.ts'
import { continueOnboarding, editOnboarding, enableStripe, finishLinkExisting, linkExistingUrl } from './link-stripe.ts'
import { describeAccount, readStripeSettings } from './read-stripe-settings.ts'
import { refreshStripeAccount } from './refresh-stripe-account.ts'

const tags = ['Stripe settings']
const standing = z.enum([
  'not_linked',
  'information_missing',
  'under_review',
  'ready',
  'payouts_paused',
  'restricted',
  'disconnected',
])
const nextStep = z.object({ label: z.string(), action: z.enum(['enable', 'continue', 'none']) })
const account = z.object({
  id: z.uuid(),
  location: named.nullable(),
  stripeAccount: z.string(),
  standing,
  sentence: z.string(),
  nextStep,
  missing: z.array(z.string()),
  canCharge: z.boolean(),
  canBePaidOut: z.boolean(),
  businessName: z.string().nullable(),
  dashboardUrl: z.string().nullable(),
  linkedBy: z.string(),
  readAt: moment,
})
const settings = z.object({
  accounts: z.array(account),
  standing,
  sentence: z.string(),
  nextStep,
  feeSchedule: z
    .object({
      basisPoints: z.int(),
      fixed: money,
      minimum: money,
      cap: money.nullable(),
      effectiveFrom: moment,
      words: z.string(),
    })
    .nullable(),
  lastEvents: z.array(z.object({ type: z.string(), receivedAt: moment, state: z.string() })),
  mode: z.enum(['simulator', 'test', 'live']),
  canLinkExisting: z.boolean(),
  locationsWithout: z.array(named),
})
const place = z.object({ locationId: z.uuid().nullish() })
const link = z.object({ url: z.string() })

/** Setup › Settings › Integrations › Stripe: administrators only. */
export function integrationsRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('onRequest', onlyWith('stripe.manage'))
    app.get(
      '/api/integrations/stripe',
      { schema: { tags, summary: 'Where Stripe stands', response: { 200: settings } } },
      (request) => {
        const actor = requirePermission(request, 'stripe.manage')
        return deps.db.withCompany(actor.companyId, (tx) => readStripeSettings(deps, tx, actor.companyId))
      },
    )
    app.post(
      '/api/integrations/stripe/enable',
      { schema: { tags, summary: 'Begin or continue linking a Stripe account', body: place, response: { 200: link } } },
      (request) => enableStripe(deps, requirePayout(deps, request), request.body.locationId ?? null, originOf(request)),
    )
    app.post(
      '/api/integrations/stripe/link-existing',
      { schema: { tags, summary: 'Link a Stripe account the company already has', body: place, response: { 200: link } } },
      (request) => linkExistingUrl(deps, requirePayout(deps, request), request.body.locationId ?? null),
    )
    app.post(
      '/api/integrations/stripe/accounts/:id/continue',
      { schema: { tags, summary: 'A fresh link to Stripe’s onboarding', params: idParam, response: { 200: link } } },
      (request) => editOnboarding(deps, requirePayout(deps, request), request.params.id, originOf(request)),
    )
    app.post(
      '/api/integrations/stripe/accounts/:id/refresh',
      { schema: { tags, summary: 'Read the account from Stripe again', params: idParam, response: { 200: account } } },
      (request) => refreshed(deps, requirePermission(request, 'stripe.manage').companyId, request.params.id),
    )
    app.post(
      '/api/integrations/stripe/accounts/:id/disconnect',
      {
        schema: {
          tags,
          summary: 'Disconnect a Stripe account',
          params: idParam,
          body: z.object({ reason: plainText(300).min(5, word('reason')) }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const actor = requirePayout(deps, request)
        await disconnectStripe(deps, actor, request.params.id, request.body.reason, originOf(request))
        return reply.code(204).send(null)
      },
    )
    await app.register(waysBackFromStripe(deps))
  }
}

/** Who may change where the money goes, shown a moment ago. @throws Problem 401 or 403 */
function requirePayout(deps: Deps, request: FastifyRequest): Actor {
  const actor = requirePermission(request, 'stripe.manage')
  requireFreshProof(deps, request)
  return actor
}

/** Addresses that Stripe sends the administrator's browser to. */
function waysBackFromStripe(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/integrations/stripe/accounts/:id/continue-redirect',
      { schema: { tags, summary: 'Where an expired onboarding link comes back to', params: idParam } },
      async (request, reply) => {
        const { companyId } = requirePermission(request, 'stripe.manage')
        // Filling in Stripe's form may take longer than a proof counts: then the page asks again, and goes on from there.
        if (!hasFreshProof(deps, request)) return reply.redirect('/office/setup/settings/integrations/stripe')
        const { url } = await continueOnboarding(deps, companyId, request.params.id)
        return reply.redirect(url)
      },
    )
    app.get(
      '/api/integrations/stripe/oauth-return',
      {
        schema: {
          tags,
          summary: 'Where linking an existing account comes back to',
          querystring: z.object({
            code: z.string().max(300).optional(),
            state: z.string().max(600),
            error: z.string().max(100).optional(),
            // Stripe says them too; nothing follows from them.
            scope: z.string().max(100).optional(),
            error_description: z.string().max(500).optional(),
          }),
        },
      },
      async (request, reply) => {
        // Proof was shown when the state was handed out; it names the person and lives for a quarter of an hour.
        const actor = requirePermission(request, 'stripe.manage')
        const { code, state } = request.query
        if (!code) return reply.redirect('/office/setup/settings/integrations/stripe?refused=1')
        return reply.redirect(await finishLinkExisting(deps, actor, { code, state }, originOf(request)))
      },
    )
  }
}

async function refreshed(deps: Deps, companyId: string, id: string) {
  const read = () =>
    deps.db.withCompany(companyId, async (tx) => {
      const row = await tx.selectFrom('stripe_accounts').selectAll().where('id', '=', id).executeTakeFirst()
      if (!row) throw notFound('stripe-account')
      return { row, locations: await tx.selectFrom('locations').select(['id', 'name']).execute() }
    })
  const { row } = await read()
  await refreshStripeAccount(deps, companyId, row.stripe_account)
  const now = await read()
  return describeAccount(deps, now.row, now.locations)
}
