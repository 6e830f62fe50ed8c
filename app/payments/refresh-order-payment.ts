import type { Deps } from '../deps.ts'
import { StripeUnreachable } from '../stripe/failures.ts'
import { observe } from './observe.ts'

/** The return page's trigger: has the order's newest attempt looked at again. A Stripe that does not answer changes nothing. */
export async function refreshOrderPayment(deps: Pick<Deps, 'db' | 'stripe'>, companyId: string, orderId: string): Promise<void> {
  const attempt = await deps.db.withCompany(companyId, (tx) =>
    tx
      .selectFrom('payment_attempts')
      .select(['stripe_account', 'checkout_session', 'state'])
      .where('company_id', '=', companyId)
      .where('order_id', '=', orderId)
      .orderBy('created_at', 'desc')
      .executeTakeFirst(),
  )
  if (!attempt?.checkout_session || attempt.state === 'succeeded') return
  const hint = {
    companyId,
    stripeAccount: attempt.stripe_account,
    object: { type: 'checkout.session', id: attempt.checkout_session },
  }
  await observe(deps, hint).catch((error) => {
    if (!(error instanceof StripeUnreachable)) throw error
  })
}
