import { numbersFrom } from '../src/fault-plans.ts'
import type { Simulator } from '../src/index.ts'

/** What stands where something else should. */
export const hostile = [
  '',
  '0',
  '-1',
  '1.5',
  '1e3',
  '0x10',
  ' 5 ',
  '99999999999999999999',
  'NaN',
  'null',
  'true',
  'usd',
  'xyz',
  '💥',
  '__proto__',
  'constructor',
  'x'.repeat(600),
  'http://a.example/',
  'javascript:alert(1)',
  '2026-13-45',
]
/** Chance that is the same for the same seed. */
export type Draw = { below(limit: number): number; pick<T>(from: readonly T[]): T }

export function drawFrom(seed: number): Draw {
  const next = numbersFrom(seed)
  const below = (limit: number): number => Math.floor(next() * limit)
  return { below, pick: (from) => from[below(from.length)] as (typeof from)[number] }
}

/** Everything the simulator knows, apart from the answers it keeps under keys. */
export function whole({ state, clock }: Simulator): string {
  clock.runDue()
  const tables = Object.entries(state.tables).map(([kind, table]) => [kind, table.rows()])
  return JSON.stringify([tables, { ...state.records, idempotency: null }])
}
