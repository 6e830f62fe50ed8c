import { useState } from 'react'

/** A row as it is shown. `gone`: the server lists it no more; what it last said stays in its place. */
export type SteadyRow<T> = { row: T; gone: boolean }

type Kept<T> = { list: string; items: T[] | undefined; rows: T[]; gone: ReadonlySet<string> }

type Options = {
  /** Which list this is: another search or filter begins anew. */
  list?: string
  /** Until the list has been looked at once, it may still change as a whole: what is remembered from before may be old. */
  settled?: boolean
  /** New rows come in at once, for a list that only changes by what is done on its own page. Otherwise they wait to be asked for. */
  newAtOnce?: boolean
}

/**
 * Rows that stay where they are while somebody works on the list, so that nothing moves under a finger: a row that was dealt
 * with keeps its place, a row that came meanwhile waits, and what comes after the last row is added below it.
 *
 * @param items what the server lists now; undefined while there is no answer.
 * @returns the rows as shown, how many new ones wait, and a way to take in everything as it is now.
 */
export function useSteadyRows<T>(items: T[] | undefined, idOf: (row: T) => string, options: Options = {}) {
  const { list = '', settled = true, newAtOnce = false } = options
  const [kept, setKept] = useState<Kept<T> | null>(null)
  let shown = kept
  if (items !== undefined && (kept === null || kept.items !== items || kept.list !== list)) {
    const anew = kept === null || kept.list !== list || !settled
    shown = anew ? startWith(list, items) : carryOn(kept, items, idOf, newAtOnce)
    setKept(shown)
  }
  const known = new Set(shown?.rows.map(idOf))
  const waiting = items?.filter((item) => !known.has(idOf(item))).length ?? 0
  return {
    rows: shown?.rows.map((row): SteadyRow<T> => ({ row, gone: shown.gone.has(idOf(row)) })),
    waiting,
    /** Whether taking in would change anything. */
    stale: waiting > 0 || (shown?.gone.size ?? 0) > 0,
    takeIn: () => {
      if (items !== undefined) setKept(startWith(list, items))
    },
  }
}

function startWith<T>(list: string, items: T[]): Kept<T> {
  return { list, items, rows: items, gone: new Set() }
}

/** The next state of a list that somebody is working on. */
export function carryOn<T>(kept: Kept<T>, items: T[], idOf: (row: T) => string, newAtOnce: boolean): Kept<T> {
  const now = new Map(items.map((item) => [idOf(item), item]))
  const shownBefore = new Set(kept.rows.map(idOf))
  const last = items.findLastIndex((item) => shownBefore.has(idOf(item)))
  const added = items.filter((item, index) => !shownBefore.has(idOf(item)) && (newAtOnce || index > last))
  return {
    list: kept.list,
    items,
    rows: [...kept.rows.map((row) => now.get(idOf(row)) ?? row), ...added],
    gone: new Set(kept.rows.map(idOf).filter((id) => !now.has(id))),
  }
}
