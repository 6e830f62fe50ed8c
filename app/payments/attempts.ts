import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { PaymentAttempts } from '../db/schema.ts'
import type { CheckoutFacts } from '../stripe/facts.ts'
import { type AttemptState, attemptStates, liveStates, mayMove } from './attempt-states.ts'

export type Attempt = Selectable<PaymentAttempts>

/** The order's live attempt, locked; undefined when there is none. The order must be locked first (one lock order everywhere). */
export async function lockLiveAttempt(tx: Tx, companyId: string, orderId: string): Promise<Attempt | undefined> {
  return tx
    .selectFrom('payment_attempts')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('order_id', '=', orderId)
    .where('state', 'in', liveStates)
    .forUpdate()
    .executeTakeFirst()
}

/**
 * The attempt that a session belongs to, by the id we stored before the buyer was sent on. A session whose creation we never
 * heard back about is adopted by the reference we gave it, on the same account of the same company only.
 */
export async function findAttempt(tx: Tx, stripeAccount: string, facts: CheckoutFacts): Promise<Attempt | undefined> {
  const ours = tx.selectFrom('payment_attempts').selectAll().where('stripe_account', '=', stripeAccount)
  const known = await ours.where('checkout_session', '=', facts.session).executeTakeFirst()
  if (known || facts.reference === null) return known
  return ours.where(sql`id::text`, '=', facts.reference).where('checkout_session', 'is', null).executeTakeFirst()
}

/**
 * Moves an attempt forward to `to` if the table allows it from where it is now in the database; otherwise leaves it. The row in
 * hand may be older than the row on disk, so the database decides.
 * @param at when it happened, for a history told afterwards (the demo's); the database's now otherwise.
 * @returns whether it moved.
 */
export async function moveAttempt(tx: Tx, attempt: Attempt, to: AttemptState, at?: Date): Promise<boolean> {
  const moved = await tx
    .updateTable('payment_attempts')
    .set({ state: to, state_changed_at: at ?? sql<Date>`clock_timestamp()` })
    .where('company_id', '=', attempt.company_id)
    .where('id', '=', attempt.id)
    .where(
      'state',
      'in',
      attemptStates.filter((from) => mayMove(from, to)),
    )
    .returning('state')
    .executeTakeFirst()
  if (moved) attempt.state = moved.state
  return moved !== undefined
}

/** Notes what Stripe told about the session: its address, its intent, the last refused card. */
export async function noteSession(tx: Tx, attempt: Attempt, facts: CheckoutFacts): Promise<void> {
  await tx
    .updateTable('payment_attempts')
    .set({
      checkout_session: facts.session,
      checkout_url: facts.url ?? attempt.checkout_url,
      expires_at: facts.expiresAt,
      payment_intent: facts.paymentIntent ?? attempt.payment_intent,
      last_decline: facts.lastDecline ?? attempt.last_decline,
    })
    .where('company_id', '=', attempt.company_id)
    .where('id', '=', attempt.id)
    .execute()
}
