import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { answerOnce, earlierAnswer } from '../db/answer-once.ts'
import type { Deps } from '../deps.ts'
import { onlyWith, requireBuyer, requirePermission } from '../identity/require-permission.ts'
import { plainLines, word } from '../plain-text.ts'
import { idempotencyHeader, idParam, listQuery, pageOf } from '../wire.ts'
import { closeBreak, listBreaks } from './breaks.ts'
import { getPayment } from './get-payment.ts'
import { listPayments } from './list-payments.ts'
import { buyersOrderPayment, officeOrderPayment } from './order-payment.ts'
import { refreshOrderPayment } from './refresh-order-payment.ts'
import { breakShape, buyersPayment, officePayment, paymentDetail, paymentItem, paymentTotals, started } from './shapes.ts'
import { startPayment } from './start-payment.ts'
import { streamPayment } from './stream-payment.ts'

/** Payments as the office sees them. */
export function paymentRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/payments',
      {
        schema: {
          tags: ['Payments'],
          summary: 'Payments, found by anything known of them',
          querystring: listQuery.extend({ customerId: z.uuid().optional() }),
          response: { 200: pageOf(paymentItem).extend({ totals: z.array(paymentTotals).nullable() }) },
        },
      },
      (request) => {
        const { companyId } = requirePermission(request, 'payments.read')
        return deps.db.withCompany(companyId, (tx) => listPayments(tx, companyId, request.query))
      },
    )
    app.get(
      '/api/payments/:id',
      {
        schema: {
          tags: ['Payments'],
          summary: 'A payment, explained to the cent',
          params: idParam,
          response: { 200: paymentDetail },
        },
      },
      (request) => {
        const { companyId } = requirePermission(request, 'payments.read')
        return deps.db.withCompany(companyId, (tx) => getPayment(deps, tx, companyId, request.params.id))
      },
    )
    app.get(
      '/api/orders/:id/payment',
      {
        schema: {
          tags: ['Orders'],
          summary: 'What was paid on an order, and how',
          params: idParam,
          response: { 200: officePayment },
        },
      },
      (request) => {
        const { companyId } = requirePermission(request, 'payments.read')
        return deps.db.withCompany(companyId, (tx) => officeOrderPayment(tx, companyId, request.params.id))
      },
    )
    await app.register(breakRoutes(deps))
    await app.register(shopPaymentRoutes(deps))
  }
}

function breakRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/breaks',
      {
        schema: {
          tags: ['Payments'],
          summary: 'Differences a person has to close',
          response: { 200: z.object({ items: z.array(breakShape) }) },
        },
      },
      (request) => {
        const { companyId } = requirePermission(request, 'payments.read')
        return deps.db.withCompany(companyId, async (tx) => ({ items: await listBreaks(tx, companyId) }))
      },
    )
    app.post(
      '/api/breaks/:id/close',
      {
        onRequest: onlyWith('breaks.close'),
        schema: {
          tags: ['Payments'],
          summary: 'Close a difference with a note',
          params: idParam,
          body: z.object({ note: plainLines(500).min(5, word('note')) }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const actor = requirePermission(request, 'breaks.close')
        await deps.db.withCompany(actor.companyId, (tx) => closeBreak(tx, actor, request.params.id, request.body.note))
        return reply.code(204).send(null)
      },
    )
  }
}

/** Paying, as the buyer does it. */
function shopPaymentRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    const view = (actor: ReturnType<typeof requireBuyer>, orderId: string) => {
      const buyer = { companyId: actor.companyId, customerId: actor.customerId, mayPay: actor.permissions.has('shop.pay') }
      return deps.db.withCompany(actor.companyId, (tx) => buyersOrderPayment(tx, buyer, orderId))
    }
    app.post(
      '/api/shop/orders/:id/pay',
      {
        onRequest: onlyWith('shop.pay'),
        schema: {
          tags: ['Shop'],
          summary: 'Start, or take up again, the card payment of an order',
          params: idParam,
          headers: idempotencyHeader,
          response: { 200: started },
        },
      },
      async (request, reply) => {
        const actor = requireBuyer(request, 'shop.pay')
        const key = request.headers['idempotency-key']
        const same = ['pay', request.params.id]
        let answer = await earlierAnswer(deps.db, actor, key, same)
        if (!answer) {
          const begun = await startPayment(deps, actor, request.params.id)
          answer = await answerOnce(deps.db, actor, key, same, async () => ({ status: 200, body: begun }))
        }
        return reply
          .code(200)
          .type('application/json')
          .serializer((text: unknown) => text as string)
          .send(answer.body as never)
      },
    )
    app.get(
      '/api/shop/orders/:id/payment',
      { schema: { tags: ['Shop'], summary: 'How an order’s payment stands', params: idParam, response: { 200: buyersPayment } } },
      (request) => view(requireBuyer(request, 'shop.enter'), request.params.id),
    )
    app.post(
      '/api/shop/orders/:id/payment/refresh',
      {
        onRequest: onlyWith('shop.enter'),
        schema: {
          tags: ['Shop'],
          summary: 'Ask Stripe how an order’s payment stands',
          params: idParam,
          response: { 200: buyersPayment },
        },
      },
      async (request) => {
        const actor = requireBuyer(request, 'shop.enter')
        await view(actor, request.params.id)
        await refreshOrderPayment(deps, actor.companyId, request.params.id)
        return view(actor, request.params.id)
      },
    )
    app.get(
      '/api/shop/orders/:id/payment/stream',
      { schema: { tags: ['Shop'], summary: 'The same, told whenever it changes (server-sent events)', params: idParam } },
      async (request, reply) => {
        const actor = requireBuyer(request, 'shop.enter')
        // A wrong id is answered as any other request before the stream begins.
        await view(actor, request.params.id)
        return streamPayment(deps, request, reply, `${actor.companyId}:${request.params.id}`, () =>
          view(actor, request.params.id),
        )
      },
    )
  }
}
