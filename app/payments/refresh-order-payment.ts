import type { Deps } from '../deps.ts'
import { StripeUnreachable } from '../stripe/failures.ts'
import { lookAgain } from './look-again.ts'

/**
 * The return page's trigger: has the order's newest attempt looked at again. A Stripe that does not answer changes nothing, and
 * one that does not let us look any more ends the attempt as `unknown`.
 */
export async function refreshOrderPayment(deps: Pick<Deps, 'db' | 'stripe'>, companyId: string, orderId: string): Promise<void> {
  const attempt = await deps.db.withCompany(companyId, (tx) =>
    tx
      .selectFrom('payment_attempts')
      .select(['company_id', 'id', 'stripe_account', 'checkout_session', 'state'])
      .where('company_id', '=', companyId)
      .where('order_id', '=', orderId)
      .orderBy('created_at', 'desc')
      .executeTakeFirst(),
  )
  if (!attempt?.checkout_session || attempt.state === 'succeeded') return
  await lookAgain(deps, { ...attempt, checkout_session: attempt.checkout_session }).catch((error) => {
    if (!(error instanceof StripeUnreachable)) throw error
  })
}
