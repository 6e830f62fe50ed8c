import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Ask, listSince, type Since } from './list-since.ts'

type Thing = { id: string; created: number }

/** A list as Stripe keeps it: newest first, by the page. */
const askOf =
  (things: Thing[]): Ask<Thing> =>
  async ({ created, limit, starting_after }) => {
    const newestFirst = things.filter((one) => one.created >= created.gte && one.created < (created.lt ?? Infinity)).reverse()
    const start = starting_after ? newestFirst.findIndex(({ id }) => id === starting_after) + 1 : 0
    return { data: newestFirst.slice(start, start + limit), has_more: start + limit < newestFirst.length }
  }

const history = (perSecond: number[]): Thing[] =>
  perSecond.flatMap((count, second) => Array.from({ length: count }, (_, nth) => ({ id: `${second}.${nth}`, created: second })))

describe('walking one of Stripe’s lists', () => {
  test('finds everything once and in order, however much has happened and however little is read at a time', async () => {
    const seconds = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(seconds, fc.integer({ min: 1, max: 4 }), async (perSecond, pagesMax) => {
        const things = history(perSecond)
        const found: string[] = []
        let from: Date | null = new Date(0)
        for (let rounds = 0; from !== null; rounds++) {
          const { items, until }: Since<Thing> = await listSince(askOf(things), from, pagesMax)
          found.push(...items.map(({ id }) => id))
          expect(rounds).toBeLessThanOrEqual(perSecond.length)
          from = until
        }
        expect(found).toEqual(things.map(({ id }) => id))
      }),
    )
  })

  test('says so when one second holds more than it may read, instead of leaving something out', async () => {
    await expect(listSince(askOf(history([101])), new Date(0), 1)).rejects.toThrow(RangeError)
  })
})
