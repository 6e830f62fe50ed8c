import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { TimeShift } from './clock.ts'
import type { Mode } from './simulator.ts'
import { bare, type Kind, type Records, type State, type Table } from './state.ts'

type WrittenState = { records: Records; tables: Record<string, [account: string, object: { id: string }][]> }
/** The test mode stands at the top; older snapshots have no live mode, or no clock. */
type Written = WrittenState & { version: 1; baseUrl: string; clock?: TimeShift; live?: WrittenState }
/** Everything both modes know. */
export type States = Record<Mode, State>
/** What a snapshot is made of besides the states: where the pages stand, and what time it is. */
type Around = { baseUrl(): string; shift(): TimeShift }
/** What was in a file: which modes, and how its time was shifted. */
export type Loaded = Record<Mode, boolean> & { clock: TimeShift }

const quietMs = 200
/** A large state takes long to write: writing gets at most this share of the time. */
const restsPerWrite = 10

const writable = ({ records, tables }: State): WrittenState => ({
  records,
  tables: Object.fromEntries(Object.entries(tables).map(([kind, table]) => [kind, table.rows()])),
})

const encode = ({ test, live }: States, around: Around): string =>
  JSON.stringify({
    version: 1,
    baseUrl: around.baseUrl(),
    clock: around.shift(),
    ...writable(test),
    live: writable(live),
  } satisfies Written)

/** Keeps both modes in a file: written a moment after each change and at the end, always whole (by rename). */
export class Snapshot {
  readonly #file: string
  readonly #states: States
  readonly #around: Around
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | undefined
  #lastWriteMs = 0

  constructor(file: string, states: States, around: Around) {
    this.#file = file
    this.#states = states
    this.#around = around
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
    writeFileSync(`${this.#file}.new`, encode(this.#states, this.#around))
    renameSync(`${this.#file}.new`, this.#file)
  }

  async #write(): Promise<void> {
    await this.#writing
    const begun = performance.now()
    await writeFile(`${this.#file}.new`, encode(this.#states, this.#around))
    await rename(`${this.#file}.new`, this.#file)
    this.#lastWriteMs = performance.now() - begun
  }
}

/**
 * Fills both modes from a snapshot, if there is one. The addresses inside follow the simulator to its present one.
 * @returns what was in it. @throws Error when the file is there but is none.
 */
export function loadSnapshot(file: string, states: States, baseUrl: string): Loaded {
  const unshifted = { offsetMs: 0, frozenMs: null }
  if (!existsSync(file)) return { test: false, live: false, clock: unshifted }
  const text = readFileSync(file, 'utf8')
  const first = JSON.parse(text) as Written
  if (first.version !== 1) throw new Error(`${file} is not a snapshot of this simulator`)
  const written =
    first.baseUrl === baseUrl ? first : (JSON.parse(text.replaceAll(`"${first.baseUrl}/`, `"${baseUrl}/`)) as Written)
  fill(states.test, written)
  if (written.live) fill(states.live, written.live)
  return { test: true, live: written.live !== undefined, clock: written.clock ?? unshifted }
}

function fill(state: State, written: WrittenState): void {
  const { platform, tasks, ...others } = written.records
  const records = Object.fromEntries(Object.entries(others).map(([name, record]) => [name, bare<unknown>(record)]))
  Object.assign(state.records, records, { platform, tasks })
  for (const [kind, rows] of Object.entries(written.tables)) {
    const table = state.tables[kind as Kind] as Table<{ id: string }> | undefined
    for (const [account, object] of rows) table?.insert(account, object)
  }
}
