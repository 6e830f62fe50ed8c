import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

/** The installation that was there before: its migrations, and what its people had written down. */
const name = `test_${randomBytes(6).toString('hex')}`
const at = (database: string) => inject('ownerUrl').replace(/\/florin$/, `/${database}`)
let admin: pg.Client
let pool: pg.Pool
let migrator: Migrator

beforeAll(async () => {
  admin = new pg.Client({ connectionString: at('postgres') })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name}`)
  pool = new pg.Pool({ connectionString: at(name), max: 2 })
  pool.on('error', () => {})
  const folder = join(import.meta.dirname, 'migrations')
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'))
  const up = (file: string) => async (db: Kysely<unknown>) =>
    void (await sql.raw(readFileSync(join(folder, file), 'utf8')).execute(db))
  const migrations = Object.fromEntries(files.map((file) => [file.replace('.sql', ''), { up: up(file) }]))
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const before = Object.keys(migrations).sort()
  expect((await migrator.migrateTo(before[before.indexOf('0017-papers') - 1]!)).error).toBeUndefined()
})
afterAll(async () => {
  await pool.end()
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
  await admin.end()
})

const rows = async (text: string) => (await pool.query(text)).rows

test('papers from before get what is known of them: a standard list, an address for bills, who owes, and a history', async () => {
  await pool.query(`
    INSERT INTO companies (kind, name, slug, currency, time_zone) VALUES ('seller', 'Lily', 'lily', 'usd', 'America/New_York'),
      ('seller', 'Harbour', 'harbour', 'usd', 'America/New_York');
    INSERT INTO locations (company_id, code, name) SELECT id, 'MAIN', 'Main' FROM companies;
    INSERT INTO price_lists (company_id, name, currency) SELECT id, list, 'usd' FROM companies, unnest(ARRAY['A list', 'Usual']) list;
    INSERT INTO price_lists (company_id, name, currency) SELECT id, 'Standard', 'usd' FROM companies WHERE slug = 'lily';
    INSERT INTO customers (company_id, number, name, contact_name, location_id, price_list_id, terms)
      SELECT l.company_id, '1001', 'Petal', 'Petra', l.id, p.id, 'net' FROM locations l
      JOIN price_lists p ON p.company_id = l.company_id AND p.name = 'Usual';
    INSERT INTO ship_to_addresses (company_id, customer_id, label, line1, city, region, postal_code, country, is_default)
      SELECT company_id, id, label, label || ' Street', 'Miami', 'FL', '33101', 'US', label = 'Shop' FROM customers,
        unnest(ARRAY['Annex', 'Shop']) label;
    INSERT INTO orders (company_id, number, customer_id, location_id, placed_by_name, ship_to, placed_on, ship_date, shipped_at, shipped_on,
        terms, payment_required, currency, goods_minor, freight_minor, tax_minor, total_minor, order_state, fulfilment_state, payment_state)
      SELECT company_id, '1', id, location_id, 'Bea', '{}', '2026-11-01', '2026-11-02', now(), '2026-11-02', 'net', false, 'usd',
        100, 0, 0, 100, 'confirmed', 'shipped', 'paid' FROM customers;
    INSERT INTO invoices (company_id, number, order_id, customer_id, currency, goods_minor, freight_minor, tax_minor, total_minor, issued_on, due_on)
      SELECT company_id, '20001', id, customer_id, 'usd', 100, 0, 0, 100, '2026-11-02', '2026-12-02' FROM orders;
    INSERT INTO activity (company_id, actor_kind, actor_name, action, subject_type, subject_id, summary, details)
      SELECT company_id, 'person', 'Wim', 'invoice.issued', 'order', order_id, 'Invoice 20001 issued.', jsonb_build_object('invoiceId', id)
      FROM invoices;
    INSERT INTO payments (company_id, control_number, method, customer_id, amount_minor, currency, received_at, received_on, stripe_account, charge)
      SELECT company_id, '30001', 'card', id, 60, 'usd', now(), '2026-11-03', 'acct_1', 'ch_1' || number || company_id FROM customers;
    INSERT INTO allocations (company_id, payment_id, invoice_id, amount_minor, accounting_date)
      SELECT i.company_id, p.id, i.id, 60, '2026-11-03' FROM invoices i JOIN payments p ON p.company_id = i.company_id`)
  expect((await migrator.migrateToLatest()).error).toBeUndefined()

  expect(
    await rows(`SELECT k.slug, p.name FROM price_lists p JOIN companies k ON k.id = p.company_id WHERE is_standard ORDER BY 1`),
  ).toEqual([
    { slug: 'harbour', name: 'Usual' },
    { slug: 'lily', name: 'Standard' },
  ])
  expect(await rows('SELECT DISTINCT label FROM ship_to_addresses WHERE is_bill_to')).toEqual([{ label: 'Shop' }])
  const [invoice] = await rows(
    `SELECT seller, bill_to FROM invoices i JOIN companies k ON k.id = i.company_id WHERE k.slug = 'lily'`,
  )
  expect(invoice).toMatchObject({
    // An address that was never written down is not made up.
    seller: { name: 'Lily', address: null },
    bill_to: { number: '1001', name: 'Petal', address: { line1: 'Shop Street', postalCode: '33101', country: 'US' } },
  })
  const told = `SELECT action, actor_name FROM activity a JOIN invoices i ON i.id::text = a.subject_id WHERE subject_type = 'invoice'
    AND i.company_id = (SELECT id FROM companies WHERE slug = 'lily') ORDER BY a.id`
  expect(await rows(told)).toEqual([
    { action: 'invoice.issued', actor_name: 'Wim' },
    { action: 'invoice.payment-applied', actor_name: 'Florin' },
  ])
})
