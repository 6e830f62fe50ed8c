import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../../stripe-simulator/src/index.ts'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'
import { checkInvariants, compareClearing } from '../reconciliation/check-invariants.ts'
import { openStripe } from '../stripe/port.ts'
import { demoLogins } from './demo-logins.ts'
import { isEmpty, seedDemo } from './seed-demo.ts'

let world: TestApplication
let simulator: Simulator
const rows = async (query: string) => (await world.db.owner.query(query)).rows
const counts = () =>
  rows(`SELECT (SELECT count(*)::int FROM companies) AS companies, (SELECT count(*)::int FROM customers) AS customers,
    (SELECT count(*)::int FROM products) AS products, (SELECT count(*)::int FROM orders) AS orders,
    (SELECT count(*)::int FROM payments) AS payments`)

function stripeOf({ url, secretKey, publishableKey, clientId }: Simulator) {
  const secrets = { webhookSecret: 'whsec_demo', connectWebhookSecret: 'whsec_demo' }
  return openStripe({ mode: 'simulator', secretKey, publishableKey, clientId, apiBase: url, ...secrets })
}

beforeAll(async () => {
  simulator = await startSimulator({ payoutSchedule: 'daily' })
  world = await createTestApplication(() => [], { deps: { stripe: stripeOf(simulator) } })
  await seedDemo(world.deps)
}, 120_000)
afterAll(async () => {
  await world.close()
  await simulator.close()
})

test('the first start makes everything, and writes to no buyer', async () => {
  const [{ companies, customers, products, orders, payments }] = await counts()
  expect({ companies, customers }).toEqual({ companies: 3, customers: 31 })
  expect(products).toBeGreaterThanOrEqual(80)
  expect(orders).toBeGreaterThan(150)
  expect(payments).toBeGreaterThan(100)
  // That Stripe was linked is told to the administrators, as it always is.
  expect(await rows(`SELECT kind FROM outbox WHERE kind LIKE 'mail.%'`)).toEqual([{ kind: 'mail.security-notice' }])
})

test('a second start adds nothing', async () => {
  const before = await counts()
  await seedDemo(world.deps)
  expect(await counts()).toEqual(before)
})

test('the books of every demo company are in order', async () => {
  for (const { id } of await rows('SELECT id FROM companies')) expect(await checkInvariants(world.deps, id)).toEqual([])
})

test('the books agree with Stripe to the cent, payouts and all', async () => {
  for (const { id } of await rows('SELECT id FROM companies')) expect(await compareClearing(world.deps, id)).toEqual([])
})

test('the newcomer finds the second seller not linked to Stripe and “Pay online” off there', async () => {
  const second = `(SELECT id FROM companies WHERE slug = 'harbour-greens')`
  expect(
    await rows(`SELECT 1 FROM stripe_accounts WHERE company_id = ${second} UNION ALL
    SELECT 1 FROM customers WHERE company_id = ${second} AND pay_online`),
  ).toEqual([])
})

