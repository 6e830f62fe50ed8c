import type { Tx } from '../db/database.ts'
import { postEntry } from '../receivables/post-entry.ts'
import type { ChargeFacts } from '../stripe/facts.ts'
import { insertPayment, lockCharge } from './insert-payment.ts'
import type { Hint } from './observe.ts'
import { raiseBreak } from './raise-break.ts'
import { settleFees } from './settle-fees.ts'

/** Money on the seller's Stripe account that no attempt of ours asked for: booked to suspense and shown to a person (P1). */
export async function postUnknownCharge(tx: Tx, { companyId, stripeAccount }: Hint, charge: ChargeFacts): Promise<void> {
  const booked = await lockCharge(tx, companyId, charge.charge)
  if (booked) {
    await settleFees(tx, booked, charge)
    return
  }
  const origin = { companyId, stripeAccount, customerId: null, attemptId: null, locationId: null, checkoutSession: null }
  const payment = await insertPayment(tx, origin, charge)
  await postEntry(tx, {
    companyId,
    fact: { kind: 'unknown_charge', id: charge.charge },
    description: `Card payment ${payment.control_number} without a known order`,
    occurredAt: charge.createdAt,
    currency: charge.currency,
    lines: [
      { account: 'stripe_clearing', minor: charge.capturedMinor, stripeAccount },
      { account: 'suspense', minor: -charge.capturedMinor, stripeAccount },
    ],
  })
  await settleFees(tx, payment, charge)
  await raiseBreak(tx, {
    companyId,
    kind: 'unknown_charge',
    subject: { type: 'payment', id: payment.id },
    facts: { charge: charge.charge },
  })
}
