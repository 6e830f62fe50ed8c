import type { Tx } from '../db/database.ts'
import { readStripeStanding } from '../integrations/read-stripe-standing.ts'
import { whyNotChargeRest } from '../orders/why-not-charge.ts'
import { notFound } from '../problem.ts'
import { orderBalanceDue } from '../receivables/balances.ts'
import { type Sentence, say } from '../words/sentence.ts'
import type { AttemptState } from './attempt-states.ts'
import { listPayments } from './list-payments.ts'

async function readOrder(tx: Tx, companyId: string, orderId: string, customerId: string | null) {
  const order = await tx
    .selectFrom('orders')
    .innerJoin('customers', (join) =>
      join.onRef('customers.company_id', '=', 'orders.company_id').onRef('customers.id', '=', 'orders.customer_id'),
    )
    .selectAll('orders')
    .select('customers.pay_online')
    .where('orders.company_id', '=', companyId)
    .where('orders.id', '=', orderId)
    .executeTakeFirst()
  if (!order || (customerId !== null && order.customer_id !== customerId)) throw notFound('order')
  return order
}

async function readAttempts(tx: Tx, companyId: string, orderId: string) {
  return tx
    .selectFrom('payment_attempts')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('order_id', '=', orderId)
    .orderBy('created_at', 'desc')
    .execute()
}

type OrderPaymentState = 'unpaid' | 'pending' | 'authorised' | 'partly_paid' | 'paid' | 'refunded' | 'disputed' | 'not_needed'

/** The payment box on the office's order page: every attempt, every payment, what is still due. @throws Problem 404. */
export async function officeOrderPayment(tx: Tx, companyId: string, orderId: string) {
  const order = await readOrder(tx, companyId, orderId, null)
  const attempts = await readAttempts(tx, companyId, orderId)
  const payments = await listPayments(tx, companyId, { orderId, limit: 50 })
  const live = attempts.some(
    (attempt) => attempt.state === 'creating' || attempt.state === 'open' || attempt.state === 'processing',
  )
  return {
    state: live && order.payment_state !== 'paid' ? ('in_progress' as const) : (order.payment_state as OrderPaymentState),
    balanceDue: { minor: await orderBalanceDue(tx, order), currency: order.currency },
    attempts: attempts.map((attempt) => ({
      id: attempt.id,
      state: attempt.state as AttemptState,
      amount: { minor: attempt.amount_minor, currency: attempt.currency },
      convenienceFee: { minor: attempt.application_fee_minor, currency: attempt.currency },
      startedAt: attempt.created_at.toISOString(),
      startedByName: attempt.started_by_name,
      lastDecline: attempt.last_decline,
      expiresAt: attempt.expires_at?.toISOString() ?? null,
      checkoutSession: attempt.checkout_session,
    })),
    payments: payments.items,
  }
}

export type BuyersView = 'not_needed' | 'unpaid' | 'waiting_for_buyer' | 'confirming' | 'paid' | 'problem' | 'unknown'

/**
 * What the buyer sees of an order's payment, in a sentence, with what he can do next.
 * @param mayPay whether this person may pay for the customer. @throws Problem 404 for another customer's order.
 */
export async function buyersOrderPayment(
  tx: Tx,
  buyer: { companyId: string; customerId: string; mayPay: boolean },
  orderId: string,
) {
  const order = await readOrder(tx, buyer.companyId, orderId, buyer.customerId)
  const attempts = await readAttempts(tx, buyer.companyId, orderId)
  const latest = attempts[0]
  const due = await orderBalanceDue(tx, order)
  const payments = await listPayments(tx, buyer.companyId, { orderId, limit: 1 })
  const received = payments.items[0]
  const state = viewOf(order, latest?.state as AttemptState | undefined, due)
  const whyNot = due <= 0 || state === 'confirming' ? null : await whyNotPay(tx, order, due, buyer.mayPay)
  return {
    state,
    sentence: sentences[state],
    canPay: due > 0 && state !== 'confirming' && state !== 'not_needed' && whyNot === null,
    whyNot,
    lastDecline: due > 0 ? (latest?.last_decline ?? null) : null,
    amountDue: { minor: due, currency: order.currency },
    expiresAt: latest?.state === 'open' ? (latest.expires_at?.toISOString() ?? null) : null,
    receipt: received
      ? {
          controlNumber: received.controlNumber,
          cardBrand: received.cardBrand,
          cardLast4: received.cardLast4,
          amount: received.amount,
          receivedAt: received.receivedAt,
          receiptUrl: await receiptUrl(tx, received.id),
        }
      : null,
  }
}

const sentences: Record<BuyersView, Sentence> = {
  not_needed: say('payments', 'stands:not_needed'),
  unpaid: say('payments', 'stands:unpaid'),
  waiting_for_buyer: say('payments', 'stands:waiting_for_buyer'),
  confirming: say('payments', 'stands:confirming'),
  paid: say('payments', 'stands:paid'),
  problem: say('payments', 'stands:problem'),
  unknown: say('payments', 'stands:unknown'),
}

function viewOf(order: { order_state: string; total_minor: number }, latest: AttemptState | undefined, due: number): BuyersView {
  if (due <= 0) return order.total_minor === 0 ? 'not_needed' : 'paid'
  if (order.order_state === 'voided') return 'not_needed'
  if (latest === 'processing') return 'confirming'
  if (latest === 'open' || latest === 'creating') return 'waiting_for_buyer'
  if (latest === 'unknown') return 'unknown'
  return latest === 'failed' ? 'problem' : 'unpaid'
}

async function whyNotPay(
  tx: Tx,
  order: { pay_online: boolean; location_id: string; order_state: string; currency: string },
  due: number,
  mayPay: boolean,
): Promise<Sentence | null> {
  if (order.order_state === 'voided') return say('orders', 'voided')
  if (!order.pay_online) return say('orders', 'no-card:switched-off')
  if (!mayPay) return say('payments', 'why-not:orders-only')
  const standing = await readStripeStanding(tx, order.location_id)
  return standing.ready ? whyNotChargeRest(due, order.currency) : say('payments', 'why-not:not-ready')
}

async function receiptUrl(tx: Tx, paymentId: string): Promise<string | null> {
  const row = await tx.selectFrom('payments').select('receipt_url').where('id', '=', paymentId).executeTakeFirst()
  return row?.receipt_url ?? null
}