describe('the first seller is alive:', () => {
  test('most of its customers pay by card, on every week of four months and up to these days', async () => {
    const [facts] = await rows(`SELECT count(DISTINCT customer_id)::int AS customers, count(DISTINCT card_brand)::int AS brands,
      count(DISTINCT date_trunc('week', received_at))::int AS weeks, max(received_at) > now() - interval '5 days' AS lately FROM payments`)
    expect(facts.customers).toBeGreaterThanOrEqual(15)
    expect(facts.brands).toBeGreaterThanOrEqual(3)
    expect(facts.weeks).toBeGreaterThanOrEqual(16)
    expect(facts.lately).toBe(true)
  })

  test('every payment is told as it happened: paid, posted and applied within minutes, with both fees', async () => {
    expect(
      await rows(`SELECT 1 FROM payments p JOIN payment_attempts t ON t.company_id = p.company_id AND t.id = p.attempt_id
      WHERE p.posted_at - p.received_at NOT BETWEEN interval '-1 minute' AND interval '1 minute'
         OR p.received_at - t.created_at NOT BETWEEN interval '0' AND interval '10 minutes'
         OR p.stripe_fee_minor IS NULL OR p.stripe_fee_minor = 0 OR coalesce(p.convenience_fee_minor, 0) = 0`),
    ).toEqual([])
    expect(await rows(`SELECT 1 FROM activity WHERE action = 'payment.received' AND at > now() - interval '1 minute'`)).toEqual(
      [],
    )
  })

  test('Stripe pays it out every day', async () => {
    const [{ stripe_account: account }] = await rows('SELECT stripe_account FROM stripe_accounts')
    expect(simulator.state.tables.payout.of(account).length).toBeGreaterThan(40)
    expect(simulator.clock.isFrozen).toBe(false)
    expect(Math.abs(simulator.clock.nowMs() - Date.now())).toBeLessThan(5_000)
  })

  test('the operator has earned on every payment', async () => {
    const [{ payments, fees }] = await rows(
      `SELECT (SELECT count(*)::int FROM payments) AS payments, (SELECT count(*)::int FROM platform_fees) AS fees`,
    )
    expect(fees).toBe(payments)
  })

  test('somebody owes, somebody is overdue, and orders wait for their payment with time left', async () => {
    const [facts] = await rows(`SELECT
      (SELECT count(*)::int FROM orders WHERE hold = 'awaiting_payment' AND pay_by > now()) AS waiting,
      (SELECT count(*)::int FROM invoices i WHERE due_on < current_date AND NOT EXISTS (
        SELECT FROM allocations a WHERE a.company_id = i.company_id AND a.invoice_id = i.id)) AS overdue,
      (SELECT count(*)::int FROM invoices i WHERE EXISTS (
        SELECT FROM allocations a WHERE a.company_id = i.company_id AND a.invoice_id = i.id)) AS paid,
      (SELECT count(*)::int FROM invoices) AS invoices, (SELECT count(*)::int FROM breaks) AS breaks`)
    expect(facts.waiting).toBeGreaterThanOrEqual(2)
    expect(facts.overdue).toBeGreaterThan(0)
    expect(facts.overdue).toBeLessThan(facts.invoices / 3)
    expect(facts.paid).toBeGreaterThan(facts.invoices / 2)
    expect(facts.breaks).toBe(0)
  })
})

test('history reaches back four months, in the order of its numbers, and leaves something to ship and something on hold', async () => {
  const [facts] = await rows(`SELECT now() - min(placed_at) > interval '110 days' AS long, max(placed_at) < now() AS past,
    count(*) FILTER (WHERE hold IS NULL AND fulfilment_state = 'unfulfilled') > 0 AS to_ship,
    count(*) FILTER (WHERE hold = 'credit_limit') > 0 AS held FROM orders`)
  expect(facts).toEqual({ long: true, past: true, to_ship: true, held: true })
  const misnumbered = `SELECT 1 FROM (SELECT placed_at, lag(placed_at) OVER (PARTITION BY company_id ORDER BY number) AS before FROM orders) o
    WHERE placed_at < before UNION ALL
    SELECT 1 FROM (SELECT issued_at, lag(issued_at) OVER (PARTITION BY company_id ORDER BY number) AS before FROM invoices) i WHERE issued_at < before
    UNION ALL SELECT 1 FROM orders WHERE shipped_at < placed_at OR shipped_at > now()`
  expect(await rows(misnumbered)).toEqual([])
})

test('everybody who is printed can sign in, with a password of this installation alone', async () => {
  const logins = await demoLogins(world.deps)
  expect(logins.length).toBeGreaterThanOrEqual(12)
  for (const { email, password } of logins) {
    const answer = await world.app.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: { email, password } })
    expect(answer.statusCode, email).toBe(200)
  }
  const elsewhere = await demoLogins({ ...world.deps, sign: (purpose, text) => `other secret ${purpose} ${text}` })
  expect(elsewhere[0]?.password).not.toBe(logins[0]?.password)
})

test('where people have companies of their own, no demo is added and no log-in is printed', async () => {
  const theirs = await createTestApplication()
  await theirs.addCompany('real-business')
  await seedDemo(theirs.deps)
  expect((await theirs.db.owner.query('SELECT slug FROM companies')).rows).toEqual([{ slug: 'real-business' }])
  expect(await demoLogins(theirs.deps)).toEqual([])
  await theirs.close()
})

test('a demo that was cut short is not taken up in a database of somebody’s own: its words say what to do', async () => {
  const half = await createTestApplication()
  await half.addCompany('lily-crown')
  await expect(isEmpty(half.deps)).rejects.toThrow(/begun and not finished.*empty database.*DEMO=off/)
  await half.close()
})
