import { describe, expect, test } from 'vitest'
import { decimalText, moneyWords, percentWords } from './money-words.ts'

describe('amounts in words', () => {
  test('are written digit by digit, also where a float would round', () => {
    expect(decimalText({ minor: 41250, currency: 'usd' })).toBe('412.50')
    expect(decimalText({ minor: 5, currency: 'kwd' })).toBe('0.005')
    expect(decimalText({ minor: 412, currency: 'jpy' })).toBe('412')
    expect(decimalText({ minor: -625, currency: 'usd' })).toBe('-6.25')
    expect(moneyWords({ minor: 900719925474099, currency: 'usd' })).toMatch(/9.?007.?199.?254.?740.99 USD/)
  })

  test('so are percentages, with as many decimals as they have', () => {
    expect([725, 50, 1_000, 1].map(percentWords)).toEqual(['7.25%', '0.5%', '10%', '0.01%'])
  })
})
