import type { RenderedMail } from '../mailer.ts'
import { layOut } from './letter.ts'

export function renderOrderPlaced(about: {
  companyName: string
  accentColour: string | null
  buyerName: string
  orderNumber: string
  poNumber: string
  shipDate: string
  lines: { quantity: number; name: string; amount: string }[]
  goods: string
  freight: string
  tax: string
  total: string
  /** When it ships and is paid, and what there is to do about it. */
  whatHappens: string[]
  url: string
}): RenderedMail {
  return layOut({
    subject: `Order ${about.orderNumber} at ${about.companyName}`,
    sender: about.companyName,
    accentColour: about.accentColour,
    heading: `We have your order ${about.orderNumber}`,
    paragraphs: [`Hello ${about.buyerName}, thank you for your order.`, ...about.whatHappens],
    facts: [
      ['Ship date', about.shipDate],
      ...(about.poNumber ? [['PO number', about.poNumber] as [string, string]] : []),
      ...about.lines.map((line): [string, string] => [`${line.quantity} × ${line.name}`, line.amount]),
      ['Goods', about.goods],
      ['Freight', about.freight],
      ['Tax', about.tax],
      ['Total', about.total],
    ],
    button: { label: 'See the order', url: about.url },
    closing: `You receive this mail because an order was placed at ${about.companyName} with your account.`,
  })
}
