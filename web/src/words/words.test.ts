import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayWords } from './date-words.ts'
import { decimalText, moneyWords, parseAmount } from './money-words.ts'

const currencies = ['usd', 'jpy', 'kwd']

describe('amounts in words', () => {
  test('are written digit by digit, also where a float would round', () => {
    expect(decimalText({ minor: 41250, currency: 'usd' })).toBe('412.50')
    expect(decimalText({ minor: 5, currency: 'kwd' })).toBe('0.005')
    expect(decimalText({ minor: 412, currency: 'jpy' })).toBe('412')
    expect(decimalText({ minor: -625, currency: 'usd' })).toBe('-6.25')
    expect(moneyWords({ minor: 900719925474099, currency: 'usd' })).toMatch(/9.?007.?199.?254.?740.99 USD/)
  })

  test('are read back as they were written, in every currency', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), fc.constantFrom(...currencies), (minor, currency) => {
        expect(parseAmount(decimalText({ minor, currency }), currency)).toBe(minor)
      }),
    )
  })

  test.each(['', ' ', '-5', '1.234', '1e3', '12,5x', 'NaN', '.5', '1..2', '9'.repeat(13)])(
    'refuse %j as an amount of dollars',
    (text) => {
      expect(parseAmount(text, 'usd')).toBeNull()
    },
  )

  test('may be typed with commas between thousands', () => {
    expect(parseAmount('2,500.5', 'usd')).toBe(250050)
  })
})

describe('days in words', () => {
  test('name the month and keep the day, whatever the time zone', () => {
    expect(dayWords('2026-11-14')).toBe('14 Nov 2026')
    expect(dayWords('2026-01-01')).toBe('1 Jan 2026')
  })
})
