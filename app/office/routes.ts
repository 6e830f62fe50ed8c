import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { requirePermission } from '../identity/require-permission.ts'
import { paymentItem } from '../payments/shapes.ts'
import { plainText } from '../plain-text.ts'
import { day, money } from '../wire.ts'
import { readHome } from './read-home.ts'
import { foundKinds, search } from './search.ts'

const home = z.object({
  ordersToShip: z.object({ count: z.int(), total: money }),
  awaitingPayment: z.object({ count: z.int(), total: money }),
  stripe: z.object({ standing: z.string(), sentence: z.string() }),
  /** null for people who may not read money. */
  money: z
    .object({
      receivedToday: z.object({ count: z.int(), amount: money, fees: money }),
      openInvoices: z.object({ count: z.int(), amount: money, overdueAmount: money }),
      recentPayments: z.array(paymentItem),
      breaks: z.object({ count: z.int() }),
      receivedByDay: z.array(z.object({ day, minor: z.int() })),
    })
    .nullable(),
})
const found = z.object({
  kind: z.enum(foundKinds),
  id: z.uuid(),
  name: z.string(),
  of: z.string().nullable(),
  amount: money.nullable(),
  cardLast4: z.string().nullable(),
})

/** The office's home page and its search. */
export function officeRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/api/home', { schema: { tags: ['Office'], summary: 'What matters today', response: { 200: home } } }, (request) => {
      const actor = requirePermission(request, 'office.enter')
      return deps.db.withCompany(actor.companyId, (tx) => readHome(tx, actor.companyId, actor.permissions.has('payments.read')))
    })
    app.get(
      '/api/search',
      {
        schema: {
          tags: ['Office'],
          summary: 'Find anything',
          querystring: z.object({ q: plainText(100).min(2) }),
          response: { 200: z.object({ items: z.array(found) }) },
        },
      },
      (request) => {
        const actor = requirePermission(request, 'office.enter')
        return deps.db.withCompany(actor.companyId, async (tx) => ({
          items: await search(tx, actor.companyId, request.query.q, actor.permissions),
        }))
      },
    )
  }
}
