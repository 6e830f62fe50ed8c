import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'
import { readShipDates } from './ship-dates.ts'

let world: TestApplication
let companyId: string
beforeAll(async () => {
  world = await createTestApplication()
  companyId = await world.addCompany('lily')
})
afterAll(() => world.close())

const offered = (now: string) => world.db.withCompany(companyId, (tx) => readShipDates(tx, companyId, new Date(now)))

test('ten business days are offered, none of them on a weekend', async () => {
  const dates = await offered('2026-11-17T14:00:00Z')
  expect(dates.map((each) => each.date)).toEqual(
    ['17', '18', '19', '20', '23', '24', '25', '26', '27', '30'].map((day) => `2026-11-${day}`),
  )
})

test('a day is offered up to its cut-off in the company’s time zone, and not a moment longer', async () => {
  const [before] = await offered('2026-11-17T19:59:59.999Z')
  const [after] = await offered('2026-11-17T20:00:00Z')
  expect([before?.date, after?.date]).toEqual(['2026-11-17', '2026-11-18'])
  expect(before?.orderBy).toEqual(new Date('2026-11-17T20:00:00Z'))
})

test('after Friday’s cut-off the next day is Monday', async () => {
  const [first] = await offered('2026-11-20T22:00:00Z')
  expect(first?.date).toBe('2026-11-23')
})

test('today is the company’s day, not the server’s', async () => {
  const [first] = await offered('2026-11-18T02:00:00Z') // still Tuesday evening in New York
  expect([first?.date, first?.daysAhead]).toEqual(['2026-11-18', 1])
})

test('the cut-off keeps its hour on the wall when the clocks change', async () => {
  const byDate = new Map((await offered('2026-10-28T12:00:00Z')).map((each) => [each.date, each.orderBy.toISOString()]))
  expect(byDate.get('2026-10-30')).toBe('2026-10-30T19:00:00.000Z')
  expect(byDate.get('2026-11-02')).toBe('2026-11-02T20:00:00.000Z')
})
