import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { Problem } from '../problem.ts'

const daysShown = 30

/**
 * What the platform earned, in its own time zone and currency; fees in other currencies are summed beside it.
 * @param now the moment that "today" means.
 */
export async function readOverview(tx: Tx, platformId: string, now: Date) {
  const { currency, time_zone: zone } = await tx
    .selectFrom('companies')
    .select(['currency', 'time_zone'])
    .where('id', '=', platformId)
    .executeTakeFirstOrThrow()
  const sums = await sql<{ currency: string; today: number; month: number; total: number; count: number }>`
    SELECT currency, count(*) AS count, sum(amount_minor)::bigint AS total,
      coalesce(sum(amount_minor) FILTER (WHERE (earned_at AT TIME ZONE ${zone})::date = (${now} AT TIME ZONE ${zone})::date), 0)::bigint AS today,
      coalesce(sum(amount_minor) FILTER (WHERE date_trunc('month', earned_at AT TIME ZONE ${zone})
        = date_trunc('month', ${now} AT TIME ZONE ${zone})), 0)::bigint AS month
    FROM platform_fees WHERE company_id = ${platformId} GROUP BY currency ORDER BY currency`.execute(tx)
  const byDay = await sql<{ day: string; minor: number }>`
    SELECT d::date AS day, coalesce(sum(f.amount_minor), 0)::bigint AS minor
    FROM generate_series((${now} AT TIME ZONE ${zone})::date - ${daysShown - 1}::int, (${now} AT TIME ZONE ${zone})::date, interval '1 day') d
    LEFT JOIN platform_fees f ON f.company_id = ${platformId} AND f.currency = ${currency}
      AND (f.earned_at AT TIME ZONE ${zone})::date = d::date
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

/** The convenience fees earned, newest first. */
export async function listIncome(tx: Tx, platformId: string, page: { cursor?: string | undefined; limit: number }) {
  const [at, fee] = page.cursor ? readCursor(page.cursor) : [null, null]
  const rows = await tx
    .selectFrom('platform_fees')
    .selectAll()
    .select(sql<string>`to_char(earned_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('cursor_at'))
    .where('company_id', '=', platformId)
    .$if(at !== null, (q) => q.where(sql<boolean>`(earned_at, application_fee) < (${at}::timestamptz, ${fee})`))
    .orderBy('earned_at', 'desc')
    .orderBy('application_fee', 'desc')
    .limit(page.limit + 1)
    .execute()
  const shown = rows.slice(0, page.limit)
  const last = rows.length > page.limit ? shown.at(-1) : undefined
  const nextCursor = last ? Buffer.from(`${last.cursor_at} ${last.application_fee}`).toString('base64url') : null
  return { rows: shown, nextCursor }
}

function readCursor(cursor: string): [string, string] {
  const [at = '', fee = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
  if (!Number.isNaN(Date.parse(at)) && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at) && /^\w{1,100}$/.test(fee)) return [at, fee]
  throw new Problem(400, 'bad-cursor', 'This list position is not valid any more. Load the list again.')
}
