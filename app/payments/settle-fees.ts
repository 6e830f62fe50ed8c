import type { Tx } from '../db/database.ts'
import { postEntry } from '../receivables/post-entry.ts'
import type { ChargeFacts } from '../stripe/facts.ts'
import type { Payment } from './insert-payment.ts'
import { raiseBreak } from './raise-break.ts'

/**
 * Posts Stripe's fee and the convenience fee of a payment, itemised, as soon as its balance transaction is known; once.
 * @param at when, for a history told afterwards (the demo's); now otherwise.
 * @returns whether it posted now.
 */
export async function settleFees(tx: Tx, payment: Payment, charge: ChargeFacts, at?: Date): Promise<boolean> {
  const settlement = charge.settlement
  if (!settlement || payment.balance_transaction) return false
  if (settlement.currency !== payment.currency) {
    await raiseBreak(tx, {
      companyId: payment.company_id,
      kind: 'settlement_currency',
      subject: { type: 'payment', id: payment.id },
      facts: { settledMinor: settlement.grossMinor, settledCurrency: settlement.currency },
    })
    return false
  }
  const clearing = { account: 'stripe_clearing', stripeAccount: payment.stripe_account, locationId: payment.location_id } as const
  const about = { companyId: payment.company_id, occurredAt: charge.createdAt, postedAt: at, currency: payment.currency }
  if (settlement.stripeFeeMinor !== 0) {
    await postEntry(tx, {
      ...about,
      fact: { kind: 'stripe_fee', id: settlement.balanceTransaction },
      description: `Stripe’s fee on payment ${payment.control_number}`,
      lines: [
        { account: 'processing_fees', minor: settlement.stripeFeeMinor, locationId: payment.location_id },
        { ...clearing, minor: -settlement.stripeFeeMinor },
      ],
    })
  }
  if (settlement.applicationFeeMinor !== 0) {
    await postEntry(tx, {
      ...about,
      fact: { kind: 'convenience_fee', id: charge.applicationFee ?? settlement.balanceTransaction },
      description: `Convenience fee on payment ${payment.control_number}`,
      lines: [
        { account: 'convenience_fees', minor: settlement.applicationFeeMinor, locationId: payment.location_id },
        { ...clearing, minor: -settlement.applicationFeeMinor },
      ],
    })
  }
  await tx
    .updateTable('payments')
    .set({
      balance_transaction: settlement.balanceTransaction,
      stripe_fee_minor: settlement.stripeFeeMinor,
      convenience_fee_minor: settlement.applicationFeeMinor,
      available_on: settlement.availableOn.toISOString().slice(0, 10),
      application_fee: charge.applicationFee,
    })
    .where('company_id', '=', payment.company_id)
    .where('id', '=', payment.id)
    .execute()
  return true
}
