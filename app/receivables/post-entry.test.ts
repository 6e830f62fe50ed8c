import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'
import { checkInvariants } from '../reconciliation/check-invariants.ts'
import { type Entry, type Line, postEntry } from './post-entry.ts'

let db: TestDatabase
let companyId: string
let facts = 0

beforeAll(async () => {
  db = await createTestDatabase()
  const { rows } = await db.owner.query(
    `INSERT INTO companies (kind, name, slug, currency, time_zone) VALUES ('seller', 'Lily', 'lily', 'usd', 'UTC') RETURNING id`,
  )
  companyId = rows[0].id
})
afterAll(() => db.drop())

function entry(lines: Line[], id = `fact-${++facts}`): Entry {
  const fact = { kind: 'stripe_fee', id } as const
  return { companyId, fact, description: 'x', occurredAt: new Date(0), currency: 'usd', lines }
}
const post = (each: Entry) => db.withCompany(companyId, (tx) => postEntry(tx, each))
const bank = (minor: number): Line => ({ account: 'bank', minor })
const sales = (minor: number): Line => ({ account: 'sales', minor })

describe('the ledger', () => {
  test('a fact is posted once, whatever is repeated', async () => {
    const same = entry([bank(500), sales(-500)])
    expect(await post(same)).toBe(true)
    expect(await post(same)).toBe(false)
    const { rows } = await db.owner.query('SELECT count(*)::int AS n FROM journal_entries WHERE fact_id = $1', [same.fact.id])
    expect(rows[0].n).toBe(1)
  })

  test('two at once post it once; the other finds it posted or is told so by the database', async () => {
    const same = entry([bank(700), sales(-700)])
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => post(same)))
    expect(results.filter((result) => result.status === 'fulfilled' && result.value).length).toBe(1)
    const { rows } = await db.owner.query('SELECT count(*)::int AS n FROM journal_entries WHERE fact_id = $1', [same.fact.id])
    expect(rows[0].n).toBe(1)
  })

  test('any balanced lines are taken, and balances always equal the sum of their lines', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), { minLength: 1, maxLength: 5 }),
        async (amounts) => {
          const sum = amounts.reduce((total, minor) => total + minor, 0)
          fc.pre(sum !== 0 && amounts.some((minor) => minor !== 0))
          await post(entry([...amounts.map(bank), sales(-sum)]))
          expect(await checkInvariants({ db }, companyId)).toEqual([])
        },
      ),
      { numRuns: 25 },
    )
  })

  test('lines that do not sum to zero are refused and nothing is kept', async () => {
    const { rows: before } = await db.owner.query('SELECT count(*)::int AS n FROM journal_entries')
    await expect(post(entry([bank(100), sales(-99)]))).rejects.toThrow(/sums to 1/)
    await expect(post(entry([bank(0)]))).rejects.toThrow(/fewer than two/)
    await expect(post(entry([{ account: 'receivable', minor: 5 }, sales(-5)]))).rejects.toThrow(/must name its customer/)
    const { rows: after } = await db.owner.query('SELECT count(*)::int AS n FROM journal_entries')
    expect(after).toEqual(before)
  })

  test('numbers are gapless, also after a failure', async () => {
    await expect(post(entry([bank(1), sales(-2)]))).rejects.toThrow()
    await post(entry([bank(2), sales(-2)]))
    const { rows } = await db.owner.query('SELECT max(number)::int AS last, count(*)::int AS n FROM journal_entries')
    expect(rows[0].last).toBe(rows[0].n)
  })
})
