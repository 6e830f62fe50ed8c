import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { notFound } from '../problem.ts'
import { inDigits, moment } from '../wire.ts'

const tags = ['Development']
const mail = z.object({ id: z.int(), at: moment, to: z.string(), kind: z.string(), subject: z.string() })
const listedMax = 100

/** The mails of an installation without a mail server, to be read in the browser: in the demo and on the developer's own machine. */
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
          params: z.object({ id: inDigits(z.int().min(1).max(Number.MAX_SAFE_INTEGER)) }),
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
