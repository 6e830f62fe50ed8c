import { describe, expect, test } from 'vitest'
import { emptyFee, ruleOf } from './fee-form.ts'
import { feeOf } from './fee-words.ts'

const rule = { currency: 'usd', basisPoints: 50, fixedMinor: 10, minimumMinor: 25, capMinor: 1_500 }

describe('the preview of a fee takes what a payment would be charged', () => {
  test.each([
    ['a share and the fixed part, half a cent rounded up', 41_250, 216],
    ['half a cent rounds up', 100_100, 511],
    ['at least the minimum', 1_000, 25],
    ['at most the cap', 10_000_000, 1_500],
    ['never more than the payment', 7, 7],
  ])('%s', (_, payment, fee) => {
    expect(feeOf(rule, payment)).toBe(fee)
  })

  test('without a cap it grows with the payment', () => {
    expect(feeOf({ ...rule, capMinor: null }, 10_000_000)).toBe(50_010)
  })
})

describe('what the operator types becomes whole minor units', () => {
  test('percent and amounts are read exactly', () => {
    expect(ruleOf({ ...emptyFee('usd'), percent: '0.5', fixed: '0.10', minimum: '0.25', cap: '15' })).toEqual(rule)
  })

  test('empty amounts are none, an empty cap is no cap', () => {
    expect(ruleOf({ ...emptyFee('usd'), percent: '1' })).toEqual({
      currency: 'usd',
      basisPoints: 100,
      fixedMinor: 0,
      minimumMinor: 0,
      capMinor: null,
    })
  })

  test.each([
    { percent: '' },
    { percent: '11' },
    { percent: '0.001' },
    { percent: '-1' },
    { percent: '1', cap: 'x' },
    { percent: '1', fixed: '0.001' },
    { percent: '1', currency: 'dollar' },
  ])('%j is no fee yet', (typed) => {
    expect(ruleOf({ ...emptyFee('usd'), ...typed })).toBeNull()
  })
})
