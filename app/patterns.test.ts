import { isSafe } from 'redos-detector'
import { expect, test } from 'vitest'
import { patternsOf, sourcesIn } from '../test/support/source-tree.ts'

/** Patterns that the checker cannot follow to their end, each with the reason why their work is bounded. */
const boundedByTheirForm = new Set([
  // From each digit at most nineteen steps on.
  String.raw`/\d(?:[ -]?\d){12,18}/g`,
])

test('no pattern of the server can be made to try again and again by what is sent', () => {
  const patterns = sourcesIn('app')
    .filter(({ isTest }) => !isTest)
    .flatMap((source) => patternsOf(source).map((pattern) => ({ name: source.name, ...pattern })))
  expect(patterns.length).toBeGreaterThan(40)
  const unsafe = patterns.filter(({ text, source, flags }) => {
    return (
      !boundedByTheirForm.has(text) &&
      !isSafe(new RegExp(source, flags), { maxScore: 200, maxSteps: 20_000, timeout: Infinity }).safe
    )
  })
  expect(unsafe.map(({ name, text }) => `${name} ${text}`)).toEqual([])
})
