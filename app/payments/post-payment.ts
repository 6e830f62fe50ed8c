import type { Tx } from '../db/database.ts'
import { enqueue } from '../db/enqueue.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { formatMoney } from '../money.ts'
import type { OrderRow } from '../orders/lock-order.ts'
import { recordPaymentOnOrder } from '../orders/record-payment-on-order.ts'
import { applyPayment } from '../receivables/apply-payment.ts'
import { allocatedToOrder } from '../receivables/balances.ts'
import { postEntry } from '../receivables/post-entry.ts'
import type { ChargeFacts } from '../stripe/facts.ts'
import type { Attempt } from './attempts.ts'
import { insertPayment, lockCharge, type Payment } from './insert-payment.ts'
import { cardInWords } from './payment-note.ts'
import { raiseBreak } from './raise-break.ts'
import { settleFees } from './settle-fees.ts'

/**
 * Books a charge that answers one of our attempts: payment, ledger, fees, application to the order, release of its hold and
 * the notices, all in the caller's transaction. The order and the attempt are locked.
 *
 * @returns whether anything was posted now (a charge that is already booked may still get its fees).
 */
export async function postPayment(
  tx: Tx,
  { attempt, order, charge }: { attempt: Attempt; order: OrderRow; charge: ChargeFacts },
): Promise<boolean> {
  const booked = await lockCharge(tx, order.company_id, charge.charge)
  if (booked) return settleFees(tx, booked, charge)

  const origin = {
    companyId: order.company_id,
    stripeAccount: attempt.stripe_account,
    customerId: order.customer_id,
    attemptId: attempt.id,
    locationId: order.location_id,
    checkoutSession: attempt.checkout_session,
  }
  const payment = await insertPayment(tx, origin, charge)
  await postEntry(tx, {
    companyId: order.company_id,
    fact: { kind: 'charge', id: charge.charge },
    description: `Card payment ${payment.control_number} for order ${order.number}`,
    occurredAt: charge.createdAt,
    currency: charge.currency,
    lines: [
      {
        account: 'stripe_clearing',
        minor: charge.capturedMinor,
        stripeAccount: attempt.stripe_account,
        locationId: order.location_id,
      },
      { account: 'customer_deposits', minor: -charge.capturedMinor, customerId: order.customer_id },
    ],
  })
  await settleFees(tx, payment, charge)
  await apply(tx, payment, attempt, order)
  await announce(tx, payment, order)
  return true
}

/** Applies up to what is due; whatever differs from the agreement stays unapplied and is shown to a person (P10). */
async function apply(tx: Tx, payment: Payment, attempt: Attempt, order: OrderRow): Promise<void> {
  const subject = { companyId: order.company_id, subject: { type: 'payment', id: payment.id } }
  const details = { agreedMinor: attempt.amount_minor, agreedCurrency: attempt.currency, chargedMinor: payment.amount_minor }
  if (payment.currency !== order.currency) {
    const summary = `Charged in ${payment.currency.toUpperCase()} but the order is in ${order.currency.toUpperCase()}. Nothing was applied.`
    await raiseBreak(tx, { ...subject, kind: 'currency_differs', summary, details })
    return
  }
  if (payment.amount_minor !== attempt.amount_minor) {
    const summary = `${formatMoney(payment.amount_minor, payment.currency)} was charged, ${formatMoney(attempt.amount_minor, attempt.currency)} was agreed.`
    await raiseBreak(tx, { ...subject, kind: 'amount_differs', summary, details })
  }
  if (order.order_state === 'voided') {
    await raiseBreak(tx, {
      ...subject,
      kind: 'overpaid',
      summary: `Order ${order.number} was voided before this payment came. Refund it.`,
      details,
    })
    return
  }
  const money = {
    id: payment.id,
    companyId: order.company_id,
    customerId: order.customer_id,
    controlNumber: payment.control_number,
    currency: payment.currency,
    receivedAt: payment.received_at,
  }
  const applied = await applyPayment(tx, money, order, payment.amount_minor)
  if (applied < payment.amount_minor) {
    const summary = `${formatMoney(payment.amount_minor - applied, payment.currency)} more was paid than order ${order.number} needed.`
    await raiseBreak(tx, { ...subject, kind: 'overpaid', summary, details })
  }
  await recordPaymentOnOrder(tx, { order, paidMinor: await allocatedToOrder(tx, order), by: { kind: 'stripe' } })
}

async function announce(tx: Tx, payment: Payment, order: OrderRow): Promise<void> {
  const amount = formatMoney(payment.amount_minor, payment.currency)
  const card = payment.card_last4 ? ` by ${cardInWords(payment.card_brand, payment.card_last4)}` : ''
  const told = { companyId: order.company_id, by: { kind: 'stripe' }, action: 'payment.received' } as const
  await recordActivity(tx, {
    ...told,
    subject: { type: 'order', id: order.id },
    summary: `Paid ${amount}${card}. Payment ${payment.control_number}.`,
    details: { paymentId: payment.id, charge: payment.charge },
  })
  await recordActivity(tx, {
    ...told,
    subject: { type: 'payment', id: payment.id },
    summary: `Received ${amount}${card} for order ${order.number}, posted and applied.`,
    details: { orderId: order.id },
  })
  const fact = { companyId: order.company_id, factId: payment.charge }
  await enqueue(tx, { ...fact, kind: 'mail.payment-received', payload: { orderId: order.id, paymentId: payment.id } })
  if (payment.application_fee) {
    // The platform's side follows even when its own webhook is lost.
    const payload = { applicationFee: payment.application_fee }
    await enqueue(tx, { ...fact, kind: 'stripe.application-fee', payload })
  }
}
