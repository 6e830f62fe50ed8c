import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'
import { openMailer, render } from './mailer.ts'
import { mailRoutes } from './routes.ts'
import { sendNotice } from './send-notice.ts'

let t: TestApplication
let company: string
let orderId: string
let paymentId: string

beforeAll(async () => {
  t = await createTestApplication((deps) => [mailRoutes(deps)])
  company = await t.addCompany('lily')
  const customer = await t.addCustomer(company, 'Petal & Stem')
  const orderer = await t.addPerson('orders@petal.example', company, ['buyer_orders'], customer)
  const payer = await t.addPerson('pays@petal.example', company, ['buyer_pays'], customer)
  const one = async (text: string, values: unknown[]) => (await t.db.owner.query(`${text} RETURNING id`, values)).rows[0].id
  orderId = await one(
    `INSERT INTO orders (company_id, number, customer_id, location_id, placed_by_user_id, placed_by_name, ship_to, placed_on, ship_date, po_number, terms,
       payment_required, currency, goods_minor, freight_minor, tax_minor, total_minor, order_state, fulfilment_state, payment_state, hold)
     SELECT $1, '10482', $2, location_id, $3, 'orders', '{}', '2026-11-23', '2026-11-24', 'PO <7>', 'cod', true, 'usd', 40000, 1000, 250, 41250,
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
    `INSERT INTO payments (company_id, control_number, method, customer_id, attempt_id, amount_minor, currency, received_at, received_on, stripe_account,
       charge, card_brand, card_last4, receipt_url)
     VALUES ($1, 'P-1001', 'card', $2, $3, 41250, 'usd', '2026-11-23T23:30:00-05:00', '2026-11-23', 'acct_1', 'ch_1', 'visa', '4242', 'https://pay.example/receipt')`,
    [company, customer, attempt],
  )
})
afterAll(() => t.close())

const send = (kind: string, payload: object) => sendNotice(t.deps, { company_id: company, kind, payload: payload as never })
async function lastMail() {
  const [{ id }] = (await t.app.inject('/api/dev/mails')).json().items
  return (await t.app.inject(`/api/dev/mails/${id}`)).json()
}

test('who placed an order gets it confirmed: what, when, how much, and what it waits for', async () => {
  await send('mail.order-placed', { orderId })
  const mail = await lastMail()
  expect(mail).toMatchObject({ to: 'orders@petal.example', subject: 'Order 10482 at lily' })
  for (const words of ['10 × Red roses: 400.00 USD', 'Total: 412.50 USD', 'Ship date: 24 Nov 2026', 'ships once it is paid']) {
    expect(mail.text).toContain(words)
  }
  expect(mail.text).toContain(`http://florin.test/shop/orders/${orderId}`)
  expect(mail.html).toContain('PO &lt;7&gt;')
})

test('who paid gets the receipt: amount, order, card, and Stripe’s receipt', async () => {
  await send('mail.payment-received', { orderId, paymentId })
  const mail = await lastMail()
  expect(mail).toMatchObject({ to: 'pays@petal.example', subject: 'Paid: order 10482 at lily' })
  for (const words of ['Amount: 412.50 USD', 'Visa ending in 4242', 'P-1001', 'https://pay.example/receipt', '23 Nov 2026']) {
    expect(mail.text).toContain(words)
  }
})

test('an order placed by nobody we can write to sends nothing and is no fault', async () => {
  await t.db.owner.query('UPDATE orders SET placed_by_user_id = NULL WHERE id = $1', [orderId])
  const before = await lastMail()
  await send('mail.order-placed', { orderId })
  expect((await lastMail()).id).toBe(before.id)
})

test('another company’s order is not found', async () => {
  const other = await t.addCompany('harbour')
  await expect(sendNotice(t.deps, { company_id: other, kind: 'mail.order-placed', payload: { orderId } })).rejects.toThrow()
})

test('a security notice says to its one reader what has changed, and what to do if nobody agreed to it', async () => {
  const userId = await t.addPerson('ada@lily.example', company, ['admin'])
  const facts = { who: 'Bob', person: 'Cleo', company: 'lily', roles: 'an administrator' }
  await send('mail.security-notice', { userId, what: 'roles-changed', facts })
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
  expect(subject).toBe('Lily Bcc: all@lily.example invites you')
  expect(html).not.toContain('<script')
})

test('mails are readable only where there is no mail server and nobody else can reach the page', async () => {
  const config = { ...t.deps.config, demo: false, publicUrl: 'https://shop.example' }
  expect(openMailer(config, t.db).readable).toBe(false)
  expect(openMailer({ ...config, publicUrl: 'http://localhost:3000' }, t.db).readable).toBe(true)
  expect(openMailer({ ...config, demo: true }, t.db).readable).toBe(true)
  expect(openMailer({ ...config, demo: true, smtpUrl: 'smtp://127.0.0.1:9' }, t.db).readable).toBe(false)
})
