import type { CustomerRow } from '../customers/lock-customer.ts'
import { termsInWords } from '../customers/terms.ts'
import { Problem } from '../problem.ts'

export type PayWith = 'card' | 'terms'
export type PaymentChoice = {
  card: { available: boolean; reason: string | null }
  terms: { available: boolean; reason: string | null; words: string }
  /** Whether an order must be paid before it ships. */
  required: boolean
}

/** How a customer may settle an order, and why not otherwise. @param stripe where the account of the customer's location stands. */
export function paymentChoice(
  customer: Pick<CustomerRow, 'pay_online' | 'payment_required_at_checkout' | 'terms' | 'terms_days'>,
  stripe: { ready: boolean },
): PaymentChoice {
  const required = customer.payment_required_at_checkout
  const words = termsInWords(customer)
  const noCard = !customer.pay_online
    ? 'Paying by card is not switched on for your account. Ask your sales contact.'
    : stripe.ready
      ? null
      : 'Card payments are not available at the moment. Please try again later, or ask your sales contact.'
  const noTerms = required ? 'Your orders are paid when you place them.' : null
  return {
    card: { available: noCard === null, reason: noCard },
    terms: { available: noTerms === null, reason: noTerms, words },
    required,
  }
}

/** @throws Problem 409 when an order cannot be settled this way, with the reason. */
export function assertPayable(choice: PaymentChoice, payWith: PayWith): void {
  const { available, reason } = choice[payWith]
  if (!available) throw new Problem('payment-not-available', { reason: reason! })
}
