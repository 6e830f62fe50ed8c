import { randomBytes } from 'node:crypto'

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** `length` letters and digits that nobody can guess. */
export function randomText(length: number): string {
  let text = ''
  // Bytes of 248 and more would make the first letters likelier than the rest, so they are thrown away.
  while (text.length < length)
    for (const byte of randomBytes(length)) if (byte < 248 && text.length < length) text += letters[byte % 62]
  return text
}

/** A new object id as Stripe shapes them: `ch_` and 24 letters. */
export const newId = (prefix: string): string => `${prefix}_${randomText(24)}`

/** The id behind a reference that may have been expanded. */
export function idOf(reference: string | { id: string } | null | undefined): string | null {
  if (reference === null || reference === undefined) return null
  return typeof reference === 'string' ? reference : reference.id
}
