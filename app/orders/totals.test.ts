import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quantityMax } from './cart.ts'
import { totalsOf } from './totals.ts'

const line = fc.record({
  quantity: fc.integer({ min: 1, max: quantityMax }),
  unitPriceMinor: fc.integer({ min: 0, max: 99_999_999 }),
})
const company = fc.record({
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
      fc.property(fc.array(line, { maxLength: 20 }), company, (lines, charged) => {
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
    expect(totalsOf(lines, { freight_minor: 0, tax_basis_points: basisPoints }).taxMinor).toBe(tax)
  })

  test('includes freight only when there are goods', () => {
    const charged = { freight_minor: 1_850, tax_basis_points: 0 }
    expect(totalsOf([], charged).totalMinor).toBe(0)
    expect(totalsOf([{ quantity: 3, unitPriceMinor: 0 }], charged).totalMinor).toBe(0)
    expect(totalsOf([{ quantity: 1, unitPriceMinor: 1 }], charged).totalMinor).toBe(1_851)
  })
})
