import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'
import { dueOn } from '../receivables/issue-invoice.ts'
import { sellerDay } from './seller-day.ts'

let t: TestApplication
let companyId: string
beforeAll(async () => {
  t = await createTestApplication()
  companyId = await t.addCompany('lily')
})
afterAll(() => t.close())

const zones = [
  'America/New_York',
  'Europe/London',
  'Asia/Tokyo',
  'Pacific/Kiritimati',
  'America/St_Johns',
  'Pacific/Apia',
  'Asia/Kathmandu',
]
const live = (zone: string) => t.db.owner.query('UPDATE companies SET time_zone = $2 WHERE id = $1', [companyId, zone])
const dayOf = async (at: Date): Promise<string> =>
  t.db.withCompany(companyId, async (tx) => {
    const { rows } = await sql<{ day: string }>`SELECT ${sellerDay(companyId, at)} AS day`.execute(tx)
    return rows[0]!.day
  })
/** The same by another hand: JavaScript's own calendar. */
const calendarDay = (at: Date, timeZone: string) => new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at)

/** Moments where days are easily got wrong: around midnights, at the ends of months, in the weeks when clocks change. */
const moment = fc
  .record({
    month: fc.integer({ min: 0, max: 23 }),
    day: fc.constantFrom(-1, 0, 1, 7, 8, 14, 25, 26, 27, 28, 29, 30),
    minute: fc.integer({ min: 0, max: 1439 }),
  })
  .map(({ month, day, minute }) => new Date(Date.UTC(2026, month, 1 + day, 0, minute, 59, 999)))

describe('a day of the seller', () => {
  test('is the day on the seller’s own calendar, around midnight, month ends and changes of the clock', async () => {
    for (const zone of zones) {
      await live(zone)
      await fc.assert(
        fc.asyncProperty(moment, async (at) => {
          expect(await dayOf(at)).toBe(calendarDay(at, zone))
        }),
        { numRuns: 40 },
      )
    }
  })

  test.each([
    ['America/New_York', '2027-02-01T04:30:00Z', '2027-01-31'],
    ['America/New_York', '2027-02-01T05:00:00Z', '2027-02-01'],
    ['Europe/London', '2027-02-01T04:30:00Z', '2027-02-01'],
    ['Pacific/Kiritimati', '2026-12-31T10:00:00Z', '2027-01-01'],
    ['America/St_Johns', '2026-11-01T02:29:59Z', '2026-10-31'],
  ])('in %s %s is %s', async (zone, at, day) => {
    await live(zone)
    expect(await dayOf(new Date(at))).toBe(day)
  })
})

describe('an invoice is due', () => {
  const due = async (terms: string, days: number, issuedOn: string): Promise<string> =>
    t.db.withCompany(companyId, async (tx) => {
      const issued = sql<string>`${issuedOn}::date`
      const { rows } = await sql<{ due: string }>`SELECT ${dueOn({ terms, terms_days: days }, issued)} AS due`.execute(tx)
      return rows[0]!.due
    })

  test.each([
    ['cod', 0, '2027-01-31', '2027-01-31'],
    ['prepaid', 0, '2027-01-31', '2027-01-31'],
    ['net', 30, '2027-01-31', '2027-03-02'],
    ['net', 1, '2028-02-28', '2028-02-29'],
    ['eom', 0, '2027-01-31', '2027-01-31'],
    ['eom', 10, '2027-03-01', '2027-04-10'],
    ['eom', 10, '2027-03-31', '2027-04-10'],
    ['eom', 0, '2028-02-01', '2028-02-29'],
  ])('%s %i, issued on %s: %s', async (terms, days, issued, expected) => {
    expect(await due(terms, days, issued)).toBe(expected)
  })

  test('never before it is issued, and by days of the calendar alone', async () => {
    const utcDay = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10)
    const days = fc.integer({ min: 20_000, max: 25_000 })
    await fc.assert(
      fc.asyncProperty(days, fc.integer({ min: 0, max: 365 }), async (issued, wait) => {
        const date = new Date(issued * 86_400_000)
        const monthEnd = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0) / 86_400_000
        expect(await due('net', wait, utcDay(issued))).toBe(utcDay(issued + wait))
        expect(await due('eom', wait, utcDay(issued))).toBe(utcDay(monthEnd + wait))
      }),
      { numRuns: 60 },
    )
  })
})

