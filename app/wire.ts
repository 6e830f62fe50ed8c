import { z } from 'zod'
import { plainText } from './plain-text.ts'
import type { Sentence } from './words/sentence.ts'

/** Shapes that many routes share, as they go over the wire. */

/** Integer minor units and a lower-case ISO currency. */
export const money = z.object({ minor: z.int(), currency: z.string().length(3) })
/** A sentence for people. Verbs hand over which sentence; it goes out in the reader's language (see http/speak-languages.ts). */
export const sentence = z.string() as z.ZodType<string | Sentence>
export const named = z.object({ id: z.uuid(), name: z.string() })
export const numbered = z.object({ id: z.uuid(), number: z.string() })
export const moment = z.iso.datetime()
export const day = z.iso.date()
/** A switch in a query. */
export const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true')

export const idParam = z.object({ id: z.uuid() })

/**
 * A whole number in an address, in digits alone: what JavaScript would read as one too (" 5", "1e3", "0x10") is refused.
 * @param number with its bounds, and its default if it has one.
 */
export function inDigits<T extends z.ZodType>(number: T) {
  return z.preprocess((text) => (typeof text === 'string' && /^\d{1,16}$/.test(text) ? Number(text) : text), number)
}

/** How many rows a page of a list has. */
export const pageLimit = inDigits(z.int().min(1).max(100).default(50))

export const listQuery = z.object({
  search: plainText(100).optional(),
  cursor: z.string().max(300).optional(),
  limit: pageLimit,
})

/** A page of a list: the cursor of the next one, or null at the end. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/** One browser-made header that makes a repeated request the same request. */
export const idempotencyHeader = z.object({ 'idempotency-key': z.string().min(8).max(255) })

/** An entry of the books with its lines, as detail screens fold it away. */
export const journalEntry = z.object({
  number: z.int(),
  factKind: z.string(),
  description: z.string(),
  occurredAt: moment,
  postedAt: moment,
  lines: z.array(
    z.object({
      account: z.string(),
      accountName: z.string(),
      debit: money.nullable(),
      credit: money.nullable(),
      customer: z.string().nullable(),
    }),
  ),
})
