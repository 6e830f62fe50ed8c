import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'
import { feeScheduleInForce } from './convenience-fee.ts'
import { platformRoutes } from './routes.ts'

let t: TestApplication
let operator: string
let platform: string
let seller: string
let now = () => new Date()

beforeAll(async () => {
  t = await createTestApplication((deps) => [platformRoutes({ ...deps, clock: { now: () => now() } })])
  platform = await t.addCompany('florin', 'platform')
  seller = await t.addCompany('lily')
  await t.addPerson('operator@florin.example', platform, ['operator'])
  operator = await t.signIn('operator@florin.example')
})
afterAll(() => t.close())

const get = async (url: string) => (await t.call(operator, 'GET', url)).json()
const fee = (more: object = {}) => ({
  companyId: null,
  currency: 'usd',
  basisPoints: 50,
  fixedMinor: 10,
  minimumMinor: 25,
  capMinor: 1500,
  ...more,
})
const add = (more: object = {}) => t.call(operator, 'POST', '/api/operator/fee-schedules', fee(more))
const inForce = (company: string, at: Date) => t.db.withCompany(company, (tx) => feeScheduleInForce(tx, company, 'usd', at))
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)

test('the operator sets a fee; it is in force from then on, for every seller, and audited', async () => {
  expect(await inForce(seller, inDays(1))).toBeNull()
  expect((await add()).statusCode).toBe(201)
  expect(await inForce(seller, inDays(1))).toMatchObject({ basisPoints: 50, fixedMinor: 10, minimumMinor: 25, capMinor: 1500 })
  expect(await inForce(seller, inDays(-1))).toBeNull()
  const [entry] = (await get('/api/activity?subjectType=fee_schedule')).items
  expect(entry).toMatchObject({
    action: 'fee-schedule.added',
    summary: 'Set the convenience fee to 0.50 % of each card payment + 0.10 USD, at least 0.25 USD, at most 15.00 USD.',
  })
})

test('a seller’s own fee goes before the general one, and a later one takes over on its day', async () => {
  const other = await t.addCompany('harbour')
  await add({ companyId: seller, basisPoints: 30 })
  await add({ companyId: seller, basisPoints: 20, effectiveFrom: inDays(10).toISOString() })
  expect((await inForce(seller, inDays(1)))?.basisPoints).toBe(30)
  expect((await inForce(seller, inDays(11)))?.basisPoints).toBe(20)
  expect((await inForce(other, inDays(11)))?.basisPoints).toBe(50)
})

test('no fee begins in the past', async () => {
  const answer = await add({ effectiveFrom: inDays(-1).toISOString() })
  expect(answer.statusCode).toBe(409)
  expect(answer.json().kind).toBe('never-retroactive')
})

test.each([
  ['a negative fee', { basisPoints: -1 }, 400],
  ['more than ten percent', { basisPoints: 1001 }, 400],
  ['a fraction of a cent', { fixedMinor: 0.5 }, 400],
  ['a cap below the minimum', { minimumMinor: 100, capMinor: 50 }, 400],
  ['a currency that does not exist', { currency: 'xxx' }, 400],
  ['a fee that does not say its minimum', { minimumMinor: undefined }, 400],
  ['a fee that does not say its cap', { capMinor: undefined }, 400],
  ['an unknown seller', { companyId: '00000000-0000-4000-8000-000000000000' }, 404],
])('%s is refused and changes nothing', async (_what, wrong, status) => {
  const before = (await get('/api/operator/fee-schedules')).items.length
  expect((await add(wrong)).statusCode).toBe(status)
  expect((await t.call(operator, 'POST', '/api/operator/fee-schedules/preview', fee(wrong))).statusCode).toBe(status)
  expect((await get('/api/operator/fee-schedules')).items).toHaveLength(before)
})

test('a fee schedule can be neither changed nor deleted, by any role, nor set by a seller', async () => {
  const denied = expect.objectContaining({ code: '42501' })
  const roles = [t.db.withPlatform, (work: Parameters<typeof t.db.withPlatform>[0]) => t.db.withCompany(platform, work)]
  for (const within of roles) {
    await expect(within((tx) => tx.updateTable('fee_schedules').set({ basis_points: 1 }).execute())).rejects.toEqual(denied)
    await expect(within((tx) => tx.deleteFrom('fee_schedules').execute())).rejects.toEqual(denied)
  }
  const row = { currency: 'usd', basis_points: 0, fixed_minor: 0, effective_from: new Date(), created_by_name: 'x' }
  await expect(t.db.withCompany(seller, (tx) => tx.insertInto('fee_schedules').values(row).execute())).rejects.toEqual(denied)
})

