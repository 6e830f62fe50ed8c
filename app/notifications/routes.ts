import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { requirePermission } from '../identity/require-permission.ts'
import { notFound } from '../problem.ts'
import { listQuery, moment, numbered, pageOf, sentence } from '../wire.ts'
import { listMails, mailStates, sendAgain } from './list-mails.ts'

/** A company's mails: what became of them, and another try. The operator's company sees the platform's. */
export function sentMailRoutes(deps: Deps): FastifyPluginAsyncZod {
  const tags = ['Mails']
  return async (app) => {
    app.get(
      '/api/mails',
      {
        schema: {
          tags,
          summary: 'The company’s mails, newest first',
          querystring: listQuery.omit({ search: true }).extend({
            state: z.enum(mailStates).optional(),
            cursor: z
              .string()
              .regex(/^\d{1,15}$/)
              .optional(),
          }),
          response: { 200: pageOf(sentMail) },
        },
      },
      (request) => {
        const { companyId } = requirePermission(request, 'mails.manage')
        return listMails(deps.db, companyId, request.query)
      },
    )
    app.post(
      '/api/mails/:id/send-again',
      {
        schema: {
          tags,
          summary: 'Send a mail again',
          params: z.object({ id: z.string().max(40) }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const actor = requirePermission(request, 'mails.manage')
        await deps.db.withCompany(actor.companyId, (tx) => sendAgain(tx, actor, request.params.id))
        return reply.code(204).send(null)
      },
    )
  }
}

const sentMail = z.object({
  id: z.string(),
  about: sentence,
  order: numbered.nullable(),
  to: z.object({ name: z.string().nullable(), email: z.string().nullable() }),
  state: z.enum(mailStates),
  tries: z.int(),
  createdAt: moment,
  sentAt: moment.nullable(),
  nextTryAt: moment.nullable(),
  lastFault: sentence.nullable(),
})

const tags = ['Development']
const mail = z.object({ id: z.int(), at: moment, to: z.string(), kind: z.string(), subject: z.string() })
const listedMax = 100

/** The demo's mails, where it has no mail server, to be read in the browser. The server keeps everything under /api/dev on this machine. */
export function mailRoutes(deps: Deps): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('onRequest', async () => {
      if (!deps.mail.readable) throw notFound('page')
    })
    app.get(
      '/api/dev/mails',
      { schema: { tags, summary: 'Mails kept here, newest first', response: { 200: z.object({ items: z.array(mail) }) } } },
      async () => {
        const rows = await deps.db.identity
          .selectFrom('mails')
          .select(['id', 'at', 'recipient', 'kind', 'subject'])
          .orderBy('id', 'desc')
          .limit(listedMax)
          .execute()
        return { items: rows.map(({ recipient, at, ...rest }) => ({ ...rest, to: recipient, at: at.toISOString() })) }
      },
    )
    app.get(
      '/api/dev/mails/:id',
      {
        schema: {
          tags,
          summary: 'One kept mail',
          params: z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
          response: { 200: mail.extend({ text: z.string(), html: z.string() }) },
        },
      },
      async (request) => {
        const { id } = request.params
        const row = await deps.db.identity.selectFrom('mails').selectAll().where('id', '=', id).executeTakeFirst()
        if (!row) throw notFound('mail')
        const { kind, subject } = row
        return { id, at: row.at.toISOString(), to: row.recipient, kind, subject, text: row.body_text, html: row.body_html }
      },
    )
  }
}
