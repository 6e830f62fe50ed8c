import { type RawBuilder, sql } from 'kysely'

/**
 * The calendar day of a company on which a moment falls: how every business date (issued, received, placed, accounted) is made.
 * The database does the calendar, so the rule stands once, in seller_day of migration 0014.
 * @param at a moment, or SQL for one.
 */
export function sellerDay(companyId: string, at: Date | RawBuilder<Date>): RawBuilder<string> {
  // As a subquery it is worked out once per statement, not once per row.
  return sql<string>`(SELECT seller_day(${companyId}::uuid, ${at}::timestamptz))`
}

/** The seller's today, in a transaction of that company. */
export const sellerToday = sql<string>`(SELECT seller_day(current_company(), now()))`
