import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { doerOf } from '../identity/actor.ts'
import { onlyWith, requirePermission } from '../identity/require-permission.ts'
import { requireFreshProof } from '../identity/sessions/require-fresh-proof.ts'
import { tellAdministrators } from '../identity/tell-of-security.ts'
import { exponentOf } from '../money.ts'
import { Problem } from '../problem.ts'
import { listQuery, pageOf } from '../wire.ts'
import { addFeeSchedule } from './add-fee-schedule.ts'
import { eventStates, listEvents } from './list-events.ts'
import { listFeeSchedules } from './list-fee-schedules.ts'
import { listSellers, sellerNames } from './list-sellers.ts'
import { countSellers, listIncome, readOverview } from './read-income.ts'
import { earned, event, feeSchedule, newFeeSchedule, numberedPage, overview, seller } from './shapes.ts'

const tags = ['Operator']

/** The platform's operator: sellers, what they pay, and what came in from Stripe. */
export function platformRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('onRequest', onlyWith('platform.operate'))
    app.get(
      '/api/operator/overview',
      { schema: { tags, summary: 'What the platform earned', response: { 200: overview } } },
      async (request) => {
        const { companyId } = requirePermission(request, 'platform.operate')
        const income = await deps.db.withCompany(companyId, (tx) => readOverview(tx, companyId, deps.clock.now()))
        return { ...income, sellers: await countSellers(deps.db) }
      },
    )
    app.get(
      '/api/operator/sellers',
      { schema: { tags, summary: 'The sellers', response: { 200: z.object({ items: z.array(seller) }) } } },
      async (request) => {
        requirePermission(request, 'platform.operate')
        return { items: await deps.db.withPlatform((tx) => listSellers(tx, deps.clock.now())) }
      },
    )
    app.get(
      '/api/operator/income',
      {
        schema: {
          tags,
          summary: 'The convenience fees earned, one by one',
          querystring: listQuery.omit({ search: true }),
          response: { 200: pageOf(earned) },
        },
      },
      async (request) => {
        const { companyId } = requirePermission(request, 'platform.operate')
        const { items: rows, nextCursor } = await deps.db.withCompany(companyId, (tx) => listIncome(tx, companyId, request.query))
        const names = await deps.db.withPlatform(sellerNames)
        const items = rows.map((row) => ({
          applicationFee: row.id,
          seller: { id: row.seller_company_id, name: names.get(row.seller_company_id) ?? '' },
          stripeAccount: row.stripe_account,
          charge: row.charge,
          amount: { minor: row.amount_minor, currency: row.currency },
          earnedAt: row.earned_at.toISOString(),
        }))
        return { items, nextCursor }
      },
    )
    app.get(
      '/api/operator/events',
      {
        schema: {
          tags,
          summary: 'What Stripe told us, also of accounts nobody has linked',
          querystring: numberedPage.extend({ state: z.enum(eventStates).optional() }),
          response: { 200: pageOf(event) },
        },
      },
      (request) => {
        requirePermission(request, 'platform.operate')
        return deps.db.withPlatform((tx) => listEvents(tx, request.query))
      },
    )
    await app.register(feeScheduleRoutes(deps))
  }
}

function feeScheduleRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/operator/fee-schedules',
      {
        schema: {
          tags,
          summary: 'The convenience fees, past, in force and to come',
          response: { 200: z.object({ items: z.array(feeSchedule) }) },
        },
      },
      async (request) => {
        requirePermission(request, 'platform.operate')
        return { items: await deps.db.withPlatform((tx) => listFeeSchedules(tx, deps.clock.now())) }
      },
    )
    app.post(
      '/api/operator/fee-schedules',
      {
        schema: {
          tags,
          summary: 'Set a convenience fee from a moment on',
          description: 'Never retroactive, never changed: a newer schedule takes over from the older one.',
          body: newFeeSchedule,
          response: { 201: z.object({ id: z.uuid() }) },
        },
      },
      async (request, reply) => {
        const actor = requirePermission(request, 'platform.operate')
        requireFreshProof(deps, request)
        const { effectiveFrom, ...wanted } = request.body
        assertKnown(wanted.currency)
        const from = effectiveFrom ? new Date(effectiveFrom) : null
        const by = { doer: doerOf(actor), name: actor.name }
        const id = await deps.db.withCompany(actor.companyId, async (tx) => {
          const added = await addFeeSchedule(tx, actor.companyId, by, { ...wanted, effectiveFrom: from })
          await tellAdministrators(tx, actor.companyId, 'fee-changed', { who: actor.name })
          return added
        })
        return reply.code(201).send({ id })
      },
    )
  }
}

function assertKnown(currency: string): void {
  try {
    exponentOf(currency)
  } catch {
    throw new Problem('unknown-currency', { currency, field: 'currency' })
  }
}
