import { sql } from 'kysely'
import type { Deps } from '../deps.ts'
import { collects, standingOf } from '../integrations/stripe-standing.ts'
import { endLiveAttempt } from '../payments/end-live-attempt.ts'
import { lookAgain } from '../payments/look-again.ts'
import { raiseUndecided } from '../payments/raise-undecided.ts'

const batchMax = 50
/** An open page is looked at again after this long without news; a session never confirmed, likewise. */
const quietSeconds = 120

type Quiet = {
  company_id: string
  id: string
  order_id: string
  stripe_account: string
  checkout_session: string | null
}

/**
 * Asks Stripe about attempts that have gone quiet, so that a lost webhook, a crash between two steps or a page nobody came
 * back from ends in a clear state all the same (P1, P4), and so does one on an account that stopped collecting. What stays open beyond all bounds becomes a person's task.
 *
 * @param quietForSeconds how long an attempt may be silent; tests pass 0.
 * @returns how many attempts were looked at.
 */
export async function runJanitorOnce(deps: Deps, quietForSeconds = quietSeconds): Promise<number> {
  const quiet = await deps.db.withPlatform(async (tx) => {
    const { rows } = await sql<Quiet>`
      SELECT company_id, id, order_id, stripe_account, checkout_session FROM payment_attempts
      WHERE state IN ('creating', 'open', 'processing')
        AND state_changed_at < clock_timestamp() - make_interval(secs => ${quietForSeconds})
      -- Those whose turn is longest ago: the oldest first, but spread over the minutes so that none starves.
      ORDER BY md5(id::text || extract(epoch FROM date_trunc('minute', clock_timestamp()))::text) LIMIT ${batchMax}`.execute(tx)
    return rows
  })
  for (const attempt of quiet) {
    try {
      await settle(deps, attempt)
    } catch (error) {
      deps.log.warn({ err: error, attempt: attempt.id }, 'a quiet attempt could not be settled yet')
    }
    await deps.db.withCompany(attempt.company_id, (tx) => raiseUndecided(tx, attempt.id))
  }
  return quiet.length
}

/** A page that can still be paid is looked at; one that nobody should pay any more, or whose session we never learnt, is ended. */
async function settle(deps: Deps, { company_id: companyId, checkout_session: session, ...attempt }: Quiet): Promise<void> {
  const account = await deps.db.withCompany(companyId, (tx) =>
    tx
      .selectFrom('stripe_accounts')
      .selectAll()
      .where('company_id', '=', companyId)
      .where('stripe_account', '=', attempt.stripe_account)
      .executeTakeFirstOrThrow(),
  )
  if (session && collects(standingOf(account)))
    await lookAgain(deps, { ...attempt, company_id: companyId, checkout_session: session })
  else await endLiveAttempt(deps, companyId, attempt.order_id, attempt.id)
}
