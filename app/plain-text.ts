import { z } from 'zod'

// Control characters (a line break may be allowed), lone surrogates, and the marks that turn the direction of text around:
// they hide what a person reads, break exports, or cannot be stored.
const unwanted = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u
const unwantedInLines = /[^\P{Cc}\n]|[\p{Cs}\u202A-\u202E\u2066-\u2069]/u

/**
 * What a person types into one line: composed (NFC), trimmed, without control characters.
 * @param max letters (UTF-16 units), counted after trimming.
 */
export function plainText(max: number) {
  return z
    .string()
    .normalize('NFC')
    .trim()
    .max(max, `Use at most ${max} characters.`)
    .refine((text) => !unwanted.test(text), 'Contains characters that cannot be used here.')
}

/** The same, where several lines are fine. Windows line ends become plain ones. */
export function plainLines(max: number) {
  return z
    .string()
    .overwrite((text) => text.replaceAll('\r\n', '\n'))
    .normalize('NFC')
    .trim()
    .max(max, `Use at most ${max} characters.`)
    .refine((text) => !unwantedInLines.test(text), 'Contains characters that cannot be used here.')
}
