import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { sellerDay } from '../db/seller-day.ts'

/** A day goods may leave, how many days ahead of the seller's today it lies, and the last moment to order for it. */
export type ShipDate = { date: string; daysAhead: number; orderBy: Date }

const offeredMax = 10
/** Far enough to hold ten business days, whatever the weekday. */
const lookAheadDays = 20

/**
 * The next ten business days (Monday to Friday) an order placed at `now` can leave. A day is offered until the company's
 * cut-off on that day, in the company's time zone; the database does the calendar, so days with 23 or 25 hours are right.
 */
export async function readShipDates(tx: Tx, companyId: string, now: Date): Promise<ShipDate[]> {
  const { rows } = await sql<{ date: string; order_by: Date; days_ahead: number }>`
    SELECT day.date, cut_off.at AS order_by, day.date - local.today AS days_ahead
    FROM companies c
    CROSS JOIN LATERAL (SELECT ${sellerDay(companyId, now)} AS today) local
    CROSS JOIN LATERAL (SELECT local.today + n AS date FROM generate_series(0, ${lookAheadDays}::integer) n) day
    CROSS JOIN LATERAL (SELECT (day.date + c.order_cut_off) AT TIME ZONE c.time_zone AS at) cut_off
    WHERE c.id = ${companyId} AND extract(isodow FROM day.date) < 6 AND cut_off.at > ${now}::timestamptz
    ORDER BY day.date LIMIT ${offeredMax}`.execute(tx)
  return rows.map((row) => ({ date: row.date, daysAhead: row.days_ahead, orderBy: row.order_by }))
}
