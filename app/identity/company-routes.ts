import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Selectable, Updateable } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../db/database.ts'
import type { Companies } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { plainText, word } from '../plain-text.ts'
import { money } from '../wire.ts'
import { type Actor, doerOf } from './actor.ts'
import { recordActivity } from './record-activity.ts'
import { onlyWith, requirePermission } from './require-permission.ts'

const tags = ['Company']
const company = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  kind: z.enum(['platform', 'seller']),
  currency: z.string(),
  timeZone: z.string(),
  locale: z.string(),
  orderCutOff: z.string().describe('HH:MM in the company’s time zone'),
  accentColour: z.string().nullable(),
  taxBasisPoints: z.int(),
  freight: money,
})
const changes = z
  .object({
    name: plainText(120).min(1),
    timeZone: z.string().max(60).refine(isTimeZone, word('time-zone')),
    orderCutOff: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    accentColour: z
      .string()
      .regex(/^#[0-9a-f]{6}$/)
      .nullable(),
    taxBasisPoints: z.int().min(0).max(10_000),
    freightMinor: z.int().min(0).max(1_000_000_00),
  })
  .partial()

/** Setup › Company, and the places it works from. */
export function companyRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/api/company', { schema: { tags, summary: 'The company', response: { 200: company } } }, (request) => {
      const { companyId } = requirePermission(request, 'office.enter')
      return deps.db.withCompany(companyId, async (tx) => describe(await readCompany(tx, companyId)))
    })
    app.patch(
      '/api/company',
      {
        onRequest: onlyWith('company.manage'),
        schema: { tags, summary: 'Change the company’s settings', body: changes, response: { 200: company } },
      },
      (request) => {
        const actor = requirePermission(request, 'company.manage')
        return deps.db.withCompany(actor.companyId, (tx) => changeCompany(tx, actor, request.body))
      },
    )
    app.get(
      '/api/locations',
      {
        schema: {
          tags,
          summary: 'Where the company works from',
          response: { 200: z.object({ items: z.array(z.object({ id: z.uuid(), code: z.string(), name: z.string() })) }) },
        },
      },
      (request) => {
        const { companyId } = requirePermission(request, 'office.enter')
        return deps.db.withCompany(companyId, async (tx) => ({
          items: await tx.selectFrom('locations').select(['id', 'code', 'name']).orderBy('name').execute(),
        }))
      },
    )
  }
}

function readCompany(tx: Tx, companyId: string): Promise<Selectable<Companies>> {
  return tx.selectFrom('companies').selectAll().where('id', '=', companyId).executeTakeFirstOrThrow()
}

async function changeCompany(tx: Tx, actor: Actor, wanted: z.infer<typeof changes>) {
  const before = describe(await readCompany(tx, actor.companyId))
  const set: Updateable<Companies> = {
    name: wanted.name,
    time_zone: wanted.timeZone,
    order_cut_off: wanted.orderCutOff,
    accent_colour: wanted.accentColour,
    tax_basis_points: wanted.taxBasisPoints,
    freight_minor: wanted.freightMinor,
  }
  if (Object.values(set).every((value) => value === undefined)) return before
  const row = await tx
    .updateTable('companies')
    .set(set)
    .where('id', '=', actor.companyId)
    .returningAll()
    .executeTakeFirstOrThrow()
  const after = describe(row)
  await recordActivity(tx, {
    companyId: actor.companyId,
    by: doerOf(actor),
    action: 'company.changed',
    subject: { type: 'company', id: actor.companyId },
    summary: 'Changed the company’s settings.',
    details: { before, after },
  })
  return after
}

function describe(row: Selectable<Companies>): z.infer<typeof company> {
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    kind: row.kind as 'platform' | 'seller',
    currency: row.currency,
    timeZone: row.time_zone,
    locale: row.locale,
    orderCutOff: row.order_cut_off.slice(0, 5),
    accentColour: row.accent_colour,
    taxBasisPoints: row.tax_basis_points,
    freight: { minor: row.freight_minor, currency: row.currency },
  }
}

/** A place of the IANA list. An offset such as +05:00 is none: it knows no summer time. */
function isTimeZone(name: string): boolean {
  if (!/^(UTC|[A-Z][A-Za-z_]+(\/[\w+-]+)+)$/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