test('books from before have their days filled in from the company’s zone, also by an owner who stands before the walls', async () => {
  const { owner } = t.db
  await live('America/New_York')
  const customer = await t.addCustomer(companyId, 'Petal & Stem')
  await owner.query(`
    ALTER TABLE orders DROP COLUMN placed_on, DROP COLUMN shipped_on; ALTER TABLE invoices DROP COLUMN issued_on;
    ALTER TABLE payments DROP COLUMN received_on; ALTER TABLE platform_fees DROP COLUMN earned_on;
    ALTER TABLE journal_entries DROP COLUMN accounting_date; ALTER TABLE allocations DROP COLUMN accounting_date;
    DROP FUNCTION seller_day`)
  const one = async (text: string, values: unknown[]) => (await owner.query(`${text} RETURNING id`, values)).rows[0].id
  const order = await one(
    `INSERT INTO orders (company_id, number, customer_id, location_id, placed_by_name, ship_to, ship_date, terms, payment_required, currency,
       goods_minor, freight_minor, tax_minor, total_minor, order_state, fulfilment_state, payment_state, placed_at, shipped_at)
     SELECT $1, '1', $2, location_id, 'x', '{}', '2027-01-31', 'cod', false, 'usd', 100, 0, 0, 100, 'confirmed', 'shipped', 'paid',
       '2027-01-31T03:00:00Z', '2027-02-01T04:30:00Z' FROM customers WHERE id = $2`,
    [companyId, customer],
  )
  const invoice = await one(
    `INSERT INTO invoices (company_id, number, order_id, customer_id, currency, goods_minor, freight_minor, tax_minor, total_minor, issued_at, due_on)
     VALUES ($1, '1', $2, $3, 'usd', 100, 0, 0, 100, '2027-02-01T04:30:00Z', '2027-01-31')`,
    [companyId, order, customer],
  )
  const payment = await one(
    `INSERT INTO payments (company_id, control_number, method, amount_minor, currency, received_at, stripe_account, charge)
     VALUES ($1, '1', 'card', 100, 'usd', '2027-01-30T04:30:00Z', 'acct_1', 'ch_1')`,
    [companyId],
  )
  const allocate = `INSERT INTO allocations (company_id, payment_id, invoice_id, amount_minor) VALUES ($1, $2, $3, 100)`
  const allocation = await one(allocate, [companyId, payment, invoice])

  const migration = await readFile(join(import.meta.dirname, 'migrations/0014-accounting-dates.sql'), 'utf8')
  await asPlainOwner(migration)

  const days = await owner.query(
    `SELECT placed_on, shipped_on, issued_on, received_on, a.accounting_date FROM orders o
     JOIN invoices i ON i.order_id = o.id JOIN allocations a ON a.invoice_id = i.id JOIN payments p ON p.id = a.payment_id WHERE a.id = $1`,
    [allocation],
  )
  const january = (day: number) => `2027-01-${day}`
  expect(Object.values(days.rows[0])).toEqual([january(30), january(31), january(31), january(29), january(31)])
})

/** Runs SQL as the owner of the tables who is no superuser, which is how most installations on a server of their own migrate. */
async function asPlainOwner(text: string): Promise<void> {
  const client = await t.db.owner.connect()
  const tables = ['companies', 'orders', 'invoices', 'payments', 'journal_entries', 'allocations', 'platform_fees']
  try {
    await client.query('BEGIN')
    await client.query('CREATE ROLE plain_owner NOSUPERUSER NOBYPASSRLS; GRANT CREATE, USAGE ON SCHEMA public TO plain_owner')
    for (const table of tables) await client.query(`ALTER TABLE ${table} OWNER TO plain_owner`)
    await client.query('SET LOCAL ROLE plain_owner')
    await client.query(text)
    await client.query('RESET ROLE')
    for (const table of tables) await client.query(`ALTER TABLE ${table} OWNER TO CURRENT_USER`)
    await client.query('REASSIGN OWNED BY plain_owner TO CURRENT_USER; DROP OWNED BY plain_owner; DROP ROLE plain_owner; COMMIT')
  } finally {
    client.release()
  }
}
