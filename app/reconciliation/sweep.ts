import { sql } from 'kysely'
import type { Deps } from '../deps.ts'
import { StripeRefused, StripeUnreachable } from '../stripe/failures.ts'
import type { Since } from '../stripe/list-since.ts'

type Dependencies = Pick<Deps, 'db' | 'clock' | 'log'>
export type Linked = { companyId: string; stripeAccount: string; linkedAt: Date }

/** What was under way when an account was disconnected ends within a month, as far as Stripe still lets us look. */
const walkedOnDays = 30

/** What one run walks at most, each round as much as the list gives at once; the next run goes on where this one stopped. */
const roundsMax = 20

/** Every account that is linked, or was until lately, with its company. */
export async function linkedAccounts({ db }: Pick<Deps, 'db'>): Promise<Linked[]> {
  const rows = await db.withPlatform((tx) =>
    tx
      .selectFrom('stripe_accounts')
      .select(['company_id', 'stripe_account', 'created_at'])
      .where((eb) =>
        eb.or([
          eb('disconnected_at', 'is', null),
          eb('disconnected_at', '>', sql<Date>`clock_timestamp() - make_interval(days => ${walkedOnDays})`),
        ]),
      )
      .execute(),
  )
  return rows.map((row) => ({ companyId: row.company_id, stripeAccount: row.stripe_account, linkedAt: row.created_at }))
}

/**
 * Walks one of Stripe's lists from where the last walk ended, and remembers how far it came. What it gets twice must be the
 * same as once.
 *
 * @param walk which list (`events`, `charges`) of which account; @param farthestBack where a first walk begins.
 * @param overlapMs how far every walk looks back: things may appear in a list a little after their time.
 * @param take acts on a stretch of the list, oldest first. @returns how many of them were news.
 * @returns how many were news in all. When Stripe does not answer, or lists more in one second than is read, the walk ends where it is.
 */
export async function sweep<T>(
  deps: Dependencies,
  walk: { kind: 'events' | 'charges'; stripeAccount: string; farthestBack: Date; overlapMs: number },
  list: (since: Date) => Promise<Since<T>>,
  take: (items: T[]) => Promise<number>,
): Promise<number> {
  let news = 0
  try {
    const walked = await walkedTo(deps, walk)
    const from = walked ? walked.getTime() - walk.overlapMs : 0
    let since: Date | null = new Date(Math.max(from, walk.farthestBack.getTime()))
    for (let round = 0; since !== null && round < roundsMax; round++) {
      const began = deps.clock.now()
      const { items, until }: Since<T> = await list(since)
      news += await take(items)
      await remember(deps, walk, until ?? began)
      since = until
    }
  } catch (error) {
    // One account whose list cannot be walked must not keep the others from being walked.
    if (error instanceof RangeError)
      deps.log.error({ err: error, ...walk }, 'Stripe’s list holds more in one second than is read')
    else if (error instanceof StripeUnreachable || error instanceof StripeRefused)
      deps.log.warn({ err: error, ...walk }, 'Stripe’s list could not be walked to its end yet')
    else throw error
  }
  return news
}

type Key = { kind: string; stripeAccount: string }

async function walkedTo({ db }: Dependencies, { kind, stripeAccount }: Key): Promise<Date | null> {
  const row = await db.withPlatform((tx) =>
    tx
      .selectFrom('sweeps')
      .select('walked_to')
      .where('kind', '=', kind)
      .where('stripe_account', '=', stripeAccount)
      .executeTakeFirst(),
  )
  return row?.walked_to ?? null
}

async function remember({ db }: Dependencies, { kind, stripeAccount }: Key, walkedTo: Date): Promise<void> {
  await db.withPlatform((tx) =>
    tx
      .insertInto('sweeps')
      .values({ kind, stripe_account: stripeAccount, walked_to: walkedTo })
      .onConflict((conflict) =>
        conflict
          .columns(['kind', 'stripe_account'])
          .doUpdateSet({ walked_to: sql`greatest(sweeps.walked_to, excluded.walked_to)` }),
      )
      .execute(),
  )
}
