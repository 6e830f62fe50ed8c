import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'
import { assertWalls } from './assert-walls.ts'

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

test('how far a sweep has walked is no company’s to see', async () => {
  await expect(db.withCompany(mine, (tx) => tx.selectFrom('sweeps').selectAll().execute())).rejects.toEqual(denied)
  expect(await db.withPlatform((tx) => tx.selectFrom('sweeps').selectAll().execute())).toEqual([])
})

test('the sign-in tables are asked with a role that sees nothing else, inside a transaction and outside', async () => {
  const who = sql<{ who: string }>`SELECT current_user AS who`
  expect((await who.execute(db.identity)).rows).toEqual([{ who: 'florin_identity' }])
  const inside = await db.identity.transaction().execute((tx) => who.execute(tx))
  expect(inside.rows).toEqual([{ who: 'florin_identity' }])
  await expect(sql`SELECT * FROM public.orders`.execute(db.identity)).rejects.toEqual(denied)
  await expect(db.withCompany(mine, (tx) => sql`SELECT * FROM identity."user"`.execute(tx))).rejects.toEqual(denied)
  await expect(db.withPlatform((tx) => sql`SELECT * FROM identity."user"`.execute(tx))).rejects.toEqual(denied)
})

test('what the sign-in role was does not leak into the next use of a connection, also after an error', async () => {
  await expect(sql`SELECT 1 / 0`.execute(db.identity)).rejects.toThrow(/division/)
  const failed = db.identity.transaction().execute((tx) => sql`SELECT 1 / 0`.execute(tx))
  await expect(failed).rejects.toThrow(/division/)
  const { rows } = await db.pool.query(`SELECT current_user AS who, pg_current_xact_id_if_assigned() AS open`)
  expect(rows).toEqual([{ who: 'florin', open: null }])
})

test('a sign-in transaction that fails half-way leaves nothing', async () => {
  const mail = { recipient: 'x@lily.example', kind: 'x', subject: 'x', body_text: 'x', body_html: 'x' }
  const half = db.identity.transaction().execute(async (tx) => {
    await tx.insertInto('mails').values(mail).execute()
    throw new Error('half-way')
  })
  await expect(half).rejects.toThrow('half-way')
  expect(await db.identity.selectFrom('mails').selectAll().execute()).toEqual([])
})

/** Each way to take a wall down, how it is put up again, and what the start says. */
const breaches: [what: string, down: string, up: string, says: RegExp][] = [
  ['a wall not forced', 'ALTER TABLE stock NO FORCE ROW LEVEL SECURITY', 'ALTER TABLE stock FORCE ROW LEVEL SECURITY', /stock/],
  ['a table without a company', 'CREATE TABLE loose (a int)', 'DROP TABLE loose', /loose has no forced/],
  [
    'a policy for every company',
    'CREATE POLICY wide ON stock TO florin_app USING (true)',
    'DROP POLICY wide ON stock',
    /stock has a policy wide/,
  ],
  ['a policy for everybody', 'CREATE POLICY wide ON stock USING (true)', 'DROP POLICY wide ON stock', /stock has a policy wide/],
  [
    'a policy that lets write anywhere',
    'CREATE POLICY wide ON stock TO florin_app USING (company_id = current_company()) WITH CHECK (true)',
    'DROP POLICY wide ON stock',
    /stock has a policy wide/,
  ],
  [
    'a view over the wall',
    'CREATE VIEW over_it AS SELECT * FROM orders',
    'DROP VIEW over_it',
    /over_it is a view with its owner’s rights/,
  ],
  [
    'a sign-in table opened to the application',
    'GRANT SELECT (email) ON identity."user" TO florin_app',
    'REVOKE SELECT (email) ON identity."user" FROM florin_app',
    /user is open to florin_app/,
  ],
  [
    'an order opened to the sign-in role',
    'GRANT SELECT ON orders TO florin_identity',
    'REVOKE SELECT ON orders FROM florin_identity',
    /orders is open to florin_identity/,
  ],
]
test.each(breaches)('the start refuses %s', async (_what, down, up, says) => {
  await assertWalls(db)
  await db.owner.query(down)
  await expect(assertWalls(db)).rejects.toThrow(says)
  await db.owner.query(up)
  await assertWalls(db)
})
