import type Stripe from 'stripe'
import type { ApplicationFeeFacts, ChargeFacts, SettlementFacts } from './facts.ts'
import { calling, expectObject } from './failures.ts'
import { listSince, type Since } from './list-since.ts'

/** The charge as it stands now, with its balance transaction. */
export async function readCharge(stripe: Stripe, stripeAccount: string, charge: string): Promise<ChargeFacts> {
  const read = await calling(stripe.charges.retrieve(charge, { expand: ['balance_transaction'] }, { stripeAccount }))
  return chargeFacts(expectObject(read, 'charge'))
}

/** The latest charge of a payment intent, or null when none was made. */
export async function readChargeOfIntent(
  stripe: Stripe,
  stripeAccount: string,
  paymentIntent: string,
): Promise<ChargeFacts | null> {
  const intent = await calling(
    stripe.paymentIntents.retrieve(paymentIntent, { expand: ['latest_charge.balance_transaction'] }, { stripeAccount }),
  )
  const charge = expectObject(intent, 'payment_intent').latest_charge
  return charge && typeof charge === 'object' ? chargeFacts(charge) : null
}

/** The charge that a refund or a dispute is about. */
export async function readChargeOf(
  stripe: Stripe,
  stripeAccount: string,
  object: { type: 'refund' | 'dispute'; id: string },
): Promise<ChargeFacts | null> {
  const read =
    object.type === 'refund'
      ? expectObject(await calling(stripe.refunds.retrieve(object.id, {}, { stripeAccount })), 'refund')
      : expectObject(await calling(stripe.disputes.retrieve(object.id, {}, { stripeAccount })), 'dispute')
  const charge = typeof read.charge === 'string' ? read.charge : (read.charge?.id ?? null)
  return charge ? readCharge(stripe, stripeAccount, charge) : null
}

/** The platform's application fee, read on the platform's own account. */
export async function readApplicationFee(stripe: Stripe, applicationFee: string): Promise<ApplicationFeeFacts> {
  const fee = expectObject(await calling(stripe.applicationFees.retrieve(applicationFee)), 'application_fee')
  return {
    applicationFee: fee.id,
    stripeAccount: idOf(fee.account),
    charge: idOf(fee.charge),
    amountMinor: fee.amount,
    currency: fee.currency,
    createdAt: new Date(fee.created * 1000),
  }
}

/**
 * The charges that reached an account's balance since a moment, oldest first: read off the balance itself, so that one whose
 * event Stripe never made is found too.
 */
export async function listChargesOnBalance(stripe: Stripe, stripeAccount: string, since: Date): Promise<Since<string>> {
  const { items, until } = await listSince(
    async (params) => expectObject(await calling(stripe.balanceTransactions.list(params, { stripeAccount })), 'list'),
    since,
  )
  const takings = items.filter(({ type, source }) => (type === 'charge' || type === 'payment') && source !== null)
  return { items: takings.map(({ source }) => idOf(source!)), until }
}

export function chargeFacts(charge: Stripe.Charge): ChargeFacts {
  const card = charge.payment_method_details?.card
  const transaction = typeof charge.balance_transaction === 'object' ? charge.balance_transaction : null
  return {
    charge: charge.id,
    paymentIntent: charge.payment_intent ? idOf(charge.payment_intent) : null,
    succeeded: charge.status === 'succeeded' && charge.captured,
    capturedMinor: charge.amount_captured,
    currency: charge.currency,
    createdAt: new Date(charge.created * 1000),
    card: card?.last4
      ? {
          brand: card.brand ?? 'card',
          last4: card.last4,
          expiry: `${String(card.exp_month).padStart(2, '0')}/${String(card.exp_year).slice(-2)}`,
          funding: card.funding ?? 'unknown',
        }
      : null,
    authorisationCode: card?.authorization_code ?? null,
    receiptUrl: charge.receipt_url,
    statementDescriptor: charge.calculated_statement_descriptor,
    applicationFee: charge.application_fee ? idOf(charge.application_fee) : null,
    refundedMinor: charge.amount_refunded,
    disputed: charge.disputed,
    settlement: transaction ? settlementFacts(transaction) : null,
  }
}

/** Splits Stripe's total fee by its own details; whatever is not the platform's is the processor's (its fee, tax on it, …). */
function settlementFacts(transaction: Stripe.BalanceTransaction): SettlementFacts {
  const applicationFeeMinor = transaction.fee_details
    .filter((detail) => detail.type === 'application_fee')
    .reduce((sum, detail) => sum + detail.amount, 0)
  return {
    balanceTransaction: transaction.id,
    currency: transaction.currency,
    grossMinor: transaction.amount,
    stripeFeeMinor: transaction.fee - applicationFeeMinor,
    applicationFeeMinor,
    netMinor: transaction.net,
    availableOn: new Date(transaction.available_on * 1000),
  }
}

function idOf(value: string | { id: string }): string {
  return typeof value === 'string' ? value : value.id
}

/** What the account holds at Stripe, available and pending together: minor units by currency. */
export async function readBalance(stripe: Stripe, stripeAccount: string): Promise<Map<string, number>> {
  const balance = expectObject(await calling(stripe.balance.retrieve({}, { stripeAccount })), 'balance')
  const held = new Map<string, number>()
  for (const { currency, amount } of [...balance.available, ...balance.pending])
    held.set(currency, (held.get(currency) ?? 0) + amount)
  return held
}
