import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { sellerDay } from '../db/seller-day.ts'
import { after, inOrder, newestFirst, type Sort, type SortedRow, sortedBy, sortedPage } from '../sorted-page.ts'

const daysShown = 30

/**
 * What the platform earned, in its own time zone and currency; fees in other currencies are summed beside it.
 * @param now the moment that "today" means.
 */
export async function readOverview(tx: Tx, platformId: string, now: Date) {
  const today = sellerDay(platformId, now)
  const { currency } = await tx.selectFrom('companies').select('currency').where('id', '=', platformId).executeTakeFirstOrThrow()
  const sums = await sql<{ currency: string; today: number; month: number; total: number; count: number }>`
    SELECT currency, count(*) AS count, sum(amount_minor)::bigint AS total,
      coalesce(sum(amount_minor) FILTER (WHERE earned_on = ${today}), 0)::bigint AS today,
      coalesce(sum(amount_minor) FILTER (WHERE date_trunc('month', earned_on::timestamp) = date_trunc('month', ${today}::timestamp)), 0)::bigint AS month
    FROM platform_fees WHERE company_id = ${platformId} GROUP BY currency ORDER BY currency`.execute(tx)
  const byDay = await sql<{ day: string; minor: number }>`
    SELECT d::date AS day, coalesce(sum(f.amount_minor), 0)::bigint AS minor
    FROM generate_series(${today} - ${daysShown - 1}::int, ${today}, interval '1 day') d
    LEFT JOIN platform_fees f ON f.company_id = ${platformId} AND f.currency = ${currency}
      AND f.earned_on = d::date
    GROUP BY d ORDER BY d`.execute(tx)
  const describe = (row: { currency: string; today: number; month: number; total: number }) => ({
    today: { minor: row.today, currency: row.currency },
    month: { minor: row.month, currency: row.currency },
    total: { minor: row.total, currency: row.currency },
  })
  const own = sums.rows.find((row) => row.currency === currency) ?? { currency, today: 0, month: 0, total: 0 }
  return {
    income: describe(own),
    otherIncome: sums.rows.filter((row) => row.currency !== currency).map(describe),
    count: sums.rows.reduce((count, row) => count + row.count, 0),
    incomeByDay: byDay.rows,
  }
}

export async function countSellers(db: Database): Promise<number> {
  const { count } = await db.withPlatform((tx) =>
    tx
      .selectFrom('companies')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('kind', '=', 'seller')
      .executeTakeFirstOrThrow(),
  )
  return count
}

type IncomeRow = {
  id: string
  seller_company_id: string
  stripe_account: string
  charge: string
  amount_minor: number
  currency: string
  earned_at: Date
  earned_on: string
}

const newest: Sort = { ...newestFirst('earned_at'), idType: 'text' }

/** The convenience fees earned, newest first. @throws Problem 400 for an odd cursor. */
export async function listIncome(tx: Tx, platformId: string, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const { rows } = await sql<IncomeRow & SortedRow>`
    SELECT application_fee AS id, seller_company_id, stripe_account, charge, amount_minor, currency, earned_at, earned_on, ${sortedBy(newest)}
    FROM platform_fees
    WHERE company_id = ${platformId} AND ${after(newest, 'application_fee', cursor)}
    ORDER BY ${inOrder(newest, 'application_fee')} LIMIT ${limit + 1}`.execute(tx)
  return sortedPage(newest, rows, limit, (row) => row)
}
