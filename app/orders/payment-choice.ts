import type { CustomerRow } from '../customers/lock-customer.ts'
import type { Money } from '../money.ts'
import { Problem } from '../problem.ts'
import { type Sentence, say } from '../words/sentence.ts'
import type { PayWith } from './settlement.ts'
import { whyNotCharge } from './why-not-charge.ts'

type Way = { available: boolean; reason: Sentence | null }
export type PaymentChoice = Record<PayWith, Way>

/**
 * How a customer may settle an order, and why not otherwise. Without the card an order is settled as the terms say: on account,
 * on delivery, or in advance by other means.
 *
 * @param stripe where the account of the customer's location stands.
 * @param total what the order comes to. One that comes to nothing is settled by itself, whatever the customer's settings are.
 */
export function paymentChoice(
  customer: Pick<CustomerRow, 'pay_online' | 'payment_required_at_checkout'>,
  stripe: { ready: boolean },
  total: Money,
): PaymentChoice {
  if (total.minor === 0) {
    const nothing = { available: false, reason: say('orders', 'settlement:nothing_due') }
    return { card: nothing, terms: { available: true, reason: null } }
  }
  const noCard = !customer.pay_online
    ? say('orders', 'no-card:switched-off')
    : stripe.ready
      ? whyNotCharge(total.minor, total.currency)
      : say('orders', 'no-card:not-ready')
  const noTerms = customer.payment_required_at_checkout ? say('orders', 'no-terms:paid-at-checkout') : null
  return {
    card: { available: noCard === null, reason: noCard },
    terms: { available: noTerms === null, reason: noTerms },
  }
}

/** @throws Problem 409 when an order cannot be settled this way, with the reason. */
export function assertPayable(choice: PaymentChoice, payWith: PayWith): void {
  const { available, reason } = choice[payWith]
  if (!available) throw new Problem('payment-not-available', { reason: reason! })
}
