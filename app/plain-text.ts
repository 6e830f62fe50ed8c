import { z } from 'zod'
import type { KeyOf } from './words/catalogue.ts'

// Control characters (a line break may be allowed), lone surrogates, private characters, and the marks that turn
// the direction of text around: they hide what a person reads, break exports, or cannot be stored.
const unwanted = /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u
const unwantedInLines = /[^\P{Cc}\n]|[\p{Cs}\p{Co}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u
/** Joiners, spaces and marks alone draw nothing. */
const visible = /[^\p{Z}\p{Cf}\p{M}\p{Cc}\u115F\u1160\u3164\uFFA0\u2800]/u
/** No script stacks more marks than this upon one letter; more climb out of their line. */
const tooManyMarks = /\p{M}{9}/u

/**
 * How much longer the raw text may be than what counts: composing and trimming make it shorter. The bound comes first, and ends
 * the check, so that nobody makes us compose a megabyte (P15).
 */
const rawLengthMax = (max: number) => 4 * max + 100

/** The words of a rule, by their key in the catalogue `input`: what reaches people when it is broken. */
export function word(key: KeyOf<'input'>): string {
  return key
}

/**
 * What a person types into one line: composed (NFC), trimmed, without control characters or marks that deceive; empty, or
 * something that can be seen.
 * @param max letters (UTF-16 units), counted after trimming.
 */
export function plainText(max: number) {
  return z
    .string()
    .max(rawLengthMax(max), { abort: true })
    .normalize('NFC')
    .trim()
    .max(max)
    .refine((text) => !unwanted.test(text) && !tooManyMarks.test(text), word('characters-not-usable'))
    .refine(isEmptyOrVisible, word('nothing-visible'))
}

/** Reads as an address to go to. Names are written into mails to strangers, who should find one link there: ours. */
const linkLike = /:\/\/|\bwww\./i

/** The name of a person or a company: one line that is no link. */
export function plainName(max: number) {
  return plainText(max)
    .min(1)
    .refine((text) => !linkLike.test(text), word('no-link-in-name'))
}

/** The same, where several lines are fine. Windows line ends become plain ones. */
export function plainLines(max: number) {
  return z
    .string()
    .max(rawLengthMax(max), { abort: true })
    .overwrite((text) => text.replaceAll('\r\n', '\n'))
    .normalize('NFC')
    .trim()
    .max(max)
    .refine((text) => !unwantedInLines.test(text) && !tooManyMarks.test(text), word('characters-not-usable'))
    .refine(isEmptyOrVisible, word('nothing-visible'))
}

function isEmptyOrVisible(text: string): boolean {
  return text === '' || visible.test(text)
}
