import { type RawBuilder, sql } from 'kysely'
import { Problem } from './problem.ts'

/** One way to sort a list: by an SQL expression that is never null, then by id. `idType`: a uuid, unless the list has ids of Stripe's. */
export type Sort = {
  name: string
  by: RawBuilder<unknown>
  type: 'text' | 'bigint' | 'date' | 'moment'
  descending: boolean
  idType?: 'uuid' | 'text'
}

/** A list that has one order only: the newest first. @param at the column with the moment, e.g. `p.received_at`. */
export const newestFirst = (at: string): Sort => ({ name: 'newest', by: sql.ref(at), type: 'moment', descending: true })

/** A row of a sorted list carries the text of what it is sorted by. */
export type SortedRow = { id: string; sorted_by: string }

const wellFormed: Record<Sort['type'], (text: string) => boolean> = {
  text: (text) => !text.includes('\0') && text.isWellFormed(),
  bigint: (text) => /^-?\d{1,16}$/.test(text),
  date: isDay,
  moment: (text) => /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/.test(text) && isDay(text.slice(0, 10)),
}
const casts = { text: 'text', bigint: 'bigint', date: 'date', moment: 'timestamptz' } as const

const idForms = { uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, text: /^\w{1,100}$/ }

/** A day that the calendar has, and the database too: there is no year 0. */
function isDay(text: string): boolean {
  if (text.startsWith('0000')) return false
  const parsed = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(text)
}

/** To select: the row's place in the list, exactly (a JavaScript date would lose the microseconds). */
export function sortedBy(sort: Sort): RawBuilder<string> {
  if (sort.type === 'moment') return sql`to_char((${sort.by}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS sorted_by`
  return sql`(${sort.by})::text AS sorted_by`
}

/** To order by. @param id the id column, e.g. `o.id`. */
export function inOrder(sort: Sort, id: string): RawBuilder<unknown> {
  const direction = sort.descending ? sql`DESC` : sql`ASC`
  return sql`${sort.by} ${direction}, ${sql.ref(id)} ${direction}`
}

/** The condition "comes after the cursor"; true without one. @throws Problem 400 for a cursor that is not of this list and sort. */
export function after(sort: Sort, id: string, cursor: string | undefined): RawBuilder<boolean> {
  if (!cursor) return sql<boolean>`true`
  const [value, lastId] = readCursor(sort, cursor)
  const compare = sort.descending ? sql`<` : sql`>`
  return sql<boolean>`(${sort.by}, ${sql.ref(id)}) ${compare} (${value}::${sql.raw(casts[sort.type])}, ${lastId}::${sql.raw(sort.idType ?? 'uuid')})`
}

function readCursor(sort: Sort, cursor: string): [string, string] {
  try {
    const [name, value, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[]
    const ours = name === sort.name && typeof value === 'string' && typeof id === 'string'
    if (ours && wellFormed[sort.type](value) && idForms[sort.idType ?? 'uuid'].test(id)) return [value, id]
  } catch {
    // Falls through to the same answer as any other odd cursor.
  }
  throw new Problem('bad-cursor')
}

/** Cuts one row too many off a page. @param rows at most `limit` + 1 of them. */
export function sortedPage<R extends SortedRow, T>(
  sort: Sort,
  rows: R[],
  limit: number,
  show: (row: R) => T,
): { items: T[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  const nextCursor = last ? Buffer.from(JSON.stringify([sort.name, last.sorted_by, last.id])).toString('base64url') : null
  return { items: shown.map(show), nextCursor }
}
