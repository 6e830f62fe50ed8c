import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { knownCurrencies, exponentOf as ledgersExponentOf } from '../../../app/money.ts'
import { exponentOf } from './money-words.ts'
import { type NumberForm, readNumber, writeNumber } from './read-number.ts'

const locales = [
  'en-US',
  'en-GB',
  'en-IN',
  'en-ZA',
  'de-DE',
  'de-AT',
  'de-CH',
  'fr-FR',
  'fr-CH',
  'es-ES',
  'es-MX',
  'es-US',
  'pt-BR',
  'pt-PT',
  'it-IT',
  'nl-NL',
  'pl-PL',
  'sv-SE',
  'cs-CZ',
  'hu-HU',
  'ja-JP',
  'hi-IN',
  'mr-IN',
  'bn-BD',
  'ar-EG',
  'ar-AE',
  'fa-IR',
  'he-IL',
  'th-TH',
  'my-MM',
]
const form = (locale: string, decimals = 2, units: string[] = []): NumberForm => ({ locale, decimals, units })
const usd = (locale: string) => form(locale)

describe('what is written can be typed again', () => {
  test('in every locale and every kind of currency the amount comes back', () => {
    const amount = fc.oneof(fc.integer({ min: 0, max: 2_000_000 }), fc.integer({ min: 0, max: 999_999_999_999 }))
    fc.assert(
      fc.property(fc.constantFrom(...locales), fc.constantFrom(0, 2, 3), amount, (locale, decimals, minor) => {
        const written = writeNumber(minor, form(locale, decimals))
        expect([written, readNumber(written, form(locale, decimals))]).toEqual([written, { kind: 'number', minor }])
      }),
      { numRuns: 3_000 },
    )
  })

  test('with or without its unit, in any kind of space', () => {
    for (const text of ['18.50 USD', 'usd 18.50', '$18.50', ' 18.50 $ ', '18.50\u202fUSD'])
      expect([text, readNumber(text, form('en-US', 2, ['USD', '$']))]).toEqual([text, { kind: 'number', minor: 1850 }])
    expect(readNumber('18.50 EUR', form('en-US', 2, ['USD', '$']))).toEqual({ kind: 'no_number' })
  })
})

