import { type RawBuilder, sql } from 'kysely'

/**
 * Until when an order that must be paid first may stay unpaid, as SQL: the cut-off of its ship date in the seller's time zone,
 * or earlier where the company lets such orders wait for so many hours only. An order placed after its cut-off (a history told
 * afterwards) is late already.
 *
 * @param at when the order was placed; now otherwise.
 */
export function payBy(companyId: string, shipDate: string, at: Date | undefined): RawBuilder<Date> {
  const placed = at === undefined ? sql`clock_timestamp()` : sql`${at}::timestamptz`
  return sql<Date>`(SELECT least((${shipDate}::date + c.order_cut_off) AT TIME ZONE c.time_zone,
    ${placed} + make_interval(hours => c.unpaid_order_hours)) FROM companies c WHERE c.id = ${companyId})`
}
