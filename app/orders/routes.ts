import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { onlyWith, requirePermission } from '../identity/require-permission.ts'
import { idParam, listQuery, pageOf } from '../wire.ts'
import { getOrder } from './get-order.ts'
import { listOrders, orderSorts } from './list-orders.ts'
import { overrideHold } from './override-hold.ts'
import { officeOrder, orderFilters, orderItem, orderTotals, reasonGiven } from './shapes.ts'
import { shopOrderRoutes } from './shop-routes.ts'
import { type EndLiveAttempt, voidUnpaidOrder } from './void-unpaid-order.ts'

/** Orders, in the office and in the shop. @param endLiveAttempt closes an order's payment page before it is voided. */
export function orderRoutes(deps: Deps, endLiveAttempt: EndLiveAttempt): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(readRoutes(deps))
    await app.register(decideRoutes(deps, endLiveAttempt))
    await app.register(shopOrderRoutes(deps, endLiveAttempt))
  }
}

const tags = ['Orders']

function readRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/orders',
      {
        schema: {
          tags,
          summary: 'Orders',
          querystring: listQuery.extend({
            ...orderFilters,
            customerId: z.uuid().optional(),
            sort: z.enum(orderSorts).default('-placedAt'),
          }),
          response: { 200: pageOf(orderItem).extend({ totals: z.array(orderTotals).nullable() }) },
        },
      },
      (request) => {
        const { companyId } = requirePermission(request, 'orders.read')
        return deps.db.withCompany(companyId, (tx) => listOrders(tx, companyId, request.query))
      },
    )
    app.get(
      '/api/orders/:id',
      { schema: { tags, summary: 'An order', params: idParam, response: { 200: officeOrder } } },
      (request) => {
        const actor = requirePermission(request, 'orders.read')
        return deps.db.withCompany(actor.companyId, (tx) => getOrder(tx, actor, request.params.id))
      },
    )
  }
}

function decideRoutes(deps: Deps, endLiveAttempt: EndLiveAttempt): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/orders/:id/override-hold',
      {
        onRequest: onlyWith('orders.override_hold'),
        schema: {
          tags,
          summary: 'Let an order go in spite of its hold',
          params: idParam,
          body: reasonGiven,
          response: { 200: officeOrder },
        },
      },
      (request) => {
        const actor = requirePermission(request, 'orders.override_hold')
        return deps.db.withCompany(actor.companyId, async (tx) => {
          await overrideHold(tx, actor, request.params.id, request.body.reason)
          return getOrder(tx, actor, request.params.id)
        })
      },
    )
    app.post(
      '/api/orders/:id/void',
      {
        onRequest: onlyWith('orders.void'),
        schema: { tags, summary: 'Void an unpaid order', params: idParam, body: reasonGiven, response: { 200: officeOrder } },
      },
      async (request) => {
        const actor = requirePermission(request, 'orders.void')
        const { id } = request.params
        await voidUnpaidOrder(deps, endLiveAttempt, actor, { orderId: id, reason: request.body.reason })
        return deps.db.withCompany(actor.companyId, (tx) => getOrder(tx, actor, id))
      },
    )
  }
}
