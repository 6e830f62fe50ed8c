import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { moment, pageLimit } from '../wire.ts'
import type { Permission } from './permissions.ts'
import type { SubjectType, Topic } from './record-activity.ts'
import { requirePermission } from './require-permission.ts'

/** Who may read what happened to what: those who may read the thing itself. */
const readers: Record<SubjectType, Permission> = {
  order: 'orders.read',
  payment: 'payments.read',
  invoice: 'invoices.read',
  customer: 'customers.read',
  company: 'company.manage',
  stripe_account: 'stripe.manage',
  person: 'people.manage',
  fee_schedule: 'platform.operate',
  break: 'payments.read',
}
/** And on any page, each line by what it tells of: an order's timeline shows its payments to those who may read payments. */
const topics: [Topic, Permission][] = [
  ...(Object.entries(readers) as [Topic, Permission][]).filter(([topic]) => topic !== ('fee_schedule' as Topic)),
  ['fee-schedule', readers.fee_schedule],
]
const subjectTypes = Object.keys(readers) as [SubjectType, ...SubjectType[]]

const entry = z.object({
  id: z.string(),
  at: moment,
  actor: z.object({ kind: z.enum(['person', 'stripe', 'system']), name: z.string() }),
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string(),
  summary: z.string(),
  details: z.record(z.string(), z.unknown()),
})
const activityQuery = z.object({
  subjectType: z.enum(subjectTypes),
  subjectId: z.string().min(1).max(200).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  limit: pageLimit,
})

/** The timeline of a thing: what happened, when, and by whom. Newest first. */
export function activityRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/activity',
      {
        schema: {
          tags: ['Company'],
          summary: 'What happened, when, and by whom',
          querystring: activityQuery,
          response: { 200: z.object({ items: z.array(entry), nextCursor: z.string().nullable() }) },
        },
      },
      (request) => {
        const { companyId, permissions } = requirePermission(request, readers[request.query.subjectType])
        const readable = topics.filter(([, permission]) => permissions.has(permission)).map(([topic]) => topic)
        return deps.db.withCompany(companyId, (tx) => listActivity(tx, companyId, request.query, readable))
      },
    )
  }
}

async function listActivity(tx: Tx, companyId: string, query: z.infer<typeof activityQuery>, readable: Topic[]) {
  const { subjectType, subjectId, cursor, limit } = query
  const rows = await tx
    .selectFrom('activity')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('subject_type', '=', subjectType)
    .where(sql<string>`split_part(action, '.', 1)`, 'in', readable)
    .$if(subjectId !== undefined, (q) => q.where('subject_id', '=', subjectId!))
    .$if(cursor !== undefined, (q) => q.where('id', '<', Number(cursor)))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const items = rows.slice(0, limit).map((row) => ({
    id: String(row.id),
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind as 'person' | 'stripe' | 'system', name: row.actor_name },
    action: row.action,
    subjectType: row.subject_type,
    subjectId: row.subject_id,
    summary: row.summary,
    details: row.details as Record<string, unknown>,
  }))
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.id : null }
}
