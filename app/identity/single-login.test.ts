import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createTestApplication, type TestApplication, testPassword, testSecrets } from '../../test/support/test-application.ts'
import { openDatabase } from '../db/database.ts'
import { migrate } from '../db/migrate.ts'
import { addMembership } from './add-membership.ts'
import { createUser } from './create-user.ts'
import { findMemberships } from './find-memberships.ts'
import { openIdentity } from './identity-service.ts'

let t: TestApplication
let admin: pg.Client
const name = `single_${randomBytes(4).toString('hex')}`

beforeAll(async () => {
  t = await createTestApplication()
  admin = new pg.Client({ connectionString: inject('ownerUrl') })
  await admin.connect()
  await admin.query(`CREATE ROLE ${name} LOGIN CREATEROLE NOSUPERUSER PASSWORD 'single'`)
  // The roles of the application belong to the cluster and exist already here; on a cluster of its own this login creates them.
  await admin.query(`GRANT florin_app, florin_platform, florin_identity TO ${name} WITH ADMIN OPTION`)
  await admin.query(`CREATE DATABASE ${name} OWNER ${name}`)
})
afterAll(async () => {
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
  await admin.query(`DROP ROLE ${name}`)
  await admin.end()
  await t.close()
})

test('one plain login may own, migrate and serve a database: people sign in, and the walls stand', async () => {
  const url = new URL(inject('ownerUrl'))
  Object.assign(url, { username: name, password: 'single', pathname: `/${name}` })
  await migrate(url.href)
  const db = openDatabase(url.href)
  const identity = openIdentity({ ...t.deps, db }, testSecrets)
  const { id } = await createUser({ identity }, { email: 'ada@lily.example', name: 'Ada', password: testPassword })
  const body = { email: 'ada@lily.example', password: testPassword }
  expect((await identity.library.api.signInEmail({ body })).user.id).toBe(id)

  const add = (slug: string) =>
    db.withPlatform((tx) =>
      tx
        .insertInto('companies')
        .values({ kind: 'seller', name: slug, slug, currency: 'usd', time_zone: 'UTC' })
        .returning('id')
        .executeTakeFirstOrThrow(),
    )
  const [mine, theirs] = [await add('mine'), await add('theirs')]
  await db.withCompany(mine.id, (tx) => addMembership(tx, { companyId: mine.id, userId: id, roles: ['admin'] }))
  expect(await findMemberships(db, id)).toMatchObject([{ roles: ['admin'], company: { slug: 'mine' } }])
  const seen = await db.withCompany(theirs.id, (tx) => tx.selectFrom('memberships').selectAll().execute())
  expect(seen).toEqual([])
  await db.close()
})
