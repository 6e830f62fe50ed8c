import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { csvOf } from '../csv.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem.ts'
import { listQuery, moment, pageOf, sentence } from '../wire.ts'
import type { Language } from '../words/catalogue.ts'
import { render } from '../words/render.ts'
import { type Sentence, say } from '../words/sentence.ts'
import { type EventQuery, eventTopics, listOwnEvents, listSecurityEvents, type ShownEvent } from './list-security-events.ts'
import { securityEventKinds } from './record-security-event.ts'
import { requirePermission, requireSignedIn } from './require-permission.ts'

const tags = ['Security']
const event = z.object({
  id: z.string(),
  at: moment,
  kind: z.enum(securityEventKinds),
  what: sentence,
  person: z.string(),
  by: z.string().nullable().describe('null: not known who.'),
  address: z.string().nullable(),
  userAgent: z.string().nullable().describe('What the browser calls itself.'),
  how: sentence.nullable(),
  more: z.string(),
})
const cursor = z
  .string()
  .regex(/^\d{1,15}$/)
  .optional()
const filters = listQuery.pick({ search: true }).extend({
  topic: z.enum(eventTopics).optional(),
  days: z.coerce.number().int().min(1).max(400).optional().describe('Only of the last so many days.'),
})
const page = z.object({ cursor, limit: z.coerce.number().int().min(1).max(100).default(50) })
const exportedMax = 10_000

/** What happened around signing in: for administrators that of their company, for everybody their own. */
export function securityEventRoutes(deps: Deps): FastifyPluginAsyncZod {
  const list = (request: FastifyRequest, query: EventQuery) => {
    const { companyId, permissions } = requirePermission(request, 'people.manage')
    return deps.db.withCompany(companyId, (tx) => listSecurityEvents(tx, companyId, permissions.has('platform.operate'), query))
  }
  return async (app) => {
    app.get(
      '/api/security-events',
      {
        schema: {
          tags,
          summary: 'Signing in, passwords, factors and roles: what happened, newest first',
          description: 'Kept for 400 days.',
          querystring: filters.extend(page.shape),
          response: { 200: pageOf(event) },
        },
      },
      (request) => list(request, request.query),
    )
    app.get(
      '/api/security-events.csv',
      {
        schema: {
          tags,
          summary: 'The same as a file',
          description: `Exactly what the list shows, at most ${exportedMax} lines.`,
          querystring: filters,
          response: { 200: z.string() },
        },
      },
      async (request, reply) => {
        const { items, nextCursor } = await list(request, { ...request.query, limit: exportedMax })
        if (nextCursor) throw new Problem('too-many-to-export', { max: exportedMax })
        reply.header('content-disposition', 'attachment; filename="security-events.csv"')
        return reply.type('text/csv; charset=utf-8').send(asFile(items, request.language))
      },
    )
    app.get(
      '/api/account/security-events',
      {
        schema: {
          tags: ['My account'],
          summary: 'What happened to your own way in, newest first',
          querystring: page,
          response: { 200: pageOf(event) },
        },
      },
      (request) => listOwnEvents(deps.db, requireSignedIn(request).user.id, request.query),
    )
  }
}

const columns = [
  'column:when',
  'column:what',
  'column:how',
  'column:person',
  'column:by',
  'column:address',
  'column:device',
  'column:more',
] as const

function asFile(items: ShownEvent[], language: Language): string {
  const words = (text: Sentence | string | null) =>
    typeof text === 'string' || text === null ? (text ?? '') : render(text, language)
  const header = columns.map((column) => words(say('events', column)))
  const rows = items.map((each) => [
    each.at,
    words(each.what),
    words(each.how),
    each.person,
    each.by ?? words(say('events', 'stranger')),
    each.address ?? '',
    each.userAgent ?? '',
    each.more,
  ])
  return csvOf(header, rows)
}
