import { randomFillSync } from 'node:crypto'

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Random bytes are fetched by the thousand: asking for each few by themselves costs more than anything else of an answer. */
const pool = Buffer.alloc(4_096)
let used = pool.length

function nextByte(): number {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += 1
  return pool[used - 1] ?? 0
}

/** `length` letters and digits that nobody can guess. */
export function randomText(length: number): string {
  let text = ''
  while (text.length < length) {
    const byte = nextByte()
    // Bytes of 248 and more would make the first letters likelier than the rest, so they are thrown away.
    if (byte < 248) text += letters[byte % 62]
  }
  return text
}

/** A new object id as Stripe shapes them: `ch_` and 24 letters. */
export const newId = (prefix: string): string => `${prefix}_${randomText(24)}`

/** The id behind a reference that may have been expanded. */
export function idOf(reference: string | { id: string } | null | undefined): string | null {
  if (reference === null || reference === undefined) return null
  return typeof reference === 'string' ? reference : reference.id
}
