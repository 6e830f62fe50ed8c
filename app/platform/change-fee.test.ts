import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'
import { mailRoutes } from '../notifications/routes.ts'
import { runOutboxOnce } from '../worker/outbox.ts'
import { platformRoutes } from './routes.ts'

let t: TestApplication
let operator: string
let lily: string
let harbour: string

beforeAll(async () => {
  t = await createTestApplication((deps) => [platformRoutes(deps), mailRoutes(deps)])
  const platform = await t.addCompany('florin', 'platform')
  lily = await t.addCompany('lily')
  harbour = await t.addCompany('harbour')
  await t.addPerson('operator@florin.example', platform, ['operator'])
  await t.addPerson('ada@lily.example', lily, ['admin'])
  await t.addPerson('amy@lily.example', lily, ['admin', 'receivables'])
  await t.addPerson('sam@lily.example', lily, ['sales'])
  await t.addPerson('harry@harbour.example', harbour, ['admin'])
  operator = await t.signIn('operator@florin.example')
})
afterAll(() => t.close())

const fee = (more: object = {}) => ({
  companyId: null,
  currency: 'usd',
  basisPoints: 50,
  fixedMinor: 10,
  minimumMinor: 25,
  capMinor: 1_500,
  ...more,
})
const post = (path: string, more: object = {}) => t.call(operator, 'POST', `/api/operator/fee-schedules${path}`, fee(more))
const usd = (minor: number) => ({ minor, currency: 'usd' })

/** Everything the outbox has to do, also what its first rows ask for in turn. */
async function mailsAfter(): Promise<{ to: string; subject: string; text: string }[]> {
  await t.db.owner.query('DELETE FROM identity.mails')
  while ((await runOutboxOnce(t.deps)).done > 0);
  return (
    await t.db.owner.query(
      'SELECT recipient AS to, subject, body_text AS text FROM identity.mails WHERE kind = $1 ORDER BY recipient',
      ['fee-changed'],
    )
  ).rows
}

test('before a fee is set, it is shown who pays what until then, and what everyday payments cost; nothing is written', async () => {
  await post('')
  await post('', { companyId: harbour, basisPoints: 30, fixedMinor: 0, minimumMinor: 0, capMinor: null })
  const { changes } = (await post('/preview', { basisPoints: 100, minimumMinor: 0 })).json()
  expect(changes).toEqual([
    {
      before: { basisPoints: 50, fixedMinor: 10, minimumMinor: 25, capMinor: 1_500 },
      // Harbour has a fee of its own.
      sellers: [{ id: lily, name: 'lily' }],
      examples: [
        { payment: usd(1_000), before: usd(25), after: usd(20) },
        { payment: usd(10_000), before: usd(60), after: usd(110) },
        { payment: usd(100_000), before: usd(510), after: usd(1_010) },
      ],
    },
  ])
  const own = (await post('/preview', { companyId: harbour })).json()
  expect(own.changes).toMatchObject([{ before: { basisPoints: 30 }, sellers: [{ name: 'harbour' }] }])
  const { items } = (await t.call(operator, 'GET', '/api/operator/fee-schedules')).json()
  expect(items).toHaveLength(2)
})

test('every administrator of every seller concerned gets one mail that says what was, what will be, and from when', async () => {
  await mailsAfter()
  const effectiveFrom = new Date(Date.now() + 30 * 86_400_000).toISOString()
  await post('', { basisPoints: 100, effectiveFrom })
  const mails = await mailsAfter()
  expect(mails.map((mail) => mail.to)).toEqual(['ada@lily.example', 'amy@lily.example'])
  expect(mails[0]!.text).toContain('1.00 % of each card payment + 0.10 USD, at least 0.25 USD, at most 15.00 USD')
  expect(mails[0]!.text).toContain(
    'Until then it is: 0.50 % of each card payment + 0.10 USD, at least 0.25 USD, at most 15.00 USD.',
  )
  expect(mails[0]!.text).toContain('1.10 USD instead of 0.60 USD')
  expect(await mailsAfter()).toEqual([])
})

test('told again after a crash, nobody gets a second mail', async () => {
  await t.db.owner.query(`UPDATE outbox SET state = 'waiting', due_at = now(), leased_until = NULL WHERE kind = 'fee.announce'`)
  expect(await mailsAfter()).toEqual([])
})

test('a seller’s own fee is told to that seller alone', async () => {
  await post('', { companyId: harbour, basisPoints: 20 })
  expect((await mailsAfter()).map((mail) => mail.to)).toEqual(['harry@harbour.example'])
})

test('who came after a fee was set saw it when they came, and is not told', async () => {
  await post('', { basisPoints: 90 })
  await t.addPerson('new@late.example', await t.addCompany('late'), ['admin'])
  expect((await mailsAfter()).map((mail) => mail.to)).toEqual(['ada@lily.example', 'amy@lily.example'])
})

test('the history keeps what was and what is', async () => {
  const { items } = (await t.call(operator, 'GET', '/api/activity?subjectType=fee_schedule')).json()
  expect(items[1].details).toMatchObject({
    before: { fee: { currency: 'usd', basisPoints: 30, minimumMinor: 0 } },
    after: { fee: { currency: 'usd', basisPoints: 20, minimumMinor: 25 } },
  })
})
