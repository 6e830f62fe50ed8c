import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { readCustomer } from '../customers/lock-customer.ts'
import { answerOnce } from '../db/answer-once.ts'
import type { Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { onlyWith, requireBuyer } from '../identity/require-permission.ts'
import { idempotencyHeader, idParam, listQuery, pageOf } from '../wire.ts'
import type { BuyingActor } from './buyer.ts'
import { readCart, removeCartLine, setCartLines, showCart } from './cart.ts'
import { checkoutOptions } from './checkout-options.ts'
import { getShopOrder } from './get-order.ts'
import { listOrders, orderSorts } from './list-orders.ts'
import { placeOrder } from './place-order.ts'
import { reorder } from './reorder.ts'
import {
  cart,
  cartQuantity,
  checkout,
  orderFilters,
  orderItem,
  orderTotals,
  orderWish,
  reasonGiven,
  shopOrder,
} from './shapes.ts'
import { type EndLiveAttempt, voidUnpaidOrder } from './void-unpaid-order.ts'

const tags = ['Shop']

/** Cart, checkout and orders, as the buyer has them. */
export function shopOrderRoutes(deps: Deps, endLiveAttempt: EndLiveAttempt): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(cartRoutes(deps))
    await app.register(checkoutRoutes(deps))
    await app.register(historyRoutes(deps, endLiveAttempt))
  }
}

async function cartNow(tx: Tx, actor: BuyingActor) {
  return showCart(await readCart(tx, actor, await readCustomer(tx, actor.customerId)))
}

function cartRoutes(deps: Deps): FastifyPluginAsyncZod {
  const productParam = z.object({ productId: z.uuid() })
  return async (app) => {
    app.get('/api/shop/cart', { schema: { tags, summary: 'The buyer’s cart', response: { 200: cart } } }, (request) => {
      const actor = requireBuyer(request, 'shop.enter')
      return deps.db.withCompany(actor.companyId, (tx) => cartNow(tx, actor))
    })
    app.put(
      '/api/shop/cart/lines/:productId',
      {
        onRequest: onlyWith('shop.order'),
        schema: {
          tags,
          summary: 'Put a product into the cart, or change how many of it',
          params: productParam,
          body: cartQuantity,
          response: { 200: cart },
        },
      },
      (request) => {
        const actor = requireBuyer(request, 'shop.order')
        const line = { productId: request.params.productId, quantity: request.body.quantity }
        return deps.db.withCompany(actor.companyId, async (tx) => {
          await setCartLines(tx, actor, await readCustomer(tx, actor.customerId), [line])
          return cartNow(tx, actor)
        })
      },
    )
    app.delete(
      '/api/shop/cart/lines/:productId',
      {
        onRequest: onlyWith('shop.order'),
        schema: { tags, summary: 'Take a product out of the cart', params: productParam, response: { 200: cart } },
      },
      (request) => {
        const actor = requireBuyer(request, 'shop.order')
        return deps.db.withCompany(actor.companyId, async (tx) => {
          await removeCartLine(tx, actor, request.params.productId)
          return cartNow(tx, actor)
        })
      },
    )
  }
}

function checkoutRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/shop/checkout',
      { schema: { tags, summary: 'What the checkout offers, and why not', response: { 200: checkout } } },
      (request) => {
        const actor = requireBuyer(request, 'shop.enter')
        return deps.db.withCompany(actor.companyId, (tx) => checkoutOptions(tx, deps.clock, actor))
      },
    )
    app.post(
      '/api/shop/orders',
      {
        onRequest: onlyWith('shop.order'),
        schema: {
          tags,
          summary: 'Order what is in the cart',
          headers: idempotencyHeader,
          body: orderWish,
          response: { 201: shopOrder },
        },
      },
      async (request, reply) => {
        const actor = requireBuyer(request, 'shop.order')
        const key = request.headers['idempotency-key']
        const answer = await answerOnce(deps.db, actor, key, ['place-order', actor.customerId, request.body], async (tx) => {
          const order = await placeOrder(tx, deps.clock, actor, request.body)
          return { status: 201, body: await getShopOrder(tx, actor, order.id) }
        })
        // The stored answer goes out as it was stored: the same key returns the same bytes.
        return reply
          .code(201)
          .type('application/json')
          .serializer((text: unknown) => text as string)
          .send(answer.body as never)
      },
    )
  }
}

function historyRoutes(deps: Deps, endLiveAttempt: EndLiveAttempt): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/shop/orders',
      {
        schema: {
          tags,
          summary: 'The customer’s orders',
          querystring: listQuery.extend({ ...orderFilters, sort: z.enum(orderSorts).default('-placedAt') }),
          response: { 200: pageOf(orderItem).extend({ totals: z.array(orderTotals).nullable() }) },
        },
      },
      (request) => {
        const { companyId, customerId } = requireBuyer(request, 'shop.enter')
        return deps.db.withCompany(companyId, (tx) => listOrders(tx, companyId, { ...request.query, customerId }))
      },
    )
    app.get(
      '/api/shop/orders/:id',
      { schema: { tags, summary: 'An order of the customer', params: idParam, response: { 200: shopOrder } } },
      (request) => {
        const actor = requireBuyer(request, 'shop.enter')
        return deps.db.withCompany(actor.companyId, (tx) => getShopOrder(tx, actor, request.params.id))
      },
    )
    app.post(
      '/api/shop/orders/:id/void',
      {
        onRequest: onlyWith('shop.order'),
        schema: { tags, summary: 'Void an unpaid order', params: idParam, body: reasonGiven, response: { 200: shopOrder } },
      },
      async (request) => {
        const actor = requireBuyer(request, 'shop.order')
        const { id } = request.params
        await voidUnpaidOrder(deps, endLiveAttempt, actor, { orderId: id, reason: request.body.reason })
        return deps.db.withCompany(actor.companyId, (tx) => getShopOrder(tx, actor, id))
      },
    )
    app.post(
      '/api/shop/orders/:id/reorder',
      {
        onRequest: onlyWith('shop.order'),
        schema: { tags, summary: 'Put an earlier order into the cart again', params: idParam, response: { 200: cart } },
      },
      (request) => {
        const actor = requireBuyer(request, 'shop.order')
        return deps.db.withCompany(actor.companyId, async (tx) => {
          await reorder(tx, actor, request.params.id)
          return cartNow(tx, actor)
        })
      },
    )
  }
}
