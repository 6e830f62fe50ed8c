import type { Tx } from '../db/database.ts'
import type { ChargeFacts, DisputeFacts } from '../stripe/facts.ts'
import { raiseBreak } from './raise-break.ts'

/** What Stripe knows about a charge and Florin does not book yet is shown to a person, never passed over, whose charge it may be. */
export async function raiseLateBreaks(tx: Tx, companyId: string, charge: ChargeFacts, disputes: DisputeFacts[]): Promise<void> {
  await raiseBreak(tx, {
    companyId,
    kind: 'refund_not_booked',
    subject: { type: 'charge', id: charge.charge },
    facts: { refundedMinor: charge.refundedMinor, currency: charge.currency },
    // A refund may fail after all: then less is refunded than was shown.
    knownOnly: charge.refundedMinor === 0,
  })
  for (const { dispute, amountMinor, currency, reason, outcome, dueBy } of disputes) {
    await raiseBreak(tx, {
      companyId,
      kind: 'dispute_not_booked',
      subject: { type: 'dispute', id: dispute },
      facts: { charge: charge.charge, amountMinor, currency, reason, outcome },
      deadline: outcome === 'open' ? dueBy : null,
    })
  }
}
