import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'
import { openMailer, render } from './mailer.ts'
import { mailRoutes } from './routes.ts'
import { sendNotice } from './send-notice.ts'

let t: TestApplication
let company: string
let customer: string
let orderer: string
let payer: string
let orderId: string
let paymentId: string

beforeAll(async () => {
  t = await createTestApplication((deps) => [mailRoutes(deps)])
  company = await t.addCompany('lily')
  customer = await t.addCustomer(company, 'Petal & Stem')
  orderer = await t.addPerson('orders@petal.example', company, ['buyer_orders'], customer)
  payer = await t.addPerson('pays@petal.example', company, ['buyer_pays'], customer)
  const one = async (text: string, values: unknown[]) => (await t.db.owner.query(`${text} RETURNING id`, values)).rows[0].id
  orderId = await one(
    `INSERT INTO orders (company_id, number, customer_id, location_id, placed_by_user_id, placed_by_name, ship_to, ship_date, po_number, terms,
       payment_required, currency, goods_minor, freight_minor, tax_minor, total_minor, order_state, fulfilment_state, payment_state, hold)
     SELECT $1, '10482', $2, location_id, $3, 'orders', '{}', '2026-11-24', 'PO <7>', 'cod', true, 'usd', 40000, 1000, 250, 41250,
       'pending', 'unfulfilled', 'unpaid', 'awaiting_payment' FROM customers WHERE id = $2`,
    [company, customer, orderer],
  )
  const product = await one(
    `INSERT INTO products (company_id, sku, name, category, unit) VALUES ($1, 'R1', 'Red roses', 'Roses', 'bunch')`,
    [company],
  )
  await t.db.owner.query(
    `INSERT INTO order_lines (company_id, order_id, line_number, product_id, sku, name, unit, pack_size, quantity, unit_price_minor, amount_minor)
     VALUES ($1, $2, 1, $3, 'R1', 'Red roses', 'bunch', 1, 10, 4000, 40000)`,
    [company, orderId, product],
  )
  await t.db.owner.query(
    `INSERT INTO stripe_accounts (company_id, stripe_account, livemode, linked_by) VALUES ($1, 'acct_1', false, 'onboarding')`,
    [company],
  )
  const attempt = await one(
    `INSERT INTO payment_attempts (company_id, order_id, customer_id, state, amount_minor, currency, application_fee_minor, stripe_account,
       idempotency_key, request, started_by_user_id, started_by_name)
     VALUES ($1, $2, $3, 'succeeded', 41250, 'usd', 0, 'acct_1', 'key', '{}', $4, 'pays')`,
    [company, orderId, customer, payer],
  )
  paymentId = await one(
    `INSERT INTO payments (company_id, control_number, method, customer_id, attempt_id, amount_minor, currency, received_at, stripe_account,
       charge, card_brand, card_last4, receipt_url)
     VALUES ($1, 'P-1001', 'card', $2, $3, 41250, 'usd', '2026-11-23T23:30:00-05:00', 'acct_1', 'ch_1', 'visa', '4242', 'https://pay.example/receipt')`,
    [company, customer, attempt],
  )
})
afterAll(() => t.close())

const send = (kind: string, payload: object, to: string | null) =>
  sendNotice(t.deps, { company_id: company, kind, payload: payload as never, recipient_user_id: to })
async function lastMail() {
  const [{ id }] = (await t.app.inject('/api/dev/mails')).json().items
  return (await t.app.inject(`/api/dev/mails/${id}`)).json()
}

test('who placed an order gets it confirmed: what, when, how much, and what it waits for', async () => {
  await send('mail.order-placed', { orderId }, orderer)
  const mail = await lastMail()
  expect(mail).toMatchObject({ to: 'orders@petal.example', subject: 'Order 10482 at lily' })
  for (const words of [
    '10 × Red roses: 400.00 USD',
    'Total: 412.50 USD',
    'Ship date: 24 Nov 2026',
    'The goods wait until 412.50 USD is paid',
  ]) {
    expect(mail.text).toContain(words)
  }
  expect(mail.text).toContain(`http://florin.test/shop/orders/${orderId}`)
  expect(mail.html).toContain('PO &lt;7&gt;')
})

test('who paid gets the receipt: amount, order, card, and Stripe’s receipt', async () => {
  await send('mail.payment-received', { orderId, paymentId }, payer)
  const mail = await lastMail()
  expect(mail).toMatchObject({ to: 'pays@petal.example', subject: 'Paid: order 10482 at lily' })
  for (const words of ['Amount: 412.50 USD', 'Visa ending in 4242', 'P-1001', 'https://pay.example/receipt', '23 Nov 2026']) {
    expect(mail.text).toContain(words)
  }
})

