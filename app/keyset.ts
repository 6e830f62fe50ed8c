import { type RawBuilder, sql } from 'kysely'
import { Problem } from './problem.ts'

/** Where a list goes on: after the row with this moment and id, newest first. */
export type Position = { at: string; id: string }

export function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify([position.at, position.id])).toString('base64url')
}

/** @throws Problem 400 for a cursor that is not one of ours. */
export function decodeCursor(cursor: string): Position {
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [string, string]
    const wellFormed = !Number.isNaN(Date.parse(at)) && /^[0-9a-f-]{36}$/.test(id)
    if (wellFormed) return { at, id }
  } catch {
    // Falls through to the same answer as any other odd cursor.
  }
  throw new Problem(400, 'bad-cursor', 'This list position is not valid any more. Load the list again.')
}

/** The condition "comes after the cursor" for a list ordered by `at` and `id`, newest first; true without a cursor. */
export function afterCursor(at: string, id: string, cursor: string | undefined): RawBuilder<boolean> {
  if (!cursor) return sql<boolean>`true`
  const position = decodeCursor(cursor)
  return sql<boolean>`(${sql.ref(at)}, ${sql.ref(id)}) < (${position.at}::timestamptz, ${position.id}::uuid)`
}

/** Cuts one row too many off a page. @param rows at most `limit` + 1 of them, with the exact text of their moment in `cursor_at`. */
export function page<R extends { id: string; cursor_at: string }, T>(
  rows: R[],
  limit: number,
  show: (row: R) => T,
): { items: T[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const more = rows.length > limit && last !== undefined
  return { items: shown.map(show), nextCursor: more ? encodeCursor({ at: last.cursor_at, id: last.id }) : null }
}

/** Turns what a person typed into a LIKE pattern that matches it anywhere; % and _ are ordinary letters. */
export function containing(search: string): string {
  return `%${search.replace(/[\\%_]/g, (letter) => `\\${letter}`)}%`
}
