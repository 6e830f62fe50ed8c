import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { type Database, openDatabase } from '../../app/db/database.ts'

export type TestDatabase = Database & {
  /** For another process: the serving login's address. */
  url: string
  /** For looking at everything, past the walls. */
  owner: pg.Pool
  drop(): Promise<void>
}

/**
 * Clones the migrated database `florin` of a server into one of its own, opened as the application opens it (walls up).
 * @param ownerUrl, servingUrl addresses of `florin` for its owner and for the serving login.
 */
export async function cloneDatabase(ownerUrl: string, servingUrl: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const withDatabase = (url: string, database: string) => url.replace(/\/florin$/, `/${database}`)
  const admin = new pg.Client({ connectionString: withDatabase(ownerUrl, 'postgres') })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name} TEMPLATE florin`)
  const url = withDatabase(servingUrl, name)
  const database = openDatabase(url)
  const owner = new pg.Pool({ connectionString: withDatabase(ownerUrl, name), max: 3 })
  owner.on('error', () => {})
  const drop = async () => {
    await database.close()
    await owner.end()
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await admin.end()
  }
  return { ...database, url, owner, drop }
}
