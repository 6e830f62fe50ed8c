import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayIn, isDay, momentIn, placeOf, sameClock, writeDay, writeWeekday } from './calendar.ts'

const zones = [
  'America/New_York',
  'Europe/London',
  'Asia/Tokyo',
  'Pacific/Kiritimati',
  'America/St_Johns',
  'Pacific/Apia',
  'Australia/Lord_Howe',
  'UTC',
]
const dayMs = 86_400_000
const day = fc.integer({ min: 18_000, max: 24_000 }).map((n) => new Date(n * dayMs).toISOString().slice(0, 10))
const moment = fc
  .record({ day, minute: fc.oneof(fc.integer({ min: 0, max: 1439 }), fc.constantFrom(0, 1, 1438, 1439, 4 * 60 + 30)) })
  .map(({ day, minute }) => new Date(Date.parse(day) + minute * 60_000).toISOString())

describe('a day', () => {
  test('names its month, and is the same day in words', () => {
    expect(writeDay('2026-11-14', 'en')).toBe('14 Nov 2026')
    expect(writeDay('2026-01-01', 'es')).toBe('1 ene 2026')
    expect(writeWeekday('2027-01-31', 'en')).toEqual({ weekday: 'Sun', date: '31 Jan' })
  })

  test('is written without looking at any clock', () => {
    fc.assert(
      fc.property(day, (each) => {
        const [date, , year] = writeDay(each, 'en').split(' ')
        expect([year, date!.padStart(2, '0')]).toEqual([each.slice(0, 4), each.slice(8)])
      }),
    )
  })

  test.each(['2026-11-14T00:00:00Z', '2026-02-30', '14 Nov 2026', ''])(
    'is not %j, which nobody shows as one by mistake',
    (text) => {
      expect(isDay(text)).toBe(false)
      expect(() => writeDay(text, 'en')).toThrow(RangeError)
    },
  )
})

describe('a moment', () => {
  test('falls on the day that the zone’s calendar shows, around midnight and through changes of the clock', () => {
    fc.assert(
      fc.property(moment, fc.constantFrom(...zones), (at, timeZone) => {
        const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(Date.parse(at))
        expect(dayIn(at, timeZone)).toBe(shown)
      }),
    )
  })

  test('typed by a zone’s clock is the moment when that clock shows it', () => {
    fc.assert(
      fc.property(moment, fc.constantFrom(...zones), (at, timeZone) => {
        const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
        const wall = clock.format(Date.parse(at))
        expect(clock.format(momentIn(wall, timeZone))).toBe(wall)
        expect(momentIn(wall, timeZone).getTime()).toBeLessThanOrEqual(Date.parse(at))
      }),
    )
  })

  test.each([
    ['the first of two', '2026-11-01 01:30', '2026-11-01T05:30:00.000Z'],
    ['after the gap', '2027-03-14 02:30', '2027-03-14T07:30:00.000Z'],
    ['an ordinary one', '2027-01-31 23:30', '2027-02-01T04:30:00.000Z'],
  ])('where clocks change is %s', (_, wall, at) => {
    expect(momentIn(wall, 'America/New_York').toISOString()).toBe(at)
  })

  test('names its zone by the place where people live', () => {
    expect(zones.slice(0, 5).map(placeOf)).toEqual(['New York', 'London', 'Tokyo', 'Kiritimati', 'St Johns'])
    expect([placeOf('UTC'), placeOf('Etc/UTC'), placeOf('America/Argentina/Buenos_Aires')]).toEqual([null, null, 'Buenos Aires'])
  })

  test('needs no zone where both clocks show the same', () => {
    expect(sameClock('2026-11-14T12:00:00Z', 'Europe/London', 'UTC')).toBe(true)
    expect(sameClock('2026-07-14T12:00:00Z', 'Europe/London', 'UTC')).toBe(false)
    expect(sameClock('2026-11-14T12:00:00Z', 'America/New_York', 'America/Toronto')).toBe(true)
  })
})
