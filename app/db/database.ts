import { CompiledQuery, Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from './schema.ts'
import { steppingDown } from './step-down.ts'

/** A transaction of one company (or of the platform): the only handle to data that business code ever gets. */
export type Tx = Transaction<DB>

export type Database = {
  /**
   * Runs `work` in one transaction that sees and touches the rows of `companyId` alone (forced row-level security).
   * A deadlock or serialization failure runs it again, at most three times: it must do nothing but database work.
   *
   * @param companyId from a session, an API key or a verified event's account, never from a payload (P11).
   */
  withCompany<T>(companyId: string, work: (tx: Tx) => Promise<T>): Promise<T>
  /** Runs `work` above companies: inbox, fee schedules, who may enter where. It can read no order, payment or ledger. */
  withPlatform<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** The sign-in tables (schema `identity`) and nothing else: every statement steps down to a role that sees no others. */
  identity: Kysely<DB>
  pool: pg.Pool
  close(): Promise<void>
}

const statementTimeoutMs = 15_000
const lockTimeoutMs = 10_000
const triesMax = 3
const poolSizeMax = 20

// Counts and sums arrive as bigint. Every amount here fits a double exactly (2^53 minor units); anything else is a fault.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`integer out of range: ${text}`)
  return value
})
// A date is a day, not a moment: it stays the text the database wrote.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

/** Opens the application's pool. Connections are taken through the three ways of `Database` and no other. */
export function openDatabase(url: string): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSizeMax,
    connectionTimeoutMillis: 10_000,
    application_name: 'florin',
  })
  // An idle connection that breaks (server restart) must not end the process; the next query opens another.
  pool.on('error', () => {})
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  const identity = new Kysely<DB>({ dialect: steppingDown({ pool }, settingsOf('florin_identity', '')) })
  return {
    withCompany: (companyId, work) => inTransaction(db, 'florin_app', companyId, work),
    withPlatform: (work) => inTransaction(db, 'florin_platform', '', work),
    identity: identity.withSchema('identity'),
    pool,
    close: () => db.destroy(),
  }
}

async function inTransaction<T>(db: Kysely<DB>, role: string, companyId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await db.transaction().execute(async (tx) => {
        await tx.executeQuery(settingsOf(role, companyId))
        return await work(tx)
      })
    } catch (error) {
      if (tries >= triesMax || !isConcurrencyFailure(error)) throw error
    }
  }
}

/** What a transaction begins with. Local to it, so that a pooler in transaction mode can stand between. */
function settingsOf(role: string, companyId: string): CompiledQuery {
  return CompiledQuery.raw(
    `SELECT set_config('role', $1, true), set_config('florin.company', $2, true),
       set_config('statement_timeout', $3, true), set_config('lock_timeout', $4, true)`,
    [role, companyId, String(statementTimeoutMs), String(lockTimeoutMs)],
  )
}

function isConcurrencyFailure(error: unknown): boolean {
  const code = (error as { code?: string }).code
  return code === '40001' || code === '40P01'
}
