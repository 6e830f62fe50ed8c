import { assertMinor, basisPointsOf, stripeLimits, toStripeStep } from '../money.ts'

export type PricedLine = { quantity: number; unitPriceMinor: number }
export type Totals = { goodsMinor: number; freightMinor: number; taxMinor: number; totalMinor: number }
export type Charges = { currency: string; freight_minor: number; tax_basis_points: number }

/** No order is larger than this: Stripe takes eight digits in one payment, so whatever is ordered can also be paid. */
export const totalMinorMax = 99_999_999

/**
 * What an order comes to, in minor units: goods, the company's flat freight when there are goods, and tax on the goods,
 * rounded half up once, on their sum. The total is an amount Stripe charges: where that needs rounding (three decimals end in
 * 0), the tax carries it, and the freight of a company without tax (docs/decisions/0014-a-total-can-be-charged.md).
 */
export function totalsOf(lines: PricedLine[], company: Charges): Totals {
  const goodsMinor = lines.reduce((sum, line) => sum + assertMinor(line.quantity * line.unitPriceMinor), 0)
  const freightMinor = goodsMinor > 0 ? company.freight_minor : 0
  const taxMinor = basisPointsOf(goodsMinor, company.tax_basis_points)
  const exactMinor = assertMinor(goodsMinor + freightMinor + taxMinor)
  const carriesMinor = company.tax_basis_points > 0 ? taxMinor : freightMinor
  const roundedMinor = assertMinor(rounded(exactMinor, carriesMinor, company.currency) - exactMinor)
  const parts =
    company.tax_basis_points > 0
      ? { freightMinor, taxMinor: taxMinor + roundedMinor }
      : { freightMinor: freightMinor + roundedMinor, taxMinor }
  return { goodsMinor, ...parts, totalMinor: exactMinor + roundedMinor }
}

/** The nearest total that can be charged; the next one up where what carries the rounding is too small to give way. */
function rounded(exactMinor: number, carriesMinor: number, currency: string): number {
  const nearest = toStripeStep(exactMinor, currency)
  return exactMinor - nearest > carriesMinor ? nearest + stripeLimits(currency).stepMinor : nearest
}
