import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'
import { enqueue } from '../db/enqueue.ts'
import { forDays } from '../worker/lease.ts'
import { runOutboxOnce } from '../worker/outbox.ts'
import { MailNotTaken } from './mail-faults.ts'
import type { Mailer } from './mailer.ts'
import { sentMailRoutes } from './routes.ts'

let t: TestApplication
let company: string
let customer: string
let buyer: string
let orderId: string
let receivables: string
/** What the mail server does: an error's code, or takes everything. */
const server: { down: string | null; got: string[] } = { down: null, got: [] }
const mail: Mailer = {
  readable: false,
  send: async (to) => {
    if (server.down) throw new MailNotTaken(to, Object.assign(new Error('connect ECONNREFUSED'), { code: server.down }))
    server.got.push(to)
  },
}

beforeAll(async () => {
  t = await createTestApplication((deps) => [sentMailRoutes(deps)], { deps: { mail } })
  company = await t.addCompany('lily')
  customer = await t.addCustomer(company, 'Petal & Stem')
  buyer = await t.addPerson('bea@petal.example', company, ['buyer_orders'], customer)
  await t.addPerson('ar@lily.example', company, ['receivables'])
  receivables = await t.signIn('ar@lily.example')
  const { rows } = await t.db.owner.query(
    `INSERT INTO orders (company_id, number, customer_id, location_id, placed_by_user_id, placed_by_name, ship_to, placed_on, ship_date, terms,
       payment_required, currency, goods_minor, freight_minor, tax_minor, total_minor, order_state, fulfilment_state, payment_state)
     SELECT $1, '10482', $2, location_id, $3, 'bea', '{}', '2026-11-23', '2026-11-24', 'cod', false, 'usd', 100, 0, 0, 100,
       'confirmed', 'unfulfilled', 'unpaid' FROM customers WHERE id = $2 RETURNING id`,
    [company, customer, buyer],
  )
  orderId = rows[0].id
})
beforeEach(async () => {
  await t.db.owner.query('DELETE FROM outbox')
  Object.assign(server, { down: null, got: [] })
})
afterAll(() => t.close())

const write = (to: string | null = buyer) =>
  t.db.withCompany(company, (tx) =>
    enqueue(tx, { companyId: company, kind: 'mail.order-placed', factId: orderId, payload: { orderId }, to }),
  )
const list = async (query = '') => (await t.call(receivables, 'GET', `/api/mails?${query}`)).json().items
const again = (id: string) => t.call(receivables, 'POST', `/api/mails/${id}/send-again`)
/** Lets the pause before the next try pass. */
const pass = () => t.db.owner.query('UPDATE outbox SET due_at = now()')

describe('a mail', () => {
  test('that went out says to whom, about what and when; once per fact', async () => {
    await write()
    await write()
    await runOutboxOnce(t.deps, 'mails')
    await runOutboxOnce(t.deps, 'mails')
    expect(server.got).toEqual(['bea@petal.example'])
    expect(await list()).toMatchObject([
      {
        about: 'Confirmation of order 10482',
        order: { id: orderId, number: '10482' },
        to: { name: 'bea', email: 'bea@petal.example' },
        state: 'done',
        tries: 1,
        sentAt: expect.any(String),
        lastFault: null,
      },
    ])
  })

  test('that the server does not take waits, says why in words, and goes out when the server is back', async () => {
    await write()
    server.down = 'ECONNECTION'
    await runOutboxOnce(t.deps, 'mails')
    expect(await list('state=waiting')).toMatchObject([
      {
        state: 'waiting',
        to: { email: 'bea@petal.example' },
        nextTryAt: expect.any(String),
        lastFault: 'The mail server could not be reached.',
      },
    ])
    server.down = null
    await pass()
    await runOutboxOnce(t.deps, 'mails')
    expect(server.got).toHaveLength(1)
  })

  test.each([
    ['EAUTH', /own sign-in/],
    ['EENVELOPE', /refused the address/],
    ['EMESSAGE', /did not take/],
  ])('that fails with %s says what that means', async (code, words) => {
    await write()
    server.down = code
    await runOutboxOnce(t.deps, 'mails')
    expect((await list())[0].lastFault).toMatch(words)
  })

  test('is given up only after days, stays on the page, and one click has it tried for days again', async () => {
    await write()
    server.down = 'ECONNECTION'
    await t.db.owner.query('UPDATE outbox SET tries = $1', [forDays.triesMax - 2])
    await runOutboxOnce(t.deps, 'mails')
    expect((await list())[0].state).toBe('waiting')
    await pass()
    await runOutboxOnce(t.deps, 'mails')
    const [mail] = await list('state=given_up')
    server.down = null
    const answers = await Promise.all([again(mail.id), again(mail.id)])
    expect(answers.map((answer) => answer.statusCode)).toEqual([204, 204])
    await Promise.all([runOutboxOnce(t.deps, 'mails'), runOutboxOnce(t.deps, 'mails')])
    expect(server.got).toEqual(['bea@petal.example'])
    expect(await list()).toMatchObject([{ state: 'done', tries: 1 }])
    const { rows } = await t.db.owner.query(`SELECT actor_name FROM activity WHERE action = 'order.mail_sent_again'`)
    expect(rows[0]).toEqual({ actor_name: 'ar' })
  })

  test('to a removed buyer is not sent, and the page says why', async () => {
    const removed = await t.addPerson('gone@petal.example', company, ['buyer_orders'], customer)
    await write(removed)
    await t.db.owner.query('DELETE FROM memberships WHERE user_id = $1', [removed])
    await runOutboxOnce(t.deps, 'mails')
    expect(server.got).toEqual([])
    expect(await list('state=skipped')).toMatchObject([
      { to: { name: null, email: null }, lastFault: expect.stringMatching(/no longer belongs/) },
    ])
  })

  test('does not hold up what is no mail', async () => {
    await write()
    const job = { companyId: company, kind: 'order.ship' as const, factId: orderId, payload: { orderId } }
    await t.db.withCompany(company, (tx) => enqueue(tx, job))
    expect(await runOutboxOnce(t.deps, 'acts')).toEqual({ done: 1, failed: 0 })
    expect(server.got).toEqual([])
  })

  test('of another company is neither listed nor sent again', async () => {
    await write()
    const [mail] = await list()
    const other = await t.addCompany('harbour')
    await t.addPerson('ar@harbour.example', other, ['receivables'])
    const stranger = await t.signIn('ar@harbour.example')
    expect((await t.call(stranger, 'GET', '/api/mails')).json().items).toEqual([])
    expect((await t.call(stranger, 'POST', `/api/mails/${mail.id}/send-again`)).statusCode).toBe(404)
  })
})
