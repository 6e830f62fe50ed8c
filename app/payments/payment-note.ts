import { formatMoney } from '../money.ts'

type Told = {
  controlNumber: string
  amountMinor: number
  currency: string
  cardBrand: string | null
  cardLast4: string | null
  authorisationCode: string | null
  charge: string
  paymentIntent: string | null
  stripeFeeMinor: number | null
  convenienceFeeMinor: number | null
  orderNumber: string | null
  payout: string | null
}

/** The readable note on a payment: what a bookkeeper would otherwise have typed in. */
export function paymentNote(payment: Told): string {
  const money = (minor: number) => formatMoney(minor, payment.currency)
  const card = cardInWords(payment.cardBrand, payment.cardLast4)
  const sentences = [
    `${money(payment.amountMinor)} by ${card} through Stripe${payment.orderNumber ? ` for order ${payment.orderNumber}` : ''}.`,
    payment.authorisationCode ? `Authorisation ${payment.authorisationCode}.` : null,
    `Charge ${payment.charge}${payment.paymentIntent ? `, payment intent ${payment.paymentIntent}` : ''}.`,
    feeSentence(payment, money),
    payment.payout ? `Paid out with ${payment.payout}.` : 'Not paid out yet.',
  ]
  return sentences.filter((sentence) => sentence !== null).join(' ')
}

function feeSentence(payment: Told, money: (minor: number) => string): string {
  const { stripeFeeMinor: stripe, convenienceFeeMinor: convenience } = payment
  if (stripe === null || convenience === null) return 'Stripe has not told its fees yet.'
  return `Stripe fee ${money(stripe)}, convenience fee ${money(convenience)}, net ${money(payment.amountMinor - stripe - convenience)}.`
}

/** "Visa ending 4242", as people say it. */
export function cardInWords(brand: string | null, last4: string | null): string {
  if (last4 === null) return 'card'
  const name = brand === null ? 'Card' : brand === 'amex' ? 'American Express' : brand.charAt(0).toUpperCase() + brand.slice(1)
  return `${name} ending ${last4}`
}
