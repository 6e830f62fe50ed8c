import fc from 'fast-check'
import { expect, test } from 'vitest'
import { convenienceFee } from './convenience-fee.ts'

const schedule = fc
  .record({
    basisPoints: fc.integer({ min: 0, max: 1000 }),
    fixedMinor: fc.integer({ min: 0, max: 10_000 }),
    minimumMinor: fc.integer({ min: 0, max: 10_000 }),
    room: fc.option(fc.integer({ min: 0, max: 100_000 })),
  })
  .map(({ room, ...rest }) => ({ ...rest, capMinor: room === null ? null : rest.minimumMinor + room }))
const amount = fc.integer({ min: 1, max: 1_000_000_000_00 })

test('the fee is percentage plus fixed part, rounded half up to a whole minor unit', () => {
  const plain = { basisPoints: 50, fixedMinor: 10, minimumMinor: 0, capMinor: null }
  expect(convenienceFee(plain, 41250, 'usd')).toBe(206 + 10)
  expect(convenienceFee(plain, 100, 'usd')).toBe(1 + 10)
  expect(convenienceFee(plain, 99, 'usd')).toBe(0 + 10)
})

test('the fee is at least the minimum and at most the cap', () => {
  const bounded = { basisPoints: 50, fixedMinor: 10, minimumMinor: 25, capMinor: 1500 }
  expect(convenienceFee(bounded, 1000, 'usd')).toBe(25)
  expect(convenienceFee(bounded, 1_000_000, 'usd')).toBe(1500)
})

test('the fee never exceeds the payment, is never negative, and is whole', () => {
  fc.assert(
    fc.property(schedule, amount, (fees, minor) => {
      const fee = convenienceFee(fees, minor, 'usd')
      expect(Number.isSafeInteger(fee)).toBe(true)
      expect(fee).toBeGreaterThanOrEqual(0)
      expect(fee).toBeLessThanOrEqual(minor)
      if (fees.capMinor !== null) expect(fee).toBeLessThanOrEqual(fees.capMinor)
      expect(fee).toBeGreaterThanOrEqual(Math.min(fees.minimumMinor, minor))
    }),
  )
})

test('a larger payment never carries a smaller fee', () => {
  fc.assert(
    fc.property(schedule, amount, amount, (fees, a, b) => {
      expect(convenienceFee(fees, Math.min(a, b), 'usd')).toBeLessThanOrEqual(convenienceFee(fees, Math.max(a, b), 'usd'))
    }),
  )
})

test.each([0, -1, 0.5, Number.NaN])('%s is not a payment', (minor) => {
  expect(() => convenienceFee({ basisPoints: 50, fixedMinor: 0, minimumMinor: 0, capMinor: null }, minor, 'usd')).toThrow(
    RangeError,
  )
})

test('in a currency of three decimals the fee ends in 0, as Stripe takes it, and is never more than agreed', () => {
  fc.assert(
    fc.property(schedule, amount, (fees, minor) => {
      const [fee, exact] = [convenienceFee(fees, minor, 'kwd'), convenienceFee(fees, minor, 'usd')]
      expect(fee % 10).toBe(0)
      expect(exact - fee).toBeGreaterThanOrEqual(0)
      expect(exact - fee).toBeLessThan(10)
    }),
  )
})
