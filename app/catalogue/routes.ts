import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { requireBuyer, requirePermission } from '../identity/require-permission.ts'
import { plainText } from '../plain-text.ts'
import { idParam, listQuery, pageOf, yesOrNo } from '../wire.ts'
import { browseShop, getShopProduct } from './browse-shop.ts'
import { getProduct, listProducts, productSorts } from './list-products.ts'
import { officeProduct, priceList, productCategory, shopProduct } from './shapes.ts'
import { readBuyer } from './sold-to.ts'

const category = plainText(80).optional()

/** What is sold: the office's products, and the shop's catalogue. */
export function catalogueRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/products',
      {
        schema: {
          tags: ['Products'],
          summary: 'Products, with prices and stock',
          querystring: listQuery.extend({
            category,
            active: yesOrNo.optional(),
            sort: z.enum(productSorts).default('name'),
          }),
          response: { 200: pageOf(officeProduct).extend({ categories: z.array(productCategory) }) },
        },
      },
      (request) => {
        const { companyId } = requirePermission(request, 'products.read')
        return deps.db.withCompany(companyId, (tx) => listProducts(tx, companyId, request.query))
      },
    )
    app.get(
      '/api/products/:id',
      { schema: { tags: ['Products'], summary: 'A product', params: idParam, response: { 200: officeProduct } } },
      (request) => {
        const { companyId } = requirePermission(request, 'products.read')
        return deps.db.withCompany(companyId, (tx) => getProduct(tx, companyId, request.params.id))
      },
    )
    app.get(
      '/api/price-lists',
      { schema: { tags: ['Products'], summary: 'Price lists', response: { 200: z.object({ items: z.array(priceList) }) } } },
      (request) => {
        const { companyId } = requirePermission(request, 'customers.read')
        return deps.db.withCompany(companyId, async (tx) => ({
          items: await tx
            .selectFrom('price_lists')
            .select(['id', 'name', 'currency'])
            .where('company_id', '=', companyId)
            .orderBy('name')
            .execute(),
        }))
      },
    )
    await app.register(shopCatalogueRoutes(deps))
  }
}

function shopCatalogueRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/shop/catalogue',
      {
        schema: {
          tags: ['Shop'],
          summary: 'What the buyer may order',
          querystring: listQuery.extend({ category }),
          response: { 200: pageOf(shopProduct).extend({ categories: z.array(productCategory) }) },
        },
      },
      (request) => {
        const { companyId, customerId } = requireBuyer(request, 'shop.enter')
        return deps.db.withCompany(companyId, async (tx) => browseShop(tx, await readBuyer(tx, customerId), request.query))
      },
    )
    app.get(
      '/api/shop/products/:id',
      { schema: { tags: ['Shop'], summary: 'A product, for the buyer', params: idParam, response: { 200: shopProduct } } },
      (request) => {
        const { companyId, customerId } = requireBuyer(request, 'shop.enter')
        return deps.db.withCompany(companyId, async (tx) =>
          getShopProduct(tx, await readBuyer(tx, customerId), request.params.id),
        )
      },
    )
  }
}
