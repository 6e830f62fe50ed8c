import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Problem } from './problem.ts'
import { after, newestFirst, sortedPage } from './sorted-page.ts'

const newest = newestFirst('p.received_at')
const id = '0b9a3f0e-6d3c-4a53-9a0e-3f1f2a7d7c11'
const encoded = (parts: unknown) => Buffer.from(JSON.stringify(parts) ?? '').toString('base64url')

test('a list goes on after the last row that was shown, and ends with the last row there is', () => {
  const rows = [1, 2, 3].map((day) => ({ id, sorted_by: `2026-11-0${day}T10:00:00.123456Z` }))
  const { items, nextCursor } = sortedPage(newest, rows, 2, (row) => row.sorted_by)
  expect(items).toEqual(['2026-11-01T10:00:00.123456Z', '2026-11-02T10:00:00.123456Z'])
  expect(nextCursor).toBe(encoded(['newest', '2026-11-02T10:00:00.123456Z', id]))
  expect(() => after(newest, 'p.id', nextCursor!)).not.toThrow()
  expect(sortedPage(newest, rows, 3, (row) => row).nextCursor).toBeNull()
})

test('whatever is sent as a position and is none of this list is refused in words, before the database sees it', () => {
  const odd = fc.oneof(
    fc.string(),
    fc.anything().map(encoded),
    fc.tuple(fc.constant('newest'), fc.string(), fc.constant(id)).map(encoded),
    fc
      .tuple(
        fc.constant('newest'),
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        fc.string(),
      )
      .map(encoded),
  )
  fc.assert(
    fc.property(odd, (cursor) => {
      if (cursor === '') return
      const error = refusal(() => after(newest, 'p.id', cursor))
      expect(error).toMatchObject({ status: 400, kind: 'bad-cursor' })
    }),
    {
      examples: [
        [encoded(['newest', '1', id])],
        [encoded(['newest', '2026-02-30T10:00:00.000000Z', id])],
        [encoded(['newest', '0000-01-01T00:00:00.000000Z', id])],
      ],
    },
  )
})

function refusal(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  return 'taken'
}
