import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'

/**
 * The facts of each kind of difference, in minor units and lower-case currencies. A sentence is made of them where it is read;
 * they say nothing that changes by itself, because other facts open a closed difference again.
 */
export type BreakFacts = {
  /** Another amount was charged than agreed. */
  amount_differs: { agreedMinor: number; agreedCurrency: string; chargedMinor: number }
  /** Charged in another currency than the order's; nothing was applied. */
  currency_differs: { agreedMinor: number; agreedCurrency: string; chargedMinor: number }
  /** More arrived than the order needed, all of it when the order was voided. */
  overpaid: { excessMinor: number; currency: string; voided: boolean }
  /** Money on the seller's account that no attempt of ours asked for. */
  unknown_charge: { charge: string }
  /** Stripe settled in another currency; the fees are not booked. */
  settlement_currency: { settledMinor: number; settledCurrency: string }
  /** Refunded at Stripe, in all. */
  refund_not_booked: { refundedMinor: number; currency: string }
  dispute_not_booked: { charge: string; amountMinor: number; currency: string; reason: string; outcome: string }
  /** Stripe has not said for days how an attempt ended. */
  attempt_undecided: { attempt: string; checkoutSession: string | null }
  /** Stripe does not let us look at a payment page any more. */
  attempt_unknown: { amountMinor: number; currency: string; stripeAccount: string; checkoutSession: string | null }
}
export type BreakKind = keyof BreakFacts

type Subject = { type: 'payment' | 'charge' | 'dispute' | 'order' | 'attempt'; id: string }

export type Raised<K extends BreakKind = BreakKind> = {
  companyId: string
  kind: K
  subject: Subject
  facts: BreakFacts[K]
  /** Until when something has to be done about it. It may move without opening anything again. */
  deadline?: Date | null
  /** Only brings an earlier one up to date; opens none where there never was one. */
  knownOnly?: boolean
}

/**
 * Has a difference be seen by a person. At most one is open per kind and subject, and that one always holds the current facts.
 * The same facts as were closed stay closed; other facts (a second refund, a dispute that was lost) open it again.
 */
export async function raiseBreak<K extends BreakKind>(tx: Tx, fault: Raised<K>): Promise<void> {
  const { companyId, kind, subject } = fault
  // Two workers may see the same for the first time at once.
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`break:${companyId}:${kind}:${subject.id}`}, 0))`.execute(tx)
  const facts = JSON.stringify(fault.facts)
  const deadline = fault.deadline ?? null
  const latest = await tx
    .selectFrom('breaks')
    .select(['id', 'closed_at'])
    .select(sql<boolean>`facts = ${facts}::jsonb`.as('same'))
    .where('company_id', '=', companyId)
    .where('kind', '=', kind)
    .where('subject_id', '=', subject.id)
    .orderBy('opened_at', 'desc')
    .forUpdate()
    .executeTakeFirst()
  if (latest === undefined && fault.knownOnly) return
  if (latest?.same && latest.closed_at !== null) return
  if (latest && latest.closed_at === null) {
    await tx
      .updateTable('breaks')
      .set({ facts, deadline, ...(latest.same ? {} : { changed_at: sql<Date>`clock_timestamp()` }) })
      .where('company_id', '=', companyId)
      .where('id', '=', latest.id)
      .execute()
    return
  }
  await tx
    .insertInto('breaks')
    .values({
      company_id: companyId,
      kind,
      subject_type: subject.type,
      subject_id: subject.id,
      facts,
      deadline,
      reopens_id: latest?.id ?? null,
      opened_at: sql<Date>`clock_timestamp()`,
    })
    .execute()
}

/** Closes a difference that has settled by itself; does nothing when none is open. No name stands on it. */
export async function settleBreak(
  tx: Tx,
  { companyId, kind, subject }: Pick<Raised, 'companyId' | 'kind' | 'subject'>,
): Promise<void> {
  await tx
    .updateTable('breaks')
    .set({ closed_at: sql<Date>`clock_timestamp()` })
    .where('company_id', '=', companyId)
    .where('kind', '=', kind)
    .where('subject_id', '=', subject.id)
    .where('closed_at', 'is', null)
    .execute()
}
