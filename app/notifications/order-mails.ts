import type { Selectable } from 'kysely'
import type { Companies, OrderLines, Payments } from '../db/schema.ts'
import { formatMoney } from '../money.ts'
import type { OrderRow } from '../orders/lock-order.ts'
import { settlementInWords, settlementOfOrder } from '../orders/settlement.ts'
import type { Language } from '../words/catalogue.ts'
import { languageOf } from '../words/language.ts'
import { render } from '../words/render.ts'
import { say } from '../words/sentence.ts'
import type { Mail } from './mailer.ts'
import type { Recipient } from './recipient.ts'

/** What the mails about an order are written from. */
export type FoundOrder = {
  order: OrderRow & { customer_name: string }
  lines: Pick<Selectable<OrderLines>, 'quantity' | 'name' | 'amount_minor'>[]
  company: Pick<Selectable<Companies>, 'name' | 'accent_colour' | 'time_zone' | 'locale'>
}
export type FoundPayment = Pick<
  Selectable<Payments>,
  'amount_minor' | 'currency' | 'card_brand' | 'card_last4' | 'control_number' | 'received_at' | 'receipt_url'
>

export function orderPlaced({ order, lines, company }: FoundOrder, to: Recipient, url: string): Mail {
  const amount = (minor: number) => formatMoney(minor, order.currency)
  return {
    kind: 'order-placed',
    companyName: company.name,
    accentColour: company.accent_colour,
    buyerName: to.name,
    orderNumber: order.number,
    poNumber: order.po_number,
    shipDate: dayInWords(new Date(`${order.ship_date}T00:00:00Z`), 'UTC'),
    lines: lines.map((line) => ({ quantity: line.quantity, name: line.name, amount: amount(line.amount_minor) })),
    goods: amount(order.goods_minor),
    freight: amount(order.freight_minor),
    tax: amount(order.tax_minor),
    total: amount(order.total_minor),
    whatHappens: whatHappens({ order, company }),
    url,
  }
}

/** The same sentence as at the checkout and on the order, and what to do about a hold. */
function whatHappens({ order, company }: Pick<FoundOrder, 'order' | 'company'>): string[] {
  const told = [settlementInWords(settlementOfOrder(order), order)]
  if (order.hold === 'awaiting_payment' && order.pay_by)
    told.push(say('mails', 'waits:pay', { until: momentInWords(order.pay_by, company.time_zone) }))
  if (order.hold === 'credit_limit') told.push(say('mails', 'waits:credit_limit'))
  return told.map((sentence) => render(sentence, 'en'))
}

export function orderExpired({ order, company }: FoundOrder, to: Recipient, url: string): Mail {
  return {
    kind: 'order-expired',
    language: languageFor(company),
    companyName: company.name,
    accentColour: company.accent_colour,
    buyerName: to.name,
    orderNumber: order.number,
    total: formatMoney(order.total_minor, order.currency),
    url,
  }
}

export function orderExpiredForSeller({ order, company }: FoundOrder, _to: Recipient, url: string): Mail {
  return {
    kind: 'order-expired-seller',
    language: languageFor(company),
    companyName: company.name,
    accentColour: company.accent_colour,
    customerName: order.customer_name,
    orderNumber: order.number,
    total: formatMoney(order.total_minor, order.currency),
    url,
  }
}

export function paymentReceived({ order, company }: FoundOrder, payment: FoundPayment, to: Recipient, url: string): Mail {
  return {
    kind: 'payment-received',
    companyName: company.name,
    accentColour: company.accent_colour,
    buyerName: to.name,
    orderNumber: order.number,
    orderConfirmed: order.order_state === 'confirmed',
    note: order.voided_because === 'expired' ? render(say('mails', 'unapplied:expired'), 'en') : null,
    amount: formatMoney(payment.amount_minor, payment.currency),
    card: payment.card_last4 ? `${brandInWords(payment.card_brand)} ending in ${payment.card_last4}` : null,
    controlNumber: payment.control_number,
    receivedOn: dayInWords(payment.received_at, company.time_zone),
    receiptUrl: payment.receipt_url,
    url,
  }
}

/** Whoever reads has not told a language of their own yet: the company's is the best there is. */
function languageFor({ locale }: Pick<FoundOrder['company'], 'locale'>): Language {
  return languageOf(locale)
}

const brands: Record<string, string> = { amex: 'American Express', diners: 'Diners Club', jcb: 'JCB', unionpay: 'UnionPay' }

function brandInWords(brand: string | null): string {
  if (!brand) return 'Card'
  return brands[brand] ?? `${brand[0]!.toUpperCase()}${brand.slice(1)}`
}

/** "14 Nov 2026": read the same way everywhere. */
function dayInWords(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone }).format(at)
}

/** "14 Nov 2026, 15:00 GMT-5": a moment on which something depends names its zone. */
function momentInWords(at: Date, timeZone: string): string {
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZoneName: 'short', timeZone })
  return `${dayInWords(at, timeZone)}, ${time.format(at)}`
}
