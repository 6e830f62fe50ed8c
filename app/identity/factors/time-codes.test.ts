import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codeOfStep, stepOfCode } from './time-codes.ts'

const secret = '12345678901234567890'

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at second %i an app shows what RFC 6238 says', (second, code) => {
  expect(codeOfStep(secret, Math.floor(second / 30))).toBe(code)
})

test('a code is known in its own step and the two beside it, at any moment, and no further', () => {
  const moments = fc.integer({ min: 120_000, max: 4_000_000_000_000 })
  fc.assert(
    fc.property(moments, fc.integer({ min: -3, max: 3 }), (now, away) => {
      const step = Math.floor(now / 30_000) + away
      const code = codeOfStep(secret, step)
      const found = stepOfCode(secret, code, new Date(now))
      if (Math.abs(away) <= 1) expect(codeOfStep(secret, found!)).toBe(code)
      else if (found !== null) expect(found).not.toBe(step)
    }),
  )
})

test('what is no code is no fault', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/^\d{6}$/.test(text))
      expect(stepOfCode(secret, text, new Date(120_000))).toBeNull()
    }),
  )
})
