import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { basisPointsOf, stripeLimits } from '../money.ts'
import { quantityMax } from './cart.ts'
import { totalsOf } from './totals.ts'

const line = fc.record({
  quantity: fc.integer({ min: 1, max: quantityMax }),
  unitPriceMinor: fc.integer({ min: 0, max: 99_999_999 }),
})
const company = fc.record({
  currency: fc.constantFrom('usd', 'jpy', 'kwd'),
  freight_minor: fc.integer({ min: 0, max: 1_000_000 }),
  tax_basis_points: fc.integer({ min: 0, max: 10_000 }),
})

describe('what an order comes to', () => {
  test('is the sum of its parts, to the cent, whatever is ordered', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 200 }), company, (lines, charged) => {
        const totals = totalsOf(lines, charged)
        const goods = lines.reduce((sum, each) => sum + BigInt(each.quantity) * BigInt(each.unitPriceMinor), 0n)
        expect(BigInt(totals.goodsMinor)).toBe(goods)
        expect(totals.totalMinor).toBe(totals.goodsMinor + totals.freightMinor + totals.taxMinor)
        expect(Object.values(totals).every((minor) => Number.isSafeInteger(minor) && minor >= 0)).toBe(true)
      }),
    )
  })

  test('has tax within half a cent of the exact tax', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), company, (lines, some) => {
        const charged = { ...some, currency: 'usd' }
        const { goodsMinor, taxMinor } = totalsOf(lines, charged)
        const difference = BigInt(taxMinor) * 10_000n - BigInt(goodsMinor) * BigInt(charged.tax_basis_points)
        expect(difference > -5_000n && difference <= 5_000n).toBe(true)
      }),
    )
  })

  test('does not depend on the order of its lines', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), company, (lines, charged) => {
        expect(totalsOf(lines.toReversed(), charged)).toEqual(totalsOf(lines, charged))
      }),
    )
  })

  test.each([
    ['half a cent of tax is rounded up', [{ quantity: 1, unitPriceMinor: 50 }], 100, 1],
    ['less than half a cent is rounded down', [{ quantity: 1, unitPriceMinor: 49 }], 100, 0],
    [
      'tax is taken on the sum, not line by line',
      [
        { quantity: 1, unitPriceMinor: 25 },
        { quantity: 1, unitPriceMinor: 25 },
      ],
      100,
      1,
    ],
  ])('%s', (_name, lines, basisPoints, tax) => {
    expect(totalsOf(lines, { currency: 'usd', freight_minor: 0, tax_basis_points: basisPoints }).taxMinor).toBe(tax)
  })

  test('includes freight only when there are goods', () => {
    const charged = { currency: 'usd', freight_minor: 1_850, tax_basis_points: 0 }
    expect(totalsOf([], charged).totalMinor).toBe(0)
    expect(totalsOf([{ quantity: 3, unitPriceMinor: 0 }], charged).totalMinor).toBe(0)
    expect(totalsOf([{ quantity: 1, unitPriceMinor: 1 }], charged).totalMinor).toBe(1_851)
  })

  test('can be charged at Stripe, in every currency: the total is a whole number of its steps, and nothing is negative', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), company, (lines, charged) => {
        const { totalMinor, ...parts } = totalsOf(lines, charged)
        expect(totalMinor % stripeLimits(charged.currency).stepMinor).toBe(0)
        expect(Object.values(parts).every((minor) => minor >= 0)).toBe(true)
      }),
    )
  })

  test('is moved by the rounding less than one step, in the tax; in the freight of a company without tax', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), company, (lines, charged) => {
        const totals = totalsOf(lines, charged)
        const exactTax = basisPointsOf(totals.goodsMinor, charged.tax_basis_points)
        const exactFreight = totals.goodsMinor > 0 ? charged.freight_minor : 0
        const { stepMinor } = stripeLimits(charged.currency)
        expect(Math.abs(totals.totalMinor - totals.goodsMinor - exactFreight - exactTax)).toBeLessThan(stepMinor)
        if (charged.tax_basis_points > 0) expect(totals.freightMinor).toBe(exactFreight)
        else expect(totals.taxMinor).toBe(0)
      }),
    )
  })

  test.each([
    ['12.345 KWD and 5 % tax come to 12.960, not 12.962', 12_345, 500, 0, { taxMinor: 615, totalMinor: 12_960 }],
    ['half a step goes up', 12_345, 0, 1_000, { freightMinor: 1_005, totalMinor: 13_350 }],
    ['no tax and no freight to take it from: it goes up', 12_341, 0, 0, { freightMinor: 9, totalMinor: 12_350 }],
    ['amounts that end in 0 stay as they are', 12_340, 0, 100, { freightMinor: 100, taxMinor: 0, totalMinor: 12_440 }],
  ])('in a currency of three decimals, %s', (_name, unitPriceMinor, taxPoints, freight, expected) => {
    const charged = { currency: 'kwd', freight_minor: freight, tax_basis_points: taxPoints }
    expect(totalsOf([{ quantity: 1, unitPriceMinor }], charged)).toMatchObject(expected)
  })
})
