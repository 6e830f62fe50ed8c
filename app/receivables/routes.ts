import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { doerOf } from '../identity/actor.ts'
import { onlyWith, requirePermission } from '../identity/require-permission.ts'
import { day, idParam, journalEntry, listQuery, moment, money, named, numbered, pageOf } from '../wire.ts'
import { getInvoice } from './get-invoice.ts'
import { invoiceFilters, listInvoices } from './list-invoices.ts'
import { shipAndInvoice } from './ship-and-invoice.ts'

const tags = ['Receivables']
const invoiceItem = z.object({
  id: z.uuid(),
  number: z.string(),
  customer: named,
  order: numbered,
  total: money,
  balanceDue: money,
  issuedAt: moment,
  dueOn: day,
  state: z.enum(['open', 'partly_paid', 'paid', 'overdue']),
})
const invoiceDetail = invoiceItem.extend({
  goods: money,
  freight: money,
  tax: money,
  lines: z.array(
    z.object({ sku: z.string(), name: z.string(), unit: z.string(), quantity: z.int(), unitPrice: money, amount: money }),
  ),
  applications: z.array(z.object({ at: moment, amount: money, payment: z.object({ id: z.uuid(), controlNumber: z.string() }) })),
  journal: z.array(journalEntry),
})
const totals = z.object({ count: z.int(), total: money, balanceDue: money, overdue: money })

/** Invoices, and shipping as the act that issues them. */
export function receivablesRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/invoices',
      {
        schema: {
          tags,
          summary: 'Invoices',
          querystring: listQuery.extend({ state: z.enum(invoiceFilters).optional(), customerId: z.uuid().optional() }),
          response: { 200: pageOf(invoiceItem).extend({ totals: z.array(totals).nullable() }) },
        },
      },
      (request) => {
        const { companyId } = requirePermission(request, 'invoices.read')
        return deps.db.withCompany(companyId, (tx) => listInvoices(tx, companyId, request.query))
      },
    )
    app.get(
      '/api/invoices/:id',
      { schema: { tags, summary: 'An invoice', params: idParam, response: { 200: invoiceDetail } } },
      (request) => {
        const { companyId } = requirePermission(request, 'invoices.read')
        return deps.db.withCompany(companyId, (tx) => getInvoice(tx, companyId, request.params.id))
      },
    )
    app.post(
      '/api/orders/:id/ship',
      {
        onRequest: onlyWith('orders.ship'),
        schema: {
          tags: ['Orders'],
          summary: 'Ship an order and issue its invoice',
          params: idParam,
          response: { 200: z.object({ invoice: numbered }) },
        },
      },
      (request) => {
        const actor = requirePermission(request, 'orders.ship')
        return shipAndInvoice(deps, actor.companyId, doerOf(actor), request.params.id)
      },
    )
  }
}
