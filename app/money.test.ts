import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assertMinor, basisPointsOf, exponentOf, formatMoney, knownCurrencies, stripeLimits } from './money.ts'

describe('money', () => {
  test.each([
    [41250, 'usd', '412.50 USD'],
    [5, 'usd', '0.05 USD'],
    [0, 'eur', '0.00 EUR'],
    [-123456789, 'usd', '-1,234,567.89 USD'],
    [1200, 'jpy', '1,200 JPY'],
    [1234, 'bhd', '1.234 BHD'],
  ])('%i %s is written %s', (minor, currency, text) => {
    expect(formatMoney(minor, currency)).toBe(text)
  })

  test('what is written can be read back to the same minor units, in every currency', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom('usd', 'jpy', 'bhd'), (minor, currency) => {
        const digits = formatMoney(minor, currency).replace(/[,.]| [A-Z]+$/g, '')
        expect(BigInt(digits)).toBe(BigInt(minor))
      }),
    )
  })

  test('a share in basis points is exact, rounded half up', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 12), fc.nat(10_000), (minor, points) => {
        const share = BigInt(basisPointsOf(minor, points))
        const exact = BigInt(minor) * BigInt(points)
        expect(share * 10_000n - exact).toBeLessThanOrEqual(5_000n)
        expect(exact - share * 10_000n).toBeLessThan(5_000n)
      }),
    )
  })

  test.each([
    ['usd', { minimumMinor: 50, maximumMinor: 99_999_999, stepMinor: 1 }],
    ['gbp', { minimumMinor: 30, maximumMinor: 99_999_999, stepMinor: 1 }],
    ['jpy', { minimumMinor: 50, maximumMinor: 99_999_999, stepMinor: 1 }],
    ['kwd', { minimumMinor: 200, maximumMinor: 99_999_990, stepMinor: 10 }],
  ])('in %s Stripe takes amounts within its limits', (currency, limits) => {
    expect(stripeLimits(currency)).toEqual(limits)
  })

  test('the limits of every currency are amounts Stripe takes themselves', () => {
    for (const currency of knownCurrencies) {
      const { minimumMinor, maximumMinor, stepMinor } = stripeLimits(currency)
      expect([minimumMinor % stepMinor, maximumMinor % stepMinor], currency).toEqual([0, 0])
      expect(minimumMinor, currency).toBeLessThan(maximumMinor)
    }
  })

  test('a float, an unsafe integer and an unknown currency are refused', () => {
    expect(() => assertMinor(0.1)).toThrow(RangeError)
    expect(() => assertMinor(2 ** 53)).toThrow(RangeError)
    expect(() => exponentOf('xyz')).toThrow(RangeError)
    expect(() => stripeLimits('constructor')).toThrow(RangeError)
  })
})
