import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { sellerDay } from '../db/seller-day.ts'
import { readStripeStanding } from '../integrations/read-stripe-standing.ts'
import { listPayments } from '../payments/list-payments.ts'

const recentMax = 6
const chartDays = 30

type Facts = {
  ship_count: number
  ship_minor: number
  waiting_count: number
  waiting_minor: number
  today_count: number
  today_minor: number
  today_fees: number
  open_count: number
  open_minor: number
  overdue_minor: number
  breaks: number
}

/** What matters today, for the office's home page. "Today" is a day in the company's time zone. */
export async function readHome(tx: Tx, companyId: string, mayReadMoney: boolean) {
  const company = await tx.selectFrom('companies').select('currency').where('id', '=', companyId).executeTakeFirstOrThrow()
  const { currency } = company
  const today = sellerDay(companyId, sql<Date>`now()`)
  const money = (minor: number) => ({ minor, currency })
  const { rows } = await sql<Facts>`
    WITH due AS (
      SELECT i.due_on, i.total_minor - coalesce((SELECT sum(a.amount_minor) FROM allocations a
        WHERE a.company_id = i.company_id AND a.invoice_id = i.id), 0) AS minor
      FROM invoices i WHERE i.company_id = ${companyId}),
    today AS (SELECT * FROM payments WHERE company_id = ${companyId} AND received_on = ${today}),
    ship AS (SELECT * FROM orders WHERE company_id = ${companyId} AND order_state = 'confirmed' AND fulfilment_state = 'unfulfilled' AND hold IS NULL),
    waiting AS (SELECT * FROM orders WHERE company_id = ${companyId} AND hold = 'awaiting_payment' AND order_state <> 'voided')
    SELECT
      (SELECT count(*) FROM ship)::bigint AS ship_count, (SELECT coalesce(sum(total_minor), 0) FROM ship)::bigint AS ship_minor,
      (SELECT count(*) FROM waiting)::bigint AS waiting_count, (SELECT coalesce(sum(total_minor), 0) FROM waiting)::bigint AS waiting_minor,
      (SELECT count(*) FROM today)::bigint AS today_count, (SELECT coalesce(sum(amount_minor), 0) FROM today)::bigint AS today_minor,
      (SELECT coalesce(sum(stripe_fee_minor + convenience_fee_minor), 0) FROM today)::bigint AS today_fees,
      (SELECT count(*) FROM due WHERE minor > 0)::bigint AS open_count, (SELECT coalesce(sum(minor), 0) FROM due)::bigint AS open_minor,
      (SELECT coalesce(sum(minor), 0) FROM due WHERE due_on < ${today})::bigint AS overdue_minor,
      (SELECT count(*) FROM breaks WHERE company_id = ${companyId} AND closed_at IS NULL)::bigint AS breaks`.execute(tx)
  const facts = rows[0]!
  const standing = await readStripeStanding(tx, null)
  return {
    ordersToShip: { count: facts.ship_count, total: money(facts.ship_minor) },
    awaitingPayment: { count: facts.waiting_count, total: money(facts.waiting_minor) },
    stripe: { standing: standing.standing, sentence: standing.sentence },
    money: mayReadMoney
      ? {
          receivedToday: { count: facts.today_count, amount: money(facts.today_minor), fees: money(facts.today_fees) },
          openInvoices: { count: facts.open_count, amount: money(facts.open_minor), overdueAmount: money(facts.overdue_minor) },
          recentPayments: (await listPayments(tx, companyId, { limit: recentMax })).items,
          breaks: { count: facts.breaks },
          receivedByDay: await receivedByDay(tx, companyId, currency),
        }
      : null,
  }
}

async function receivedByDay(tx: Tx, companyId: string, currency: string) {
  const today = sellerDay(companyId, sql<Date>`now()`)
  const { rows } = await sql<{ day: string; minor: number }>`
    SELECT d::date AS day, coalesce(sum(p.amount_minor), 0)::bigint AS minor
    FROM generate_series(${today} - ${chartDays - 1}::integer, ${today}, interval '1 day') d
    LEFT JOIN payments p ON p.company_id = ${companyId} AND p.currency = ${currency} AND p.received_on = d::date
    GROUP BY d ORDER BY d`.execute(tx)
  return rows
}
