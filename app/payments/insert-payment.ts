import { type Selectable, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { nextNumber } from '../db/next-number.ts'
import type { Payments } from '../db/schema.ts'
import type { ChargeFacts } from '../stripe/facts.ts'

export type Payment = Selectable<Payments>

export type Origin = {
  companyId: string
  stripeAccount: string
  customerId: string | null
  attemptId: string | null
  locationId: string | null
  checkoutSession: string | null
}

/** Serialises everything about one charge in this transaction, then looks whether it is already a payment. */
export async function lockCharge(tx: Tx, companyId: string, charge: string): Promise<Payment | undefined> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${companyId}:${charge}`}, 0))`.execute(tx)
  return tx.selectFrom('payments').selectAll().where('company_id', '=', companyId).where('charge', '=', charge).executeTakeFirst()
}

/** Writes the payment's row with the structured facts of its charge. The fees follow with `settleFees`. @param at when, in a history told afterwards. */
export async function insertPayment(tx: Tx, origin: Origin, charge: ChargeFacts, at?: Date): Promise<Payment> {
  return tx
    .insertInto('payments')
    .values({
      company_id: origin.companyId,
      control_number: String(await nextNumber(tx, origin.companyId, 'payment')),
      method: 'card',
      customer_id: origin.customerId,
      attempt_id: origin.attemptId,
      location_id: origin.locationId,
      amount_minor: charge.capturedMinor,
      currency: charge.currency,
      received_at: charge.createdAt,
      ...(at ? { posted_at: at } : {}),
      stripe_account: origin.stripeAccount,
      charge: charge.charge,
      payment_intent: charge.paymentIntent,
      checkout_session: origin.checkoutSession,
      card_brand: charge.card?.brand ?? null,
      card_last4: charge.card?.last4 ?? null,
      card_expiry: charge.card?.expiry ?? null,
      card_funding: charge.card?.funding ?? null,
      authorisation_code: charge.authorisationCode,
      receipt_url: charge.receiptUrl,
      statement_descriptor: charge.statementDescriptor,
      application_fee: charge.applicationFee,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}
