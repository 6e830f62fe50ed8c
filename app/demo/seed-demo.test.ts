import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'
import { foundCompany } from '../identity/found-company.ts'
import { checkInvariants } from '../reconciliation/check-invariants.ts'
import { demoLogins } from './demo-logins.ts'
import { seedDemo } from './seed-demo.ts'

let world: TestApplication
const rows = async (query: string) => (await world.db.owner.query(query)).rows
const counts = () =>
  rows(`SELECT (SELECT count(*)::int FROM companies) AS companies, (SELECT count(*)::int FROM customers) AS customers,
    (SELECT count(*)::int FROM products) AS products, (SELECT count(*)::int FROM orders) AS orders, (SELECT count(*)::int FROM outbox) AS mails`)
const cutShort = () =>
  foundCompany(
    world.deps,
    { slug: 'lily-crown', kind: 'seller', name: 'x', currency: 'usd', time_zone: 'UTC' },
    async (tx, companyId) => {
      await tx.insertInto('locations').values({ company_id: companyId, code: 'A', name: 'A' }).execute()
      throw new Error('killed')
    },
  )

beforeAll(async () => {
  world = await createTestApplication()
  // A start that was killed half-way, and then the one that counts.
  await expect(cutShort()).rejects.toThrow('killed')
  await seedDemo(world.deps)
})
afterAll(() => world.close())

test('a start that was killed half-way leaves nothing behind, and the next one makes everything', async () => {
  const [{ companies, customers, products, orders, mails }] = await counts()
  expect({ companies, customers, mails }).toEqual({ companies: 3, customers: 31, mails: 0 })
  expect(products).toBeGreaterThanOrEqual(80)
  expect(orders).toBeGreaterThan(60)
})

test('a second start adds nothing', async () => {
  const before = await counts()
  await seedDemo(world.deps)
  expect(await counts()).toEqual(before)
})

test('the books of every demo company are in order', async () => {
  for (const { id } of await rows('SELECT id FROM companies')) expect(await checkInvariants(world.deps, id)).toEqual([])
})

test('the newcomer finds Stripe not linked and “Pay online” off everywhere', async () => {
  expect(await rows('SELECT 1 FROM stripe_accounts UNION ALL SELECT 1 FROM customers WHERE pay_online')).toEqual([])
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
