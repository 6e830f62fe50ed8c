import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'
import { assertWalls } from './database.ts'

let db: TestDatabase
let mine: string
let theirs: string

beforeAll(async () => {
  db = await createTestDatabase()
  const add = async (slug: string) => {
    const { rows } = await db.owner.query(
      `INSERT INTO companies (kind, name, slug, currency, time_zone) VALUES ('seller', $1, $1, 'usd', 'America/New_York') RETURNING id`,
      [slug],
    )
    await db.owner.query(`INSERT INTO locations (company_id, code, name) VALUES ($1, 'A', $2)`, [rows[0].id, slug])
    return rows[0].id as string
  }
  mine = await add('mine')
  theirs = await add('theirs')
})
afterAll(() => db.drop())

const denied = expect.objectContaining({ code: '42501' })

test('a company reads its own rows and nobody else’s', async () => {
  const names = await db.withCompany(mine, (tx) => tx.selectFrom('locations').select('name').execute())
  expect(names).toEqual([{ name: 'mine' }])
})

test('a company cannot write a row into another company', async () => {
  const attempt = db.withCompany(mine, (tx) =>
    tx.insertInto('locations').values({ company_id: theirs, code: 'B', name: 'x' }).execute(),
  )
  await expect(attempt).rejects.toEqual(denied)
})

test('SQL without a company sees nothing', async () => {
  const { rows } = await db.pool.query('SELECT * FROM locations')
  expect(rows).toEqual([])
  const seen = await db.withCompany('', (tx) => tx.selectFrom('locations').selectAll().execute())
  expect(seen).toEqual([])
})

test('the company of one transaction does not leak into the next on the same connection', async () => {
  await db.withCompany(mine, (tx) => tx.selectFrom('locations').selectAll().execute())
  const { rows } = await db.pool.query(`SELECT current_setting('florin.company', true) AS company, current_user AS role`)
  expect(rows[0].company || '').toBe('')
  expect(rows[0].role).toBe('florin')
})

test.each(['journal_entries', 'journal_lines', 'allocations', 'activity', 'invoices'])(
  'history in %s can be neither changed nor deleted',
  async (table) => {
    const id = sql.id(table)
    await expect(db.withCompany(mine, (tx) => sql`UPDATE ${id} SET company_id = company_id`.execute(tx))).rejects.toEqual(denied)
    await expect(db.withCompany(mine, (tx) => sql`DELETE FROM ${id}`.execute(tx))).rejects.toEqual(denied)
  },
)

test.each(['orders', 'payments', 'journal_entries', 'customers'])('the platform’s role cannot read %s', async (table) => {
  await expect(db.withPlatform((tx) => sql`SELECT * FROM ${sql.id(table)}`.execute(tx))).rejects.toEqual(denied)
})

test('an entry that does not balance is refused by the database itself', async () => {
  const lopsided = db.withCompany(mine, async (tx) => {
    const fact = { fact_kind: 'test', fact_id: '1', description: 'x' }
    const entry = { company_id: mine, number: 1, ...fact, occurred_at: new Date(0), accounting_date: '1969-12-31' }
    const { id } = await tx.insertInto('journal_entries').values(entry).returning('id').executeTakeFirstOrThrow()
    const line = { company_id: mine, entry_id: id, currency: 'usd' }
    const lines = [
      { ...line, line_number: 1, account: 'bank', amount_minor: 100 },
      { ...line, line_number: 2, account: 'sales', amount_minor: -99 },
    ]
    await tx.insertInto('journal_lines').values(lines).execute()
  })
  await expect(lopsided).rejects.toThrow(/does not balance/)
})

test('the start-up check finds a table whose wall is down', async () => {
  await assertWalls(db)
  await db.owner.query('ALTER TABLE stock NO FORCE ROW LEVEL SECURITY')
  await expect(assertWalls(db)).rejects.toThrow(/stock/)
  await db.owner.query('ALTER TABLE stock FORCE ROW LEVEL SECURITY')
})
