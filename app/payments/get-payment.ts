import { type Selectable, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { PaymentAttempts, Payments } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { formatMoney } from '../money.ts'
import { notFound } from '../problem.ts'
import { type JournalEntry, readJournal } from '../receivables/read-journal.ts'
import { breaksOfPayment } from './list-breaks.ts'
import { type PaymentRow, selectPayments, showPayment } from './list-payments.ts'
import { cardInWords, paymentNote } from './payment-note.ts'

type Payment = Selectable<Payments>
type Shown = ReturnType<typeof showPayment>
type AllocationRow = {
  id: string
  at: Date
  amount_minor: number
  order_id: string | null
  order_number: string | null
  invoice_id: string | null
  invoice_number: string | null
}

/**
 * A payment with everything known of it: Stripe's structured facts, the note, how it got here, what it was applied to, and
 * the journal behind it.
 * @throws Problem 404.
 */
export async function getPayment(deps: Pick<Deps, 'stripe'>, tx: Tx, companyId: string, id: string) {
  const { rows } = await sql<PaymentRow>`${selectPayments} WHERE p.company_id = ${companyId} AND p.id = ${id}`.execute(tx)
  const row = rows[0]
  if (!row) throw notFound('payment')
  const shown = showPayment(row)
  const payment = await tx.selectFrom('payments').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const attempt = payment.attempt_id
    ? await tx.selectFrom('payment_attempts').selectAll().where('id', '=', payment.attempt_id).executeTakeFirst()
    : undefined
  const allocations = await readAllocations(tx, payment)
  const journal = await readJournal(tx, companyId, factsOf(payment, allocations))
  return {
    ...shown,
    ...stripeFacts(deps, payment),
    note: noteOf(payment, shown),
    allocations: allocations.map((each) => showAllocation(each, payment.currency)),
    steps: stepsOf(payment, attempt, shown, journal),
    journal,
    breaks: await breaksOfPayment(deps, tx, payment),
  }
}

async function readAllocations(tx: Tx, payment: Payment): Promise<AllocationRow[]> {
  const { rows } = await sql<AllocationRow>`
    SELECT a.id, a.at, a.amount_minor, o.id AS order_id, o.number AS order_number, i.id AS invoice_id, i.number AS invoice_number
    FROM allocations a
    LEFT JOIN orders o ON o.company_id = a.company_id AND o.id = a.order_id
    LEFT JOIN invoices i ON i.company_id = a.company_id AND i.id = a.invoice_id
    WHERE a.company_id = ${payment.company_id} AND a.payment_id = ${payment.id} ORDER BY a.at, a.id`.execute(tx)
  return rows
}

function factsOf(payment: Payment, allocations: AllocationRow[]) {
  return [
    { kind: 'charge', id: payment.charge },
    { kind: 'unknown_charge', id: payment.charge },
    ...(payment.balance_transaction ? [{ kind: 'stripe_fee', id: payment.balance_transaction }] : []),
    ...[payment.application_fee, payment.balance_transaction]
      .filter((id) => id !== null)
      .map((id) => ({ kind: 'convenience_fee', id })),
    ...allocations.map((each) => ({ kind: 'application', id: each.id })),
  ]
}

function stripeFacts({ stripe }: Pick<Deps, 'stripe'>, payment: Payment) {
  return {
    paymentIntent: payment.payment_intent,
    checkoutSession: payment.checkout_session,
    stripeAccount: payment.stripe_account,
    balanceTransaction: payment.balance_transaction,
    applicationFee: payment.application_fee,
    cardExpiry: payment.card_expiry,
    cardFunding: payment.card_funding,
    authorisationCode: payment.authorisation_code,
    receiptUrl: payment.receipt_url,
    statementDescriptor: payment.statement_descriptor,
    availableOn: payment.available_on,
    payout: payment.payout,
    dashboardUrl: stripe.dashboardUrl(payment.stripe_account, `payments/${payment.payment_intent ?? payment.charge}`),
  }
}

function noteOf(payment: Payment, shown: Shown): string {
  return paymentNote({
    controlNumber: payment.control_number,
    amountMinor: payment.amount_minor,
    currency: payment.currency,
    cardBrand: payment.card_brand,
    cardLast4: payment.card_last4,
    authorisationCode: payment.authorisation_code,
    charge: payment.charge,
    paymentIntent: payment.payment_intent,
    stripeFeeMinor: payment.stripe_fee_minor,
    convenienceFeeMinor: payment.convenience_fee_minor,
    orderNumber: shown.order?.number ?? null,
    payout: payment.payout,
  })
}

function showAllocation(row: AllocationRow, currency: string) {
  return {
    at: row.at.toISOString(),
    amount: { minor: row.amount_minor, currency },
    order: row.order_id && row.order_number ? { id: row.order_id, number: row.order_number } : null,
    invoice: row.invoice_id && row.invoice_number ? { id: row.invoice_id, number: row.invoice_number } : null,
  }
}

/** "How it got here": order → page → card → posted → applied → fees → payout, each with its time or still to come. */
function stepsOf(payment: Payment, attempt: Selectable<PaymentAttempts> | undefined, shown: Shown, journal: JournalEntry[]) {
  const money = (minor: number) => formatMoney(minor, payment.currency)
  const step = (key: StepKey, label: string, at: string | null, detail: string) => ({ key, label, at, detail })
  const fees = journal.find((entry) => entry.factKind === 'stripe_fee' || entry.factKind === 'convenience_fee')
  const posted = payment.posted_at.toISOString()
  return [
    step(
      'order',
      'Order placed',
      attempt ? attempt.created_at.toISOString() : null,
      shown.order ? `Order ${shown.order.number}` : 'No order known',
    ),
    step(
      'session',
      'Payment page opened',
      attempt?.first_sent_at?.toISOString() ?? null,
      attempt ? `by ${attempt.started_by_name}` : 'Not opened by Florin',
    ),
    step('card', 'Card charged', shown.receivedAt, cardInWords(payment.card_brand, payment.card_last4)),
    step('posted', 'Posted to the books', posted, `Payment ${payment.control_number}`),
    step(
      'applied',
      'Applied',
      shown.applied.minor > 0 ? posted : null,
      `${money(shown.applied.minor)} of ${money(payment.amount_minor)}`,
    ),
    step(
      'fees',
      'Fees itemised',
      fees?.postedAt ?? null,
      shown.net ? `Net ${money(shown.net.minor)}` : 'Stripe has not told its fees yet',
    ),
    step('payout', 'Paid out to the bank', null, payment.payout ?? 'Not paid out yet'),
  ]
}

export type StepKey = 'order' | 'session' | 'card' | 'posted' | 'applied' | 'fees' | 'payout'
