import { assertMinor, basisPointsOf } from '../money.ts'

export type PricedLine = { quantity: number; unitPriceMinor: number }
export type Totals = { goodsMinor: number; freightMinor: number; taxMinor: number; totalMinor: number }

/** No order is larger than this: Stripe takes eight digits in one payment, so whatever is ordered can also be paid. */
export const totalMinorMax = 99_999_999

/**
 * What an order comes to, in minor units: goods, the company's flat freight when there are goods, and tax on the goods,
 * rounded half up once, on their sum.
 */
export function totalsOf(lines: PricedLine[], company: { freight_minor: number; tax_basis_points: number }): Totals {
  const goodsMinor = lines.reduce((sum, line) => sum + assertMinor(line.quantity * line.unitPriceMinor), 0)
  const freightMinor = goodsMinor > 0 ? company.freight_minor : 0
  const taxMinor = basisPointsOf(goodsMinor, company.tax_basis_points)
  return { goodsMinor, freightMinor, taxMinor, totalMinor: assertMinor(goodsMinor + freightMinor + taxMinor) }
}
