import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { holds, matching } from '../matching.ts'
import { type Sentence, say } from '../words/sentence.ts'
import type { Role } from './permissions.ts'
import { type SecurityEventKind, type SecurityEventMeans, securityEventKinds } from './record-security-event.ts'
import { roleInWords } from './role-words.ts'

/** What a list may be narrowed to. */
export const eventTopics = ['sign-in', 'password', 'factor', 'people', 'failure', 'setup'] as const
export type EventTopic = (typeof eventTopics)[number]

const kindsOf: Record<EventTopic, readonly SecurityEventKind[]> = {
  'sign-in': ['signed-in', 'signed-out', 'session-ended', 'step-up', 'device-trusted'],
  password: ['password-changed', 'password-reset-asked', 'password-reset'],
  factor: securityEventKinds.filter((kind) => /^(factor|backup|passkey)-/.test(kind) && kind !== 'factor-failed'),
  people: ['person-invited', 'invitation-revoked', 'person-joined', 'person-removed', 'roles-changed'],
  failure: ['sign-in-failed', 'factor-failed', 'step-up-failed', 'locked-out'],
  setup: ['payout-account-changed', 'key-made', 'key-revoked', 'secret-rotated'],
}

export type EventQuery = {
  search?: string | undefined
  topic?: EventTopic | undefined
  days?: number | undefined
  cursor?: string | undefined
  limit: number
}

export type ShownEvent = {
  id: string
  at: string
  kind: SecurityEventKind
  what: Sentence
  person: string
  /** null: not known who. */
  by: string | null
  address: string | null
  userAgent: string | null
  how: Sentence | null
  more: string
}

type Row = {
  id: number
  at: Date
  kind: SecurityEventKind
  person_name: string
  by_name: string
  address: string | null
  user_agent: string | null
  how: SecurityEventMeans | null
  details: Record<string, unknown>
}
const columns = sql`e.id, e.at, e.kind, e.person_name, e.by_name, e.address, e.user_agent, e.how, e.details`

/**
 * What happened to the people of a company, newest first; the operator's company also sees what is of nobody's.
 * @param nobodys whether it is the operator's.
 */
export async function listSecurityEvents(tx: Tx, companyId: string, nobodys: boolean, query: EventQuery) {
  const wanted = [nobodys ? sql`(e.company_id = ${companyId} OR e.company_id IS NULL)` : sql`e.company_id = ${companyId}`]
  if (query.topic) wanted.push(sql`e.kind IN (${sql.join([...kindsOf[query.topic]])})`)
  if (query.days) wanted.push(sql`e.at > now() - make_interval(days => ${query.days})`)
  if (query.search) wanted.push(matching(query.search, { word: (word) => holds('e.search_text', word) }))
  if (query.cursor) wanted.push(sql`e.id < ${query.cursor}::bigint`)
  const { rows } = await sql<Row>`SELECT ${columns} FROM security_events e WHERE ${sql.join(wanted, sql` AND `)}
    ORDER BY e.id DESC LIMIT ${query.limit + 1}`.execute(tx)
  return pageOfEvents(rows, query.limit)
}

/** What happened to one person's own way in, newest first, whichever company was told. */
export async function listOwnEvents(db: Database, userId: string, query: Pick<EventQuery, 'cursor' | 'limit'>) {
  const { rows } = await sql<Row>`SELECT ${columns} FROM public.security_events e
    WHERE e.person_user_id = ${userId} AND e.copy = 0 ${query.cursor ? sql`AND e.id < ${query.cursor}::bigint` : sql``}
    ORDER BY e.id DESC LIMIT ${query.limit + 1}`.execute(db.identity)
  return pageOfEvents(rows, query.limit)
}

function pageOfEvents(rows: Row[], limit: number): { items: ShownEvent[]; nextCursor: string | null } {
  const items = rows.slice(0, limit).map(show)
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.id : null }
}

function show(row: Row): ShownEvent {
  return {
    id: String(row.id),
    at: row.at.toISOString(),
    kind: row.kind,
    what: say('events', row.kind),
    person: row.person_name,
    by: row.by_name || null,
    address: row.address,
    userAgent: row.user_agent || null,
    how: row.how && say('events', row.how),
    more: moreOf(row.details),
  }
}

/** The facts of an event that a reader wants: roles before and after, the name of a passkey, which payout account. */
function moreOf({ before, after, name, account }: Record<string, unknown>): string {
  const roles = [before, after].filter(Array.isArray).map((each) => (each as Role[]).map(roleInWords).join(', '))
  const texts = [roles.join(' → '), name, account].filter((each) => typeof each === 'string' && each !== '')
  return texts.join(' · ')
}
