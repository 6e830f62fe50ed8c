import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { enqueueAgain } from '../db/enqueue.ts'
import { type Actor, doerOf } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { notFound } from '../problem.ts'
import { type Sentence, say } from '../words/sentence.ts'
import { faultInWords } from './mail-faults.ts'

/** `skipped`: it turned out to be for nobody. `given_up`: Florin tried for days; a person may send it again. */
export const mailStates = ['waiting', 'done', 'skipped', 'given_up'] as const
export type MailState = (typeof mailStates)[number]

type Row = {
  id: number
  kind: string
  state: string
  tries: number
  created_at: Date
  due_at: Date
  finished_at: Date | null
  recipient: string | null
  recipient_user_id: string | null
  last_fault: string | null
  last_error: string | null
  order_id: string | null
  order_number: string | null
}

const mailsOf = (companyId: string) => sql`outbox m
  LEFT JOIN orders o ON o.company_id = m.company_id AND o.id::text = m.payload ->> 'orderId'
  WHERE m.company_id = ${companyId} AND m.kind LIKE 'mail.%'`

/** The company's mails, newest first: to whom, about what, and what became of each. Addresses are those of its own people alone. */
export async function listMails(
  db: Database,
  companyId: string,
  page: { state?: MailState | undefined; cursor?: string | undefined; limit: number },
) {
  const before = page.cursor === undefined ? sql`true` : sql`m.id < ${Number(page.cursor)}`
  const wanted = page.state === undefined ? sql`true` : sql`m.state = ${page.state}`
  const rows = await db.withCompany(companyId, async (tx) => {
    const found = await sql<Row>`SELECT m.*, o.id AS order_id, o.number AS order_number
      FROM ${mailsOf(companyId)} AND ${before} AND ${wanted} ORDER BY m.id DESC LIMIT ${page.limit + 1}`.execute(tx)
    return found.rows
  })
  const people = await readNames(db, companyId, rows)
  const items = rows.slice(0, page.limit).map((row) => {
    const person = people.get(row.recipient_user_id ?? '')
    return {
      id: String(row.id),
      about: aboutWhat(row),
      order: row.order_id && row.order_number ? { id: row.order_id, number: row.order_number } : null,
      to: { name: person?.name ?? null, email: row.recipient ?? person?.email ?? null },
      state: row.state as MailState,
      tries: row.tries,
      createdAt: row.created_at.toISOString(),
      sentAt: row.state === 'done' ? (row.finished_at?.toISOString() ?? null) : null,
      nextTryAt: row.state === 'waiting' ? row.due_at.toISOString() : null,
      lastFault:
        row.last_error === null && row.last_fault === null
          ? null
          : (faultInWords(row.last_fault) ?? say('mails', 'fault:refused')),
    }
  })
  return { items, nextCursor: rows.length > page.limit ? items.at(-1)!.id : null }
}

/** Names and addresses stand in the sign-in tables: they are looked up for people who belong to the company now. */
async function readNames(db: Database, companyId: string, rows: Row[]): Promise<Map<string, { name: string; email: string }>> {
  const asked = rows.flatMap((row) => row.recipient_user_id ?? [])
  if (asked.length === 0) return new Map()
  const members = await db.withCompany(companyId, (tx) =>
    tx.selectFrom('memberships').select('user_id').where('company_id', '=', companyId).where('user_id', 'in', asked).execute(),
  )
  const ids = members.map((member) => member.user_id)
  if (ids.length === 0) return new Map()
  const users = await db.identity.selectFrom('user').select(['id', 'name', 'email']).where('id', 'in', ids).execute()
  return new Map(users.map(({ id, ...person }) => [id, person]))
}

function aboutWhat({ kind, order_number: number }: Row): Sentence {
  if (kind === 'mail.security-notice') return say('mails', 'about:security-notice')
  if (number === null) return say('mails', 'about:other')
  switch (kind) {
    case 'mail.order-placed':
      return say('mails', 'about:order-placed', { number })
    case 'mail.payment-received':
      return say('mails', 'about:payment-received', { number })
    case 'mail.order-expired':
      return say('mails', 'about:order-expired', { number })
    case 'mail.order-expired-seller':
      return say('mails', 'about:order-expired-seller', { number })
    default:
      return say('mails', 'about:other')
  }
}

/**
 * Sends a mail again, at once, with its days of trying before it: one that was given up, one that waits for its next try, or
 * one that arrived nowhere. Pressed twice it goes out once. Whether its person may still see it is asked again.
 *
 * @throws Problem 404 when there is no such mail in this company.
 */
export async function sendAgain(tx: Tx, actor: Actor, id: string): Promise<void> {
  if (!/^\d{1,15}$/.test(id)) throw notFound('mail')
  const { rows } = await sql<Row>`SELECT m.*, o.id AS order_id, o.number AS order_number
    FROM ${mailsOf(actor.companyId)} AND m.id = ${Number(id)} FOR UPDATE OF m`.execute(tx)
  const mail = rows[0]
  if (!mail) throw notFound('mail')
  await enqueueAgain(tx, mail)
  if (mail.order_id === null) return
  await recordActivity(tx, {
    companyId: actor.companyId,
    by: doerOf(actor),
    action: 'order.mail_sent_again',
    subject: { type: 'order', id: mail.order_id },
    summary: `Had a mail about order ${mail.order_number} sent again.`,
    details: { kind: mail.kind, before: mail.state },
  })
}
