import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { raiseBreak } from './raise-break.ts'

/** A page lives a day at most, and a card is decided in minutes: whatever is open after this long needs a person (P4). */
const undecidedHoursMax = 48

/** Shows a person an attempt that Stripe has left undecided for too long; does nothing to any other. */
export async function raiseUndecided(tx: Tx, attemptId: string): Promise<void> {
  const attempt = await tx
    .selectFrom('payment_attempts')
    .innerJoin('orders', (join) =>
      join.onRef('orders.company_id', '=', 'payment_attempts.company_id').onRef('orders.id', '=', 'payment_attempts.order_id'),
    )
    .select(['payment_attempts.company_id', 'payment_attempts.order_id', 'payment_attempts.checkout_session', 'orders.number'])
    .where('payment_attempts.id', '=', attemptId)
    .where('payment_attempts.state', 'in', ['creating', 'open', 'processing'])
    .where('payment_attempts.state_changed_at', '<', sql<Date>`clock_timestamp() - make_interval(hours => ${undecidedHoursMax})`)
    .executeTakeFirst()
  if (!attempt) return
  await raiseBreak(tx, {
    companyId: attempt.company_id,
    kind: 'attempt_undecided',
    subject: { type: 'order', id: attempt.order_id },
    summary: `Stripe has not said for two days how a payment of order ${attempt.number} ended. Look for it in Stripe before asking the buyer to pay again.`,
    details: { attempt: attemptId, checkoutSession: attempt.checkout_session },
  })
}
