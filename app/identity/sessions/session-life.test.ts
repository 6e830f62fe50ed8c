import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Role, roles } from '../permissions.ts'
import { endOf } from './session-life.ts'

const hour = 3_600_000
const at = new Date('2026-11-25T08:00:00Z')
const hoursOf = (held: Role[], seenAfterHours = 0) =>
  (endOf({ authenticatedAt: at, lastSeenAt: new Date(at.getTime() + seenAfterHours * hour) }, held).getTime() - at.getTime()) /
  hour

test.each<[Role, idle: number, whole: number]>([
  ['operator', 2, 24],
  ['admin', 2, 24],
  ['receivables', 12, 7 * 24],
  ['warehouse', 12, 7 * 24],
  ['buyer_orders', 7 * 24, 30 * 24],
  ['buyer_pays', 7 * 24, 30 * 24],
])('a session of %s ends %i hours after its last use, and %i hours after signing in at the latest', (role, idle, whole) => {
  expect(hoursOf([role])).toBe(idle)
  expect(hoursOf([role], whole - 1)).toBe(whole)
})

test('another role never makes a session live longer than the shortest of its lives', () => {
  const some = fc.subarray([...roles], { minLength: 1 })
  fc.assert(
    fc.property(some, fc.integer({ min: 0, max: 800 }), (held, seen) => {
      expect(hoursOf(held, seen)).toBe(Math.min(...held.map((role) => hoursOf([role], seen))))
    }),
  )
})
