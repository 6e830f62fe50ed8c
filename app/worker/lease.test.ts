import { expect, test } from 'vitest'
import { forDays, forMinutes, pauseSeconds } from './lease.ts'

const pausesOf = ({ pauseSecondsMax, triesMax }: typeof forDays) =>
  Array.from({ length: triesMax - 1 }, (_, index) => pauseSeconds(index + 1, pauseSecondsMax))
const sum = (seconds: number[]) => seconds.reduce((total, each) => total + each, 0)

test('a mail is tried again for four days, at once at first and never more than two hours apart', () => {
  const pauses = pausesOf(forDays)
  expect(sum(pauses)).toBeGreaterThan(4 * 86_400)
  expect(sum(pauses)).toBeLessThan(5 * 86_400)
  expect(pauses.slice(0, 4)).toEqual([1, 2, 4, 8])
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b))
  expect(Math.max(...pauses)).toBe(7_200)
})

test('Stripe’s news, which the sweeps find again, is given up within the hour', () => {
  expect(sum(pausesOf(forMinutes))).toBeLessThan(3_600)
})
