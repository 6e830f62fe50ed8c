import { z } from 'zod'
import type { KeyOf } from './words/catalogue.ts'

// What no text needs and some use to deceive, by Unicode's own advice (UTR 36, UTS 39): control characters, halves of letters,
// private characters, separators that break lines, marks that turn the direction of text around, and whatever draws nothing
// (but the joiners and variants that scripts and emoji are written with). They hide what a person reads, make two names look
// like one, break exports, or cannot be stored.
const control = /\p{Cc}/u
const controlWithinLines = /[^\P{Cc}\n]/u
const unusable = /[\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u
const drawsNothing =
  /\u034F|[\u17B4\u17B5]|[\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0000}-\u{E00FF}\u{E01F0}-\u{E0FFF}]/u
// Joiners and variants belong between letters of scripts that have them, or emoji: in Latin text they are there to deceive.
const strayAfter = /(?:^|[\s\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}])(?:[\u200C-\u200D]|[\uFE00-\uFE0F]|[\u{E0100}-\u{E01EF}])/u
const strayBefore = /[\u200C\u200D](?:$|[\s\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}])/u
/** Joiners, spaces and marks alone draw nothing. */
const visible = /[^\p{Z}\p{Cf}\p{M}\p{Cc}\u115F\u1160\u3164\uFFA0\u2800]/u
/** No script stacks more marks than this upon one letter; more climb out of their line. */
const tooManyMarks = /\p{M}{9}/u

/**
 * How much longer the raw text may be than what counts: composing and trimming make it shorter. The bound comes first, and ends
 * the check, so that nobody makes us compose a megabyte (P15).
 */
function notMuchLongerThan(max: number) {
  return z.string().check((text) => {
    if (text.value.length <= 4 * max + 100) return
    text.issues.push({ code: 'too_big', origin: 'string', maximum: max, inclusive: true, input: text.value, continue: false })
  })
}

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
  return notMuchLongerThan(max)
    .normalize('NFC')
    .trim()
    .max(max)
    .refine((text) => !deceives(text, control), word('characters-not-usable'))
    .refine(isEmptyOrVisible, word('nothing-visible'))
}

/** The same, where several lines are fine. Windows line ends become plain ones. */
export function plainLines(max: number) {
  return notMuchLongerThan(max)
    .overwrite((text) => text.replaceAll('\r\n', '\n'))
    .normalize('NFC')
    .trim()
    .max(max)
    .refine((text) => !deceives(text, controlWithinLines), word('characters-not-usable'))
    .refine(isEmptyOrVisible, word('nothing-visible'))
}

function deceives(text: string, controls: RegExp): boolean {
  return [controls, unusable, drawsNothing, strayAfter, strayBefore, tooManyMarks].some((pattern) => pattern.test(text))
}

function isEmptyOrVisible(text: string): boolean {
  return text === '' || visible.test(text)
}
