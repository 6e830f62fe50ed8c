import type { CustomerRow } from '../customers/lock-customer.ts'
import { termsInWords } from '../customers/terms.ts'
import { type Sentence, say } from '../words/sentence.ts'
import type { OrderRow } from './lock-order.ts'
import type { Hold } from './order-states.ts'

/** When an order is paid. */
export const settlements = ['nothing_due', 'before_shipping', 'on_delivery', 'on_account'] as const
export type Settlement = (typeof settlements)[number]

export type PayWith = 'card' | 'terms'

type Asked = { totalMinor: number; beyondCredit: boolean; payWith: PayWith }

/**
 * When an order is to be paid: it follows the customer's terms. The switch and the credit limit only ever make it earlier, so
 * that goods of a prepaid customer wait for the money whatever is switched on or off, and a card order beyond the limit does
 * not become credit by leaving Stripe's page. What comes to nothing waits for nothing: nobody could pay zero.
 */
export function settlementOf(customer: Pick<CustomerRow, 'terms' | 'payment_required_at_checkout'>, order: Asked): Settlement {
  if (order.totalMinor === 0) return 'nothing_due'
  if (customer.terms === 'prepaid' || customer.payment_required_at_checkout) return 'before_shipping'
  if (order.beyondCredit && order.payWith === 'card') return 'before_shipping'
  return customer.terms === 'cod' ? 'on_delivery' : 'on_account'
}

/** What such an order waits for before it may ship; null when it may go at once. */
export function holdOf(settlement: Settlement, { beyondCredit }: Pick<Asked, 'beyondCredit'>): Hold | null {
  if (settlement === 'before_shipping') return 'awaiting_payment'
  return beyondCredit && settlement !== 'nothing_due' ? 'credit_limit' : null
}

/** The same of an order that was placed: its terms and whether it must be paid first were frozen then. */
export function settlementOfOrder(order: Pick<OrderRow, 'total_minor' | 'payment_required' | 'terms'>): Settlement {
  if (order.total_minor === 0) return 'nothing_due'
  if (order.payment_required) return 'before_shipping'
  return order.terms === 'cod' ? 'on_delivery' : 'on_account'
}

type Told = { terms: string; terms_days: number; total_minor: number; currency: string }

/** What will happen, in one sentence that stands at the checkout, on the order, in the office and in the mail alike. */
export function settlementInWords(settlement: Settlement, told: Told): Sentence {
  const total = { minor: told.total_minor, currency: told.currency }
  if (settlement === 'nothing_due') return say('orders', 'settlement:nothing_due')
  if (settlement === 'before_shipping') return say('orders', 'settlement:before_shipping', { total })
  if (settlement === 'on_delivery') return say('orders', 'settlement:on_delivery', { total })
  return say('orders', 'settlement:on_account', { total, terms: termsInWords(told) })
}

/** The name of such a way to pay, for a choice: "Pay on delivery". */
export function settlementLabel(settlement: Settlement): Sentence {
  if (settlement === 'nothing_due') return say('orders', 'settle-by:nothing_due')
  if (settlement === 'before_shipping') return say('orders', 'settle-by:before_shipping')
  return settlement === 'on_delivery' ? say('orders', 'settle-by:on_delivery') : say('orders', 'settle-by:on_account')
}
