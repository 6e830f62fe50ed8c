import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { bare, type Kind, type Records, type State, type Table } from './state.ts'

type Written = {
  version: 1
  baseUrl: string
  records: Records
  tables: Record<string, [account: string, object: { id: string }][]>
}

const quietMs = 200
/** A large state takes long to write: writing gets at most this share of the time. */
const restsPerWrite = 10

const encode = (state: State, baseUrl: string): string => {
  const tables = Object.fromEntries(Object.entries(state.tables).map(([kind, table]) => [kind, table.rows()]))
  return JSON.stringify({ version: 1, baseUrl, records: state.records, tables } satisfies Written)
}

/** Keeps a state in a file: written a moment after each change and at the end, always whole (by rename). */
export class Snapshot {
  readonly #file: string
  readonly #state: State
  readonly #baseUrl: () => string
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | undefined
  #lastWriteMs = 0

  constructor(file: string, state: State, baseUrl: () => string) {
    this.#file = file
    this.#state = state
    this.#baseUrl = baseUrl
    mkdirSync(dirname(file), { recursive: true })
  }

  /** Something has changed: write soon. */
  touch(): void {
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined
        this.#writing = this.#write().catch((error: unknown) =>
          console.error('stripe-simulator: the snapshot could not be written', error),
        )
      },
      Math.max(quietMs, restsPerWrite * this.#lastWriteMs),
    )
    this.#timer.unref()
  }

  /** Writes what is not yet written; the process may end right after. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#writing
    writeFileSync(`${this.#file}.new`, encode(this.#state, this.#baseUrl()))
    renameSync(`${this.#file}.new`, this.#file)
  }

  async #write(): Promise<void> {
    await this.#writing
    const begun = performance.now()
    await writeFile(`${this.#file}.new`, encode(this.#state, this.#baseUrl()))
    await rename(`${this.#file}.new`, this.#file)
    this.#lastWriteMs = performance.now() - begun
  }
}

/**
 * Fills a state from a snapshot, if there is one. The addresses inside follow the simulator to its present one.
 * @returns whether there was a snapshot. @throws Error when the file is there but is none.
 */
export function loadSnapshot(file: string, state: State, baseUrl: string): boolean {
  if (!existsSync(file)) return false
  const text = readFileSync(file, 'utf8')
  const first = JSON.parse(text) as Written
  if (first.version !== 1) throw new Error(`${file} is not a snapshot of this simulator`)
  const written =
    first.baseUrl === baseUrl ? first : (JSON.parse(text.replaceAll(`"${first.baseUrl}/`, `"${baseUrl}/`)) as Written)
  const { platform, tasks, ...others } = written.records
  const records = Object.fromEntries(Object.entries(others).map(([name, record]) => [name, bare<unknown>(record)]))
  Object.assign(state.records, records, { platform, tasks })
  for (const [kind, rows] of Object.entries(written.tables)) {
    const table = state.tables[kind as Kind] as Table<{ id: string }> | undefined
    for (const [account, object] of rows) table?.insert(account, object)
  }
  return true
}
