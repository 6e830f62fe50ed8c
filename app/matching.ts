import { type RawBuilder, sql } from 'kysely'
import { currenciesByExponent } from './money.ts'

const wordsMax = 8
const somethingToFind = /[\p{L}\p{N}_]/u

type Columns = {
  /** Where a word may be found; asked once for each word. */
  word: (word: RawBuilder<string>) => RawBuilder<boolean>
  /** The amounts of a row that people know it by. */
  amounts?: { minor: string; currency: string }[]
}

/**
 * The condition "a person who types this means that row": each word is found somewhere in it, in any order, without regard to
 * accents, capitals and punctuation; an amount counts however it is written. Searching for nothing finds everything.
 *
 * @param search as typed, with a bounded length.
 */
export function matching(search: string, columns: Columns): RawBuilder<boolean> {
  const parts = search.split(/\s+/).filter(Boolean)
  if (parts.length === 0) return sql<boolean>`true`
  // A sign between words ("Petal & Stem") asks for nothing; signs alone find nothing.
  const words = parts.filter((part) => somethingToFind.test(part)).slice(0, wordsMax)
  if (words.length === 0) return sql<boolean>`false`
  const each = words.map((word) => eitherOf(columns.word(sql<string>`fold(${word})`), hasAmount(word, columns)))
  return eitherOf(sql<boolean>`(${sql.join(each, sql` AND `)})`, parts.length > 1 ? hasAmount(search, columns) : null)
}

/** @param column of folded text, e.g. `c.search_text`. */
export function holds(column: string, word: RawBuilder<string>): RawBuilder<boolean> {
  return sql<boolean>`coalesce(strpos(${sql.ref(column)}, ${word}) > 0, false)`
}

/** One of several conditions. */
export function anyOf(...conditions: RawBuilder<boolean>[]): RawBuilder<boolean> {
  return sql<boolean>`(${sql.join(conditions, sql` OR `)})`
}

function eitherOf(condition: RawBuilder<boolean>, other: RawBuilder<boolean> | null): RawBuilder<boolean> {
  return other === null ? condition : anyOf(condition, other)
}

function hasAmount(text: string, { amounts = [] }: Columns): RawBuilder<boolean> | null {
  const readings = readingsOf(text)
  const conditions = amounts.flatMap(({ minor, currency }) =>
    readings.flatMap((reading) => {
      const inCurrency = [...currenciesByExponent].flatMap(([exponent, currencies]) => {
        const value = minorOf(reading, exponent)
        return value === null
          ? []
          : [sql<boolean>`(${sql.ref(minor)} = ${value}::bigint AND ${sql.ref(currency)} IN (${sql.join(currencies)}))`]
      })
      return inCurrency
    }),
  )
  return conditions.length === 0 ? null : anyOf(...conditions)
}

type Reading = { whole: string; fraction: string }

/**
 * The amounts that a text may mean, in the writing of any country: "$1,689.07", "1.689,07", "1 689,07 EUR", "689.07". A search
 * may try them all; a field never guesses.
 */
export function readingsOf(text: string): Reading[] {
  const bare = text
    .replace(/^\p{Sc}|\p{Sc}$|^\s{0,9}[A-Za-z]{3}(?![A-Za-z])|(?<![A-Za-z])[A-Za-z]{3}\s{0,9}$/gu, '')
    .replace(/[\s'’]/g, '')
    .replace(/^[-−]/, '')
  if (!/^\d[\d.,]*$/.test(bare) || bare.length > 20) return []
  const grouped = /^\d{1,3}([.,])\d{3}(?:\1\d{3})*$/
  const found = new Map<string, Reading>()
  const add = (whole: string, fraction: string) =>
    found.set(`${whole}.${fraction}`, { whole: whole.replaceAll(/[.,]/g, ''), fraction })
  for (const sign of ['.', ',']) {
    const [whole = '', fraction, ...more] = bare.split(sign)
    if (more.length > 0 || whole === '') continue
    if (fraction === undefined ? /^\d+$/.test(bare) : /^\d{1,3}$/.test(fraction) && (/^\d+$/.test(whole) || grouped.test(whole)))
      add(whole, fraction ?? '')
  }
  if (grouped.test(bare)) add(bare, '')
  return [...found.values()]
}

/** @returns null for an amount that the currency cannot have. */
function minorOf({ whole, fraction }: Reading, exponent: number): string | null {
  if (fraction.length > exponent && /[1-9]/.test(fraction.slice(exponent))) return null
  const digits = `${whole}${fraction.slice(0, exponent).padEnd(exponent, '0')}`.replace(/^0+(?=\d)/, '')
  return digits.length > 15 ? null : digits
}
