import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import { refused, StripeRefusal } from '../protocol/errors.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { endMandates } from './mandates.ts'
import { cardOf } from './payment-methods.ts'

/** Ties a payment method to a customer and tells so. */
export function attach(scope: Scope, paymentMethod: Stripe.PaymentMethod, customer: string): void {
  if (paymentMethod.customer === customer) return
  paymentMethod.customer = customer
  delete scope.sim.state.records.spent[paymentMethod.id]
  emit(scope, 'payment_method.attached', paymentMethod)
}

/** A payment method that belongs to nobody has paid: it pays once. */
export function spend(scope: Scope, paymentMethod: Stripe.PaymentMethod): void {
  if (paymentMethod.customer === null) scope.sim.state.records.spent[paymentMethod.id] = true
}

/** The refusal of a payment method that can no longer be used. */
export const spentMethod = (): StripeRefusal =>
  refused(
    'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.',
    { param: 'payment_method' },
  )

/** Takes a payment method away from its customer for good: it can never be attached or charged again, and its mandate ends. */
export function detach(scope: Scope, paymentMethod: Stripe.PaymentMethod): void {
  const { tables, records } = scope.sim.state
  const before = { customer: paymentMethod.customer }
  const customer = tables.customer.find(scope.account, idOf(paymentMethod.customer) ?? '')
  paymentMethod.customer = null
  records.spent[paymentMethod.id] = true
  if (customer?.invoice_settings.default_payment_method === paymentMethod.id)
    customer.invoice_settings.default_payment_method = null
  endMandates(scope, paymentMethod)
  emit(scope, 'payment_method.detached', paymentMethod, before)
}

/** The bank has sent a new card: Stripe takes over its date by itself, in the middle of nobody's request. */
export function renewCard(scope: Scope, paymentMethod: Stripe.PaymentMethod, expMonth: number, expYear: number): void {
  const { card } = paymentMethod
  if (!card) throw new Error(`${paymentMethod.id} is no card`)
  const before = { card: { exp_month: card.exp_month, exp_year: card.exp_year } }
  card.exp_month = expMonth
  card.exp_year = expYear
  emit(scope, 'payment_method.automatically_updated', paymentMethod, before)
}

/**
 * Whether a request may tie a payment method to a customer. @param customer null for one that is about to be made.
 * @throws StripeRefusal 400 for one that is another customer's, can no longer be used or is not proven, 402 for a card that its
 * bank refuses already when it is saved.
 */
export function assertAttachable(scope: Scope, paymentMethod: Stripe.PaymentMethod, customer: string | null): void {
  const { records } = scope.sim.state
  const isOthers = paymentMethod.customer !== null && paymentMethod.customer !== customer
  if (isOthers) throw refused('The payment method you provided has already been attached to a customer.')
  if (records.spent[paymentMethod.id]) throw spentMethod()
  if (paymentMethod.type === 'us_bank_account' && !records.banks[paymentMethod.id]?.isVerified) {
    throw refused(
      'Please provide the PaymentMethod of a verified bank account. Use a SetupIntent or a PaymentIntent to verify it.',
      {
        code: 'bank_account_unverified',
        param: 'payment_method',
      },
    )
  }
  const behaviour = paymentMethod.type === 'card' ? cardOf(scope, paymentMethod).behaviour : undefined
  if (behaviour?.decline && !behaviour.attachesOnly && behaviour.challenge === undefined) {
    const { code, declineCode, message } = behaviour.decline
    const more = declineCode ? { decline_code: declineCode } : {}
    throw new StripeRefusal(402, { type: 'card_error', code, message, param: '', ...more })
  }
}
