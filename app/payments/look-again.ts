import type { Database } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { lockOrder } from '../orders/lock-order.ts'
import { markPaymentPending } from '../orders/mark-payment-pending.ts'
import { StripeRefused } from '../stripe/failures.ts'
import { type Attempt, moveAttempt } from './attempts.ts'
import { observe } from './observe.ts'
import { announcePayment } from './payment-notices.ts'
import { raiseBreak } from './raise-break.ts'

type Sent = Pick<Attempt, 'company_id' | 'id' | 'stripe_account'> & { checkout_session: string }

/**
 * Looks at an attempt's session again, through the one door. What Stripe refuses to show (the seller ended the connection, the
 * session is not there) will be refused again: the attempt ends as `unknown` and becomes a person's task.
 *
 * @throws StripeUnreachable: ask again later.
 */
export async function lookAgain(deps: Pick<Deps, 'db' | 'stripe'>, attempt: Sent): Promise<void> {
  const object = { type: 'checkout.session', id: attempt.checkout_session }
  try {
    await observe(deps, { companyId: attempt.company_id, stripeAccount: attempt.stripe_account, object })
  } catch (error) {
    if (!(error instanceof StripeRefused)) throw error
    await loseSightOf(deps.db, attempt)
  }
}

/** An attempt that has ended already stays as it ended. */
async function loseSightOf(db: Database, { company_id: companyId, id }: Sent): Promise<void> {
  await db.withCompany(companyId, async (tx) => {
    const attempt = await tx
      .selectFrom('payment_attempts')
      .selectAll()
      .where('company_id', '=', companyId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const order = await lockOrder(tx, attempt.order_id)
    if (!(await moveAttempt(tx, attempt, 'unknown'))) return
    await markPaymentPending(tx, order, false)
    await raiseBreak(tx, {
      companyId,
      kind: 'attempt_unknown',
      subject: { type: 'attempt', id },
      facts: {
        amountMinor: attempt.amount_minor,
        currency: attempt.currency,
        stripeAccount: attempt.stripe_account,
        checkoutSession: attempt.checkout_session,
      },
    })
    await recordActivity(tx, {
      companyId,
      by: { kind: 'system' },
      action: 'payment.unknown',
      subject: { type: 'order', id: order.id },
      summary: 'Stripe does not let Florin look at a payment page of this order any more. Somebody has to look at Stripe.',
      details: { attemptId: id },
    })
    await announcePayment(tx, order)
  })
}
