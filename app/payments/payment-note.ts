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
  const card = payment.cardLast4 ? `${capitalised(payment.cardBrand ?? 'card')} ending ${payment.cardLast4}` : 'card'
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

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