describe('who may see what a mail says is asked when it is sent', () => {
  const kinds = ['mail.order-placed', 'mail.payment-received', 'mail.order-expired', 'mail.order-expired-seller']
  const outcomes = async (to: string | null) => {
    const told = await Promise.all(kinds.map((kind) => send(kind, { orderId, paymentId }, to)))
    return told.map((outcome) => outcome.last_fault ?? 'sent')
  }

  test('a buyer who orders gets no receipt, one who pays gets it; neither gets what is for the seller', async () => {
    expect(await outcomes(orderer)).toEqual(['sent', 'may_not', 'sent', 'may_not'])
    expect(await outcomes(payer)).toEqual(['sent', 'sent', 'sent', 'may_not'])
  })

  test.each([
    [['sales'], ['sent', 'may_not', 'sent', 'sent']],
    [['warehouse'], ['sent', 'may_not', 'sent', 'sent']],
    [['receivables'], ['sent', 'sent', 'sent', 'sent']],
    [['admin'], ['sent', 'sent', 'sent', 'sent']],
    [['read_only'], ['sent', 'sent', 'sent', 'sent']],
  ] as const)('one of the seller’s own people, %j', async (roles, expected) => {
    expect(await outcomes(await t.addPerson(`${roles[0]}@lily.example`, company, [...roles]))).toEqual(expected)
  })

  test('somebody of another customer, a removed buyer, and nobody at all get none', async () => {
    const elsewhere = await t.addPerson(
      'else@where.example',
      company,
      ['buyer_orders', 'buyer_pays'],
      await t.addCustomer(company, 'Else'),
    )
    const removed = await t.addPerson('gone@petal.example', company, ['buyer_orders', 'buyer_pays'], customer)
    await t.db.owner.query('DELETE FROM memberships WHERE user_id = $1', [removed])
    for (const person of [elsewhere, removed, null]) expect(await outcomes(person)).toEqual(['gone', 'gone', 'gone', 'gone'])
  })

  test('rights that were lost since count', async () => {
    await t.db.owner.query(`UPDATE memberships SET roles = '{buyer_orders}' WHERE user_id = $1`, [payer])
    const before = await lastMail()
    expect(await send('mail.payment-received', { orderId, paymentId }, payer)).toEqual({
      state: 'skipped',
      last_fault: 'may_not',
    })
    expect((await lastMail()).id).toBe(before.id)
  })
})

test('a receipt for money that came after its order had ended says so, and that it is kept', async () => {
  const late = await t.addPerson('late@petal.example', company, ['buyer_pays'], customer)
  await t.db.owner.query(`UPDATE orders SET order_state = 'voided', voided_because = 'expired', hold = NULL WHERE id = $1`, [
    orderId,
  ])
  await send('mail.payment-received', { orderId, paymentId }, late)
  expect((await lastMail()).text).toContain('Your money is kept for you')
})

test('another company’s order is not found', async () => {
  const other = await t.addCompany('harbour')
  await expect(
    sendNotice(t.deps, { company_id: other, kind: 'mail.order-placed', payload: { orderId }, recipient_user_id: orderer }),
  ).rejects.toThrow()
})

test('a security notice says to its one reader what has changed, and what to do if nobody agreed to it', async () => {
  const userId = await t.addPerson('ada@lily.example', company, ['admin'])
  const facts = { who: 'Bob', person: 'Cleo', company: 'lily', roles: 'an administrator' }
  await send('mail.security-notice', { userId, what: 'roles-changed', facts }, userId)
  const mail = await lastMail()
  expect(mail).toMatchObject({ to: 'ada@lily.example', subject: 'Security notice' })
  for (const words of [
    'Bob changed what Cleo may do at lily. From now on: an administrator.',
    'Was this agreed',
    'http://florin.test/account',
  ])
    expect(mail.text).toContain(words)
})

test('a name cannot smuggle a line into a subject or a tag into a page', () => {
  const odd = {
    companyName: 'Lily\r\nBcc: all@lily.example',
    accentColour: 'red;"><script>',
    customerName: null,
    invitedByName: '<script>alert(1)</script>',
  }
  const { subject, html } = render({ kind: 'invitation', ...odd, url: 'http://florin.test/invitation/x', days: 7 })
  expect(subject).toBe('Invitation from “Lily Bcc: all @ lily. example”')
  expect(html).not.toContain('<script')
})

test('mails are kept to be read in the demo alone, and only where there is no mail server', () => {
  const config = { ...t.deps.config, smtpUrl: null, publicUrl: 'http://localhost:3000' }
  expect(openMailer({ ...config, demo: false }, t.db).readable).toBe(false)
  expect(openMailer({ ...config, demo: true }, t.db).readable).toBe(true)
  expect(openMailer({ ...config, demo: true, smtpUrl: 'smtp://127.0.0.1:9' }, t.db).readable).toBe(false)
})
