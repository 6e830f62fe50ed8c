import type { Tx } from '../db/database.ts'

export type BreakKind =
  | 'amount_differs'
  | 'currency_differs'
  | 'overpaid'
  | 'unknown_charge'
  | 'settlement_currency'
  | 'refund_not_booked'
  | 'dispute_not_booked'
  | 'attempt_undecided'

/** Opens a difference for a person to look at and close; once per kind and subject. */
export async function raiseBreak(
  tx: Tx,
  fault: {
    companyId: string
    kind: BreakKind
    subject: { type: string; id: string }
    summary: string
    details?: Record<string, unknown>
  },
): Promise<void> {
  await tx
    .insertInto('breaks')
    .values({
      company_id: fault.companyId,
      kind: fault.kind,
      subject_type: fault.subject.type,
      subject_id: fault.subject.id,
      summary: fault.summary,
      details: JSON.stringify(fault.details ?? {}),
    })
    .onConflict((conflict) => conflict.columns(['company_id', 'kind', 'subject_id']).doNothing())
    .execute()
}
