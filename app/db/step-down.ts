import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresDialect,
  type PostgresDialectConfig,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'

/**
 * A PostgreSQL dialect that never runs a statement with the rights of its login: a transaction begins by running `stepDown`
 * (settings local to it), and a statement outside of one gets a transaction of its own. For a library that takes a whole
 * database handle, and so cannot be handed a transaction of ours.
 */
export function steppingDown(config: PostgresDialectConfig, stepDown: CompiledQuery): Dialect {
  const dialect = new PostgresDialect(config)
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => new SteppingDownDriver(dialect.createDriver(), stepDown),
  }
}

class SteppingDownDriver implements Driver {
  readonly #driver: Driver
  readonly #stepDown: CompiledQuery

  constructor(driver: Driver, stepDown: CompiledQuery) {
    this.#driver = driver
    this.#stepDown = stepDown
  }

  init(): Promise<void> {
    return this.#driver.init()
  }
  async acquireConnection(): Promise<DatabaseConnection> {
    return new SteppingDownConnection(await this.#driver.acquireConnection(), this.#driver, this.#stepDown)
  }
  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return ours(connection).begin(settings)
  }
  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return ours(connection).commit()
  }
  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return ours(connection).rollback()
  }
  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.#driver.releaseConnection(ours(connection).inner)
  }
  /** The pool is its maker's to end. */
  async destroy(): Promise<void> {}
}

class SteppingDownConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection
  readonly #driver: Driver
  readonly #stepDown: CompiledQuery
  #inTransaction = false

  constructor(inner: DatabaseConnection, driver: Driver, stepDown: CompiledQuery) {
    this.inner = inner
    this.#driver = driver
    this.#stepDown = stepDown
  }

  async begin(settings: TransactionSettings): Promise<void> {
    await this.#driver.beginTransaction(this.inner, settings)
    try {
      await this.inner.executeQuery(this.#stepDown)
    } catch (error) {
      await this.#driver.rollbackTransaction(this.inner)
      throw error
    }
    this.#inTransaction = true
  }
  async commit(): Promise<void> {
    this.#inTransaction = false
    await this.#driver.commitTransaction(this.inner)
  }
  async rollback(): Promise<void> {
    this.#inTransaction = false
    await this.#driver.rollbackTransaction(this.inner)
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#inTransaction) return this.inner.executeQuery<R>(query)
    await this.begin({})
    let result: QueryResult<R>
    try {
      result = await this.inner.executeQuery<R>(query)
    } catch (error) {
      await this.rollback()
      throw error
    }
    await this.commit()
    return result
  }

  // A stream would be read outside of any transaction, with the login's own rights.
  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('nothing is streamed here')
  }
}

function ours(connection: DatabaseConnection): SteppingDownConnection {
  if (connection instanceof SteppingDownConnection) return connection
  throw new Error('a connection of another driver')
}
