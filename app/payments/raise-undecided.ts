import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { liveStates } from './attempt-states.ts'
import { raiseBreak } from './raise-break.ts'

/** A page lives a day at most, and a card is decided in minutes: whatever is open after this long needs a person (P4). */
const undecidedHoursMax = 48

/** Shows a person an attempt that Stripe has left undecided for too long; does nothing to any other. */
export async function raiseUndecided(tx: Tx, attemptId: string): Promise<void> {
  const attempt = await tx
    .selectFrom('payment_attempts')
    .select(['company_id', 'order_id', 'checkout_session'])
    .where('id', '=', attemptId)
    .where('state', 'in', liveStates)
    .where('state_changed_at', '<', sql<Date>`clock_timestamp() - make_interval(hours => ${undecidedHoursMax})`)
    .executeTakeFirst()
  if (!attempt) return
  await raiseBreak(tx, {
    companyId: attempt.company_id,
    kind: 'attempt_undecided',
    subject: { type: 'order', id: attempt.order_id },
    facts: { attempt: attemptId, checkoutSession: attempt.checkout_session },
  })
}