test('the list says which schedules are past, in force and to come', async () => {
  await add({ basisPoints: 60 })
  const { items } = await get('/api/operator/fee-schedules')
  const described = items.map((each: { seller: { name: string } | null; basisPoints: number; state: string }) =>
    [each.seller?.name ?? 'everybody', each.basisPoints, each.state].join(' '),
  )
  expect(described).toEqual(['lily 20 upcoming', 'everybody 60 in_force', 'lily 30 in_force', 'everybody 50 past'])
})

test('income is counted by the platform’s own day and month', async () => {
  // 02:00 UTC on the 20th is still the 19th in New York.
  now = () => new Date('2026-11-20T02:00:00Z')
  const earned = ['2026-11-20T01:00:00Z', '2026-11-19T06:00:00Z', '2026-11-19T04:00:00Z', '2026-10-31T12:00:00Z']
  for (const [i, at] of earned.entries()) {
    await t.db.owner.query(
      `INSERT INTO platform_fees (company_id, application_fee, seller_company_id, stripe_account, charge, amount_minor, currency, earned_at, earned_on)
       VALUES ($1, $2, $3, 'acct_1', $4, $5, 'usd', $6, seller_day($1, $6))`,
      [platform, `fee_${i}`, seller, `ch_${i}`, 10 ** i, at],
    )
  }
  const overview = await get('/api/operator/overview')
  expect(overview).toMatchObject({
    income: { today: { minor: 11, currency: 'usd' }, month: { minor: 111 }, total: { minor: 1111 } },
    count: 4,
    sellers: 2,
  })
  expect(overview.incomeByDay).toHaveLength(30)
  expect(overview.incomeByDay.slice(-2)).toEqual([
    { day: '2026-11-18', minor: 100 },
    { day: '2026-11-19', minor: 11 },
  ])
})

test('fees are listed newest first, page by page, with the seller’s name', async () => {
  const first = await get('/api/operator/income?limit=3')
  expect(first.items.map((each: { applicationFee: string }) => each.applicationFee)).toEqual(['fee_0', 'fee_1', 'fee_2'])
  expect(first.items[0]).toMatchObject({ seller: { name: 'lily' }, charge: 'ch_0', amount: { minor: 1, currency: 'usd' } })
  const second = await get(`/api/operator/income?limit=3&cursor=${first.nextCursor}`)
  expect(second.items.map((each: { applicationFee: string }) => each.applicationFee)).toEqual(['fee_3'])
  expect(second.nextCursor).toBeNull()
  expect((await t.call(operator, 'GET', '/api/operator/income?cursor=rubbish')).statusCode).toBe(400)
})

test('events of accounts that nobody has linked are seen by the operator', async () => {
  const insert = `INSERT INTO inbox (endpoint, event, type, stripe_account, livemode, object_type, object_id, state) VALUES ('connect', $1, 'charge.succeeded', $2, false, 'charge', 'ch_x', $3)`
  await t.db.owner.query(insert, ['evt_1', 'acct_unknown', 'unknown_account'])
  await t.db.owner.query(insert, ['evt_2', 'acct_1', 'done'])
  expect((await get('/api/operator/events')).items.map((each: { event: string }) => each.event)).toEqual(['evt_2', 'evt_1'])
  const { items } = await get('/api/operator/events?state=unknown_account')
  expect(items).toMatchObject([{ event: 'evt_1', stripeAccount: 'acct_unknown', seller: null }])
})

test('sellers are listed with their Stripe standing and the fee they pay', async () => {
  await t.db.owner.query(
    `INSERT INTO stripe_accounts (company_id, stripe_account, livemode, linked_by, details_submitted, charges_enabled, payouts_enabled)
     VALUES ($1, 'acct_9', false, 'onboarding', true, true, true)`,
    [seller],
  )
  const { items } = await get('/api/operator/sellers')
  expect(items.map((each: { name: string }) => each.name)).toEqual(['harbour', 'lily'])
  expect(items[1]).toMatchObject({ stripe: [{ account: 'acct_9', standing: 'ready' }] })
})
