import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../test/support/test-database.ts'
import { holds, matching, readingsOf } from './matching.ts'
import { formatMoney } from './money.ts'

let db: TestDatabase
let company: string
beforeAll(async () => {
  db = await createTestDatabase()
  company = (
    await db.owner.query(
      `INSERT INTO companies (kind, name, slug, currency, time_zone) VALUES ('seller', 'x', 'x-x', 'usd', 'UTC') RETURNING id`,
    )
  ).rows[0].id
})
afterAll(() => db.drop())

/** Whether what is typed finds a row with this text and amount. */
async function finds(typed: string, text: string, amount = { minor: 68907, currency: 'usd' }): Promise<boolean> {
  const condition = matching(typed, {
    word: (word) => holds('row.text', word),
    amounts: [{ minor: 'row.minor', currency: 'row.currency' }],
  })
  const { rows } = await db.withCompany(company, (tx) =>
    sql`SELECT FROM (SELECT fold(${text}) AS text, ${amount.minor}::bigint AS minor, ${amount.currency}::text AS currency) row
      WHERE ${condition}`.execute(tx),
  )
  return rows.length === 1
}

describe('a search', () => {
  test.each([
    ['Cafe Fleurs', 'Café Fleurs de Zürich'],
    ['muller', 'Müller Blumen'],
    ['Müller', 'Mu\u0308ller Blumen'],
    ['cafe\u0301', 'Café'],
    ['petal stem', 'Petal & Stem'],
    ['Petal & Stem', 'Petal & Stem'],
    ['carnation red', 'Red carnation'],
    ['O’Brien', "O'Brien's"],
    ['PO 4711', 'order 10132 po 4711'],
    ['#10132', 'order 10132'],
    ['0132', 'order 10132'],
    ['fee_1Abc', 'payment fee_1abc'],
    ['100%', 'spring 100%'],
    ['PO-4711', 'po 4711 oc 4711'],
    ['ЦВЕТЫ', 'цветы'],
    ['ＲＯＳＥ', 'rose'],
    ['strasse', 'Straße'],
  ])('for %j looks for its words in %j, in any order, without accents, capitals and signs', async (typed, text) => {
    expect(await finds(typed, text)).toBe(true)
  })

  test.each([
    ['roses red', 'red carnation'],
    ['fee_1', 'fee1'],
    ['_', 'plain'],
    ['%', '100%'],
    ['30.00', 'order 30001 po 3000'],
  ])('for %j does not find %j for want of a word', async (typed, text) => {
    expect(await finds(typed, text)).toBe(false)
  })

  test.each(['689.07', '$689.07', '689,07', 'USD 689.07', '689.07 usd', '€689,07', '-689.07', 'petal 689.07', '689.070'])(
    'finds an amount typed as %j',
    async (typed) => {
      expect(await finds(typed, 'petal')).toBe(true)
    },
  )

  test.each(['689', '6890.7', '689.08', '689.075', '68907'])('does not find 689.07 by %j', async (typed) => {
    expect(await finds(typed, 'petal')).toBe(false)
  })

  test('finds every amount of every currency as it is written in any country', async () => {
    const locales = ['en-US', 'de-DE', 'es-MX', 'fr-FR', 'de-CH', 'pt-BR', 'sv-SE']
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 99_999_999_999 }),
        fc.constantFrom('usd', 'jpy', 'kwd'),
        fc.constantFrom(...locales),
        async (minor, currency, locale) => {
          const digits = formatMoney(minor, currency).split(' ')[0]!.replaceAll(',', '') as `${number}`
          const places = digits.split('.')[1]?.length ?? 0
          const format = new Intl.NumberFormat(locale, { minimumFractionDigits: places, maximumFractionDigits: places })
          expect(await finds(format.format(digits), 'petal', { minor, currency }), format.format(digits)).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('takes any text, and asks the database for a bounded number of words', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 100 }), async (typed) => {
        await finds(typed.replaceAll('\0', ''), 'petal')
      }),
      { numRuns: 60 },
    )
    let asked = 0
    matching('a-b-c-d-e-f-g-h-i-j '.repeat(50), {
      word: (word) => {
        asked += 1
        return holds('row.text', word)
      },
    })
    expect(asked).toBeLessThanOrEqual(8)
  })
})

test('an amount may be read in two ways, and then both are looked for', () => {
  expect(readingsOf('1.234')).toEqual([
    { whole: '1', fraction: '234' },
    { whole: '1234', fraction: '' },
  ])
  expect(readingsOf('1,234.56')).toEqual([{ whole: '1234', fraction: '56' }])
  expect(readingsOf('1.2.3')).toEqual([])
})