describe('nobody’s number becomes another one', () => {
  /** The two ways to read a text, by another hand: comma or point as the decimal sign, the rest grouping. */
  function readingBy(text: string, decimal: ',' | '.', decimals: number, locale: string): number | null {
    const group = decimal === '.' ? ',' : '.'
    const india = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).format(123_456) === '1,23,456'
    const twos = india ? `|[1-9]\\d?(\\${group}\\d\\d)*\\${group}\\d{3}` : ''
    const shape = new RegExp(`^(\\d+|[1-9]\\d{0,2}(\\${group}\\d{3})+${twos})(\\${decimal}(\\d{1,${Math.max(decimals, 1)}}))?$`)
    const match = shape.exec(text)
    if (!match || (decimals === 0 && match.at(-1))) return null
    return Number(`${match[1]!.replaceAll(group, '')}${(match.at(-1) ?? '').padEnd(decimals, '0')}`)
  }

  function inOurDigits(written: string, locale: string): string {
    const digits = Array.from({ length: 10 }, (_, digit) => new Intl.NumberFormat(locale).format(digit))
    return [...written].map((letter) => (digits.includes(letter) ? String(digits.indexOf(letter)) : letter)).join('')
  }

  test('a text that two readers would take for different numbers is never accepted silently', () => {
    const group = fc.integer({ min: 1, max: 4 }).chain((length) => fc.stringMatching(new RegExp(`^\\d{${length}}$`)))
    const text = fc
      .tuple(group, fc.array(fc.tuple(fc.constantFrom(',', '.'), group), { maxLength: 3 }))
      .map(([first, rest]) => first + rest.map((part) => part.join('')).join(''))
    fc.assert(
      fc.property(fc.constantFrom(...locales), fc.constantFrom(0, 2, 3), text, (locale, decimals, typed) => {
        const [one, other] = [readingBy(typed, '.', decimals, locale), readingBy(typed, ',', decimals, locale)]
        const reading = readNumber(typed, form(locale, decimals))
        if (reading.kind !== 'number') return
        expect([one, other]).toContain(reading.minor)
        // Two readings stand: then it is letter by letter what this reader's locale writes.
        if (one === null || other === null || one === other) return
        expect(inOurDigits(writeNumber(reading.minor, form(locale, decimals)), locale)).toBe(typed)
      }),
      { numRuns: 5_000 },
    )
  })

  test.each([
    ['de-DE', '18,50', 1850],
    ['de-DE', '1.850,00', 185_000],
    ['de-DE', '1.850', 185_000],
    ['de-DE', '2500,00', 250_000],
    ['es-MX', '1,850.00', 185_000],
    ['en-US', '2,500.5', 250_050],
    ['en-US', '1 850.00', 185_000],
    ['de-CH', '1’850.00', 185_000],
    ['de-CH', "1'850.00", 185_000],
    ['fr-FR', '1 850,00', 185_000],
    ['fr-FR', '1\u202f850,5', 185_050],
    ['en-IN', '12,34,567.89', 123_456_789],
    ['ar-EG', '١٬٨٥٠٫٥٠', 185_050],
    ['fa-IR', '۱۸٫۵', 1_850],
    ['ja-JP', '１８．５０', 1_850],
  ])('in %s %s is read', (locale, typed, minor) => {
    expect(readNumber(typed, usd(locale))).toEqual({ kind: 'number', minor })
  })

  test.each([
    ['en-US', '18,50', [1850]],
    ['de-DE', '18.50', [1850]],
    ['en-US', '1.234', [123_400, 123]],
    ['de-DE', '1,234', [123_400, 123]],
    ['fr-FR', '1.234', [123_400, 123]],
    ['de-CH', '1,234', [123_400, 123]],
    ['en-US', '1.234,56', [123_456]],
    ['de-DE', '1,234.56', [123_456]],
    ['en-US', '1,23,456', [12_345_600]],
  ])('in %s %s is asked about', (locale, typed, candidates) => {
    expect(readNumber(typed, usd(locale))).toEqual({ kind: 'unclear', candidates })
  })

  test('where a currency has three decimals, a comma or point before three digits is asked about unless the locale writes it so', () => {
    expect(readNumber('1.234', form('en-US', 3))).toEqual({ kind: 'number', minor: 1_234 })
    expect(readNumber('1,234', form('en-US', 3))).toEqual({ kind: 'unclear', candidates: [1_234_000, 1_234] })
    expect(readNumber('1,234', form('de-DE', 3))).toEqual({ kind: 'number', minor: 1_234 })
    expect(readNumber('1.234', form('de-DE', 3))).toEqual({ kind: 'unclear', candidates: [1_234_000, 1_234] })
  })

  test('yen have no decimals: thousands are thousands, and half a yen is refused', () => {
    expect(readNumber('500000', form('ja-JP', 0))).toEqual({ kind: 'number', minor: 500_000 })
    expect(readNumber('500,000', form('ja-JP', 0))).toEqual({ kind: 'number', minor: 500_000 })
    expect(readNumber('500.000', form('ja-JP', 0))).toEqual({ kind: 'unclear', candidates: [500_000, 500] })
    expect(readNumber('500.5', form('ja-JP', 0))).toEqual({ kind: 'too_precise' })
  })

  test.each(['0.125', '12.3456', '1,234.567'])('%s has more decimals than dollars have', (typed) => {
    expect(readNumber(typed, usd('en-US'))).toEqual({ kind: 'too_precise' })
  })

  test.each(['-5', '1e3', '12,5x', 'NaN', '.5', '5.', '1..2', '1,2,3', '12 34', '1, 234', '0x10', '½'])(
    '%s is no number',
    (typed) => {
      expect(readNumber(typed, usd('en-US'))).toEqual({ kind: 'no_number' })
    },
  )

  test('nothing is empty, and a number with more digits than can be kept is too large', () => {
    expect(readNumber('  ', usd('en-US'))).toEqual({ kind: 'empty' })
    expect(readNumber('9'.repeat(14), usd('en-US'))).toEqual({ kind: 'too_large' })
  })
})

test('the pages count the decimals of every currency as the ledger does', () => {
  for (const currency of knownCurrencies)
    expect([currency, exponentOf(currency)]).toEqual([currency, ledgersExponentOf(currency)])
})
