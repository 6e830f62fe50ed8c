import type { Deps } from '../deps.ts'
import type { ClosedPages } from '../integrations/closed-pages.ts'
import { Problem } from '../problem.ts'
import { liveStates } from './attempt-states.ts'
import { endLiveAttempt } from './end-live-attempt.ts'

/** What one call closes; the janitor goes on with the rest. */
const pagesMax = 50

/**
 * Closes the payment pages of a Stripe account that cannot collect any more. What was paid meanwhile is booked, what Stripe does
 * not show any more ends as `unknown`, and what could not be closed yet is left to the janitor.
 *
 * @returns how the attempts that were live ended.
 */
export async function closePages(
  deps: Pick<Deps, 'db' | 'stripe'>,
  companyId: string,
  stripeAccount: string,
): Promise<ClosedPages> {
  const live = await deps.db.withCompany(companyId, (tx) =>
    tx
      .selectFrom('payment_attempts')
      .select(['id', 'order_id'])
      .where('company_id', '=', companyId)
      .where('stripe_account', '=', stripeAccount)
      .where('state', 'in', liveStates)
      .orderBy('created_at')
      .execute(),
  )
  for (const attempt of live.slice(0, pagesMax)) {
    await endLiveAttempt(deps, companyId, attempt.order_id, attempt.id).catch((error) => {
      // Stripe does not answer, or is confirming a payment: this one goes on, and the others are not kept from closing.
      if (!(error instanceof Problem)) throw error
    })
  }
  return countEnds(
    deps,
    companyId,
    live.map((attempt) => attempt.id),
  )
}

async function countEnds({ db }: Pick<Deps, 'db'>, companyId: string, attempts: string[]): Promise<ClosedPages> {
  const ends: ClosedPages = { closed: 0, paid: 0, unknown: 0, open: 0 }
  if (attempts.length === 0) return ends
  const rows = await db.withCompany(companyId, (tx) =>
    tx.selectFrom('payment_attempts').select('state').where('company_id', '=', companyId).where('id', 'in', attempts).execute(),
  )
  for (const { state } of rows) {
    if ((liveStates as readonly string[]).includes(state)) ends.open += 1
    else if (state === 'succeeded') ends.paid += 1
    else if (state === 'unknown') ends.unknown += 1
    else ends.closed += 1
  }
  return ends
}
