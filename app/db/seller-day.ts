import { type RawBuilder, sql } from 'kysely'

/**
 * The calendar day of a company on which a moment falls: how every business date (issued, received, placed, accounted) is made.
 * The database does the calendar, so the rule stands once, in seller_day of migration 0014.
 * @param at a moment, or SQL for one.
 */
export function sellerDay(companyId: string, at: Date | RawBuilder<Date>): RawBuilder<string> {
  return sql<string>`seller_day(${companyId}::uuid, ${at}::timestamptz)`
}
