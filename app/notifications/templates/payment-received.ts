import type { RenderedMail } from '../mailer.ts'
import { type Fact, layOut } from './letter.ts'

export function renderPaymentReceived(about: {
  companyName: string
  accentColour: string | null
  buyerName: string
  orderNumber: string
  orderConfirmed: boolean
  /** What else there is to say, when the order cannot use the payment; null otherwise. */
  note: string | null
  amount: string
  /** "Visa ending in 4242", or null when Stripe did not tell. */
  card: string | null
  controlNumber: string
  receivedOn: string
  receiptUrl: string | null
  url: string
}): RenderedMail {
  return layOut({
    subject: `Paid: order ${about.orderNumber} at ${about.companyName}`,
    sender: about.companyName,
    accentColour: about.accentColour,
    heading: about.orderConfirmed ? `Paid. Order ${about.orderNumber} is confirmed.` : `Paid: order ${about.orderNumber}`,
    paragraphs: [`Hello ${about.buyerName}, we received your payment. Thank you.`, ...(about.note ? [about.note] : [])],
    facts: [
      ['Amount', about.amount],
      ...(about.card ? [['Paid with', about.card] as [string, string]] : []),
      ['Received', about.receivedOn],
      ['Reference', about.controlNumber],
      ...(about.receiptUrl ? [['Stripe’s receipt', { url: about.receiptUrl }] as Fact] : []),
    ],
    button: { label: 'See the order', url: about.url },
    closing: `You receive this mail as the receipt for a payment to ${about.companyName}.`,
  })
}
