const brands: Record<string, string> = {
  amex: 'Amex',
  diners: 'Diners',
  discover: 'Discover',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  unionpay: 'UnionPay',
  visa: 'Visa',
}

/** A card's brand as it writes itself; null for none. */
export function brandName(brand: string | null): string {
  return brand ? (brands[brand] ?? brand) : ''
}

/** "Visa ·· 4242". */
export function CardText({ payment }: { payment: { cardBrand: string | null; cardLast4: string | null; method: string } }) {
  if (!payment.cardLast4) return <span>{payment.method}</span>
  return (
    <span>
      {brandName(payment.cardBrand)} ·· {payment.cardLast4}
    </span>
  )
}
