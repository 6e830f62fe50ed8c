import { getMigrations } from 'better-auth/db/migration'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'

let t: TestApplication

beforeAll(async () => {
  t = await createTestApplication()
})
afterAll(() => t.close())

test('the tables are those the sign-in library expects: it would add and change nothing', async () => {
  const { options } = t.deps.identity.library
  const database = { db: t.db.identity, type: 'postgres' as const, schemaName: 'identity' }
  const { toBeCreated, toBeAdded } = await getMigrations({ ...options, database })
  expect(toBeCreated).toEqual([])
  expect(toBeAdded).toEqual([])
})

test.each(['memberships', 'invitations'])('%s of another company stay behind the wall', async (table) => {
  const company = await t.addCompany(`mine-${table}`)
  const other = await t.addCompany(`theirs-${table}`)
  await t.addPerson(`someone@${table}.example`, other, ['admin'])
  const seen = await t.db.withCompany(company, (tx) =>
    tx
      .selectFrom(table as 'memberships')
      .selectAll()
      .execute(),
  )
  expect(seen).toEqual([])
})

test('business transactions cannot read the sign-in tables, and signing in cannot read the business', async () => {
  const denied = expect.objectContaining({ code: '42501' })
  const company = await t.addCompany('walls')
  await expect(t.db.withCompany(company, (tx) => sql`SELECT * FROM identity.account`.execute(tx))).rejects.toEqual(denied)
  await expect(t.db.withPlatform((tx) => sql`SELECT * FROM identity."user"`.execute(tx))).rejects.toEqual(denied)
  await expect(t.db.withPlatform((tx) => sql`SELECT email FROM customers`.execute(tx))).rejects.toEqual(denied)
  const asIdentity = t.db.pool.query(`BEGIN; SET LOCAL ROLE florin_identity; SELECT * FROM orders; COMMIT`)
  await expect(asIdentity).rejects.toEqual(denied)
})
