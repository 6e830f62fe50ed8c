import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { carryOn } from './steady-rows.ts'

type Row = { id: string; state: string }
const row = (id: string, state = 'open'): Row => ({ id, state })
const idOf = (each: Row) => each.id
const start = (items: Row[]) => ({ list: '', items, rows: items, gone: new Set<string>() })
const ids = (rows: Row[]) => rows.map(idOf).join(' ')

describe('a list that somebody works on', () => {
  const kept = start([row('b'), row('d'), row('f')])

  test('keeps a row that was dealt with in its place, with what it last said', () => {
    const next = carryOn(kept, [row('b'), row('f')], idOf, false)
    expect([ids(next.rows), [...next.gone]]).toEqual(['b d f', ['d']])
  })

  test('lets a new row wait that would push others aside, and adds one below the last', () => {
    expect(ids(carryOn(kept, [row('a'), row('b'), row('c'), row('d'), row('f'), row('g')], idOf, false).rows)).toBe('b d f g')
  })

  test('takes new rows in at once where only its own page changes it', () => {
    expect(ids(carryOn(kept, [row('a'), row('b'), row('d'), row('f')], idOf, true).rows)).toBe('b d f a')
  })

  test('shows what a row says now', () => {
    expect(carryOn(kept, [row('b', 'shipped'), row('d'), row('f')], idOf, false).rows[0]).toEqual(row('b', 'shipped'))
  })

  test('has a row back that was gone', () => {
    const without = carryOn(kept, [row('b'), row('f')], idOf, false)
    expect(carryOn(without, [row('b'), row('d'), row('f')], idOf, false).gone.size).toBe(0)
  })

  test('never moves, drops or doubles a row that is shown, whatever the server answers', () => {
    const answer = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { maxLength: 8 })
    fc.assert(
      fc.property(answer, fc.array(answer, { maxLength: 6 }), fc.boolean(), (first, later, newAtOnce) => {
        let state = start(first.map((id) => row(id)))
        for (const items of later) {
          const before = state.rows.map(idOf)
          state = carryOn(
            state,
            items.map((id) => row(id)),
            idOf,
            newAtOnce,
          ) as typeof state
          const after = state.rows.map(idOf)
          expect(after.slice(0, before.length)).toEqual(before)
          expect(new Set(after).size).toBe(after.length)
        }
      }),
    )
  })
})
