import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../../app/db/database.ts'

export type TestDatabase = Database & {
  /** For another process: the serving login's address. */
  url: string
  /** For looking at everything, past the walls. */
  owner: pg.Pool
  drop(): Promise<void>
}

/** A fresh, migrated database of its own, opened as the application opens it (walls up). Call `drop` when done. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const withDatabase = (url: string, database: string) => url.replace(/\/florin$/, `/${database}`)
  const admin = new pg.Client({ connectionString: withDatabase(inject('ownerUrl'), 'postgres') })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name} TEMPLATE florin`)
  const url = withDatabase(inject('servingUrl'), name)
  const database = openDatabase(url)
  const owner = new pg.Pool({ connectionString: withDatabase(inject('ownerUrl'), name), max: 3 })
  owner.on('error', () => {})
  const drop = async () => {
    await database.close()
    await owner.end()
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await admin.end()
  }
  return { ...database, url, owner, drop }
}
