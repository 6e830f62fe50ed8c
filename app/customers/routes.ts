import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { doerOf } from '../identity/actor.ts'
import { onlyWith, requirePermission } from '../identity/require-permission.ts'
import { idParam, listQuery, pageOf, yesOrNo } from '../wire.ts'
import { createCustomer } from './create-customer.ts'
import { editCustomer, editECommerce } from './edit-customer.ts'
import { getCustomer } from './get-customer.ts'
import { customerSorts, listCustomers } from './read-customers.ts'
import { creditFields, customerChanges, customerDetail, customerItem, eCommerceChanges, newCustomer } from './shapes.ts'
import { givesCredit } from './terms.ts'

const tags = ['Customers']

/** Setup › Customers. */
export function customerRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/customers',
      {
        schema: {
          tags,
          summary: 'Customers',
          querystring: listQuery.extend({
            payOnline: yesOrNo.optional(),
            locationId: z.uuid().optional(),
            sort: z.enum(customerSorts).default('name'),
          }),
          response: { 200: pageOf(customerItem) },
        },
      },
      (request) => {
        const { companyId } = requirePermission(request, 'customers.read')
        return deps.db.withCompany(companyId, (tx) => listCustomers(tx, companyId, request.query))
      },
    )
    app.get(
      '/api/customers/:id',
      { schema: { tags, summary: 'A customer', params: idParam, response: { 200: customerDetail } } },
      (request) => getCustomer(deps, requirePermission(request, 'customers.read').companyId, request.params.id),
    )
    app.post(
      '/api/customers',
      {
        onRequest: onlyWith('customers.edit'),
        schema: { tags, summary: 'Add a customer', body: newCustomer, response: { 201: customerDetail } },
      },
      async (request, reply) => {
        const actor = requirePermission(request, 'customers.edit')
        const { terms, creditLimitMinor } = request.body
        if (givesCredit(terms) || creditLimitMinor !== null) requirePermission(request, 'customers.edit_credit')
        const { id } = await deps.db.withCompany(actor.companyId, (tx) =>
          createCustomer(tx, actor.companyId, doerOf(actor), request.body),
        )
        return reply.code(201).send(await getCustomer(deps, actor.companyId, id))
      },
    )
    app.patch(
      '/api/customers/:id',
      {
        onRequest: onlyWith('customers.edit'),
        schema: { tags, summary: 'Change a customer', params: idParam, body: customerChanges, response: { 200: customerDetail } },
      },
      async (request) => {
        const actor = requirePermission(request, 'customers.edit')
        if (creditFields.some((field) => field in request.body)) requirePermission(request, 'customers.edit_credit')
        await deps.db.withCompany(actor.companyId, (tx) => editCustomer(tx, actor, request.params.id, request.body))
        return getCustomer(deps, actor.companyId, request.params.id)
      },
    )
    app.patch(
      '/api/customers/:id/e-commerce',
      {
        onRequest: onlyWith('customers.edit_e_commerce'),
        schema: {
          tags,
          summary: 'Change how a customer may order and pay online',
          params: idParam,
          body: eCommerceChanges,
          response: { 200: customerDetail },
        },
      },
      async (request) => {
        const actor = requirePermission(request, 'customers.edit_e_commerce')
        await deps.db.withCompany(actor.companyId, (tx) => editECommerce(tx, actor, request.params.id, request.body))
        return getCustomer(deps, actor.companyId, request.params.id)
      },
    )
  }
}
