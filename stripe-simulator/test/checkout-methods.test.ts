import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import type { Simulator } from '../src/index.ts'
import { errorOf, readyAccount, sessionParams, start, startWithWebhooks } from './stage.ts'

const dayMs = 86_400_000
type On = { stripeAccount: string }

async function debitAccount(simulator: Simulator, stripe: Stripe): Promise<On> {
  const on = await readyAccount(simulator, stripe)
  await stripe.accounts.updateCapability(on.stripeAccount, 'us_bank_account_ach_payments', { requested: true })
  return on
}
const pageOf = async (simulator: Simulator, session: string) => (await fetch(`${simulator.url}/c/pay/${session}`)).text()
const checkoutEvents = (types: string[]) => types.filter((type) => type.startsWith('checkout.'))

test('paid by bank, a session is complete and unpaid until the bank has decided, then says so', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  const on = await debitAccount(simulator, stripe)
  const good = await stripe.checkout.sessions.create(sessionParams(), on)
  const bad = await stripe.checkout.sessions.create(sessionParams(), on)
  expect(good.payment_method_types).toEqual(['card', 'us_bank_account'])
  expect(await simulator.payCheckout(good.id, { bank: 'success' })).toMatchObject({ status: 'paid' })
  expect(await simulator.payCheckout(bad.id, { bank: 'insufficientFunds' })).toMatchObject({ status: 'paid' })
  const expand = ['payment_intent']
  const waiting = await stripe.checkout.sessions.retrieve(good.id, { expand }, on)
  expect(waiting).toMatchObject({ status: 'complete', payment_status: 'unpaid', payment_intent: { status: 'processing' } })
  expect(await pageOf(simulator, good.id)).toContain('Your payment is on its way')
  simulator.clock.advance(5 * dayMs)
  expect(await stripe.checkout.sessions.retrieve(good.id, { expand }, on)).toMatchObject({
    payment_status: 'paid',
    payment_intent: { status: 'succeeded' },
  })
  expect(await stripe.checkout.sessions.retrieve(bad.id, {}, on)).toMatchObject({ status: 'complete', payment_status: 'unpaid' })
  expect(await pageOf(simulator, bad.id)).toContain('Your payment did not go through')
  await simulator.webhooks.flush()
  expect(checkoutEvents(receiver.received.map((one) => one.event.type)).sort()).toEqual([
    'checkout.session.async_payment_failed',
    'checkout.session.async_payment_succeeded',
    'checkout.session.completed',
    'checkout.session.completed',
  ])
})

test('account numbers typed on the page are proven on the page of the micro-deposits', async () => {
  const { simulator, stripe } = await start()
  const on = await debitAccount(simulator, stripe)
  const session = await stripe.checkout.sessions.create(sessionParams(), on)
  expect(await simulator.payCheckout(session.id, { bank: '000123456789' })).toMatchObject({ status: 'paid' })
  const read = () => stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] }, on)
  const intent = (await read()).payment_intent as Stripe.PaymentIntent
  const url = intent.next_action?.verify_with_microdeposits?.hosted_verification_url ?? ''
  expect(await pageOf(simulator, session.id)).toContain(url)
  const tell = async (fields: Record<string, string>) =>
    (await fetch(url, { method: 'POST', body: new URLSearchParams(fields) })).text()
  expect(await (await fetch(url)).text()).toContain('Code on your statement')
  expect(await tell({ descriptor_code: 'SM99ZZ' })).toContain('do not match')
  expect(await tell({ first: '32', second: '45' })).toContain('Your bank account is confirmed')
  expect((await read()).payment_intent).toMatchObject({ status: 'processing' })
  expect(await tell({ descriptor_code: 'SM11AA' })).toContain('Your bank account is confirmed')
})

test('a number that is no test account is refused at its field and kept nowhere', async () => {
  const { simulator, stripe } = await start()
  const on = await debitAccount(simulator, stripe)
  const session = await stripe.checkout.sessions.create(sessionParams(), on)
  const secret = '987654321098'
  expect(await simulator.payCheckout(session.id, { bank: secret, name: secret })).toMatchObject({ status: 'declined' })
  const fields = { method: 'us_bank_account', check: 'numbers', routing_number: '021000021', account_number: secret }
  const page = await (
    await fetch(`${simulator.url}/c/pay/${session.id}`, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, account_name: `Account ${secret}`, email: 'b@shop.example' }),
    })
  ).text()
  expect(page).toContain('Only the published test numbers work here')
  expect(page).toContain('Only the routing number of the test bank works here')
  const state = JSON.stringify([Object.values(simulator.state.tables).map((table) => table.rows()), simulator.state.records])
  expect(page + state).not.toContain(secret)
})

test('the page offers what the session allows: cards, bank accounts, or one way to prove an account', async () => {
  const { simulator, stripe } = await start()
  const on = await debitAccount(simulator, stripe)
  const page = async (more: Stripe.Checkout.SessionCreateParams) =>
    pageOf(simulator, (await stripe.checkout.sessions.create({ ...sessionParams(), ...more }, on)).id)
  const both = await page({})
  expect(both).toContain('Choose how to pay')
  expect(both).toMatch(/Card number[\s\S]*Account number/)
  const card = await page({ excluded_payment_method_types: ['us_bank_account'] })
  expect(card).toContain('Pay with card')
  expect(card).not.toContain('Account number')
  const bank = await page({
    allowed_payment_method_types: ['us_bank_account'],
    payment_method_options: { us_bank_account: { verification_method: 'instant' } },
  })
  expect(bank).toContain('Pay with bank account')
  expect(bank).not.toMatch(/Card number|Account number|Sign in at your bank/)
  const plain = await readyAccount(simulator, stripe)
  const bankOnly = { ...sessionParams(), allowed_payment_method_types: ['us_bank_account' as const] }
  expect(await errorOf(stripe.checkout.sessions.create(bankOnly, plain))).toMatchObject({ code: 'payment_method_unactivated' })
  const before = new URLSearchParams({ mode: 'payment', success_url: 'http://a.example', 'payment_method_types[0]': 'card' })
  for (const [name, value] of Object.entries({ quantity: '1', 'price_data][currency': 'usd', 'price_data][unit_amount': '900' }))
    before.set(`line_items[0][${name}]`, value)
  before.set('line_items[0][price_data][product_data][name]', 'x')
  const old = await fetch(`${simulator.url}/v1/checkout/sessions`, {
    method: 'POST',
    body: before,
    headers: {
      authorization: `Bearer ${simulator.secretKey}`,
      'stripe-version': '2024-04-10',
      'stripe-account': on.stripeAccount,
    },
  })
  expect(((await old.json()) as Stripe.Checkout.Session).payment_method_types).toEqual(['card'])
})

test('a session in setup mode saves a card for later, after the challenge if the bank wants one', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  const on = await readyAccount(simulator, stripe)
  const customer = await stripe.customers.create({ email: 'ida@shop.example' }, on)
  const setup = { mode: 'setup', currency: 'usd', customer: customer.id, success_url: 'http://shop.example/saved' } as const
  const session = await stripe.checkout.sessions.create({ ...setup, setup_intent_data: { metadata: { a: '1' } } }, on)
  expect(session).toMatchObject({
    mode: 'setup',
    amount_total: null,
    payment_status: 'no_payment_required',
    payment_intent: null,
  })
  expect(await pageOf(simulator, session.id)).toMatch(/Save a card[\s\S]*Save payment method/)
  expect(await errorOf(stripe.setupIntents.cancel(String(session.setup_intent), {}, on))).toMatchObject({ statusCode: 400 })
  expect(await simulator.payCheckout(session.id, { card: '4000000000000002' })).toMatchObject({
    status: 'declined',
    message: expect.stringContaining('It was not saved'),
  })
  const card = '4000002500003155'
  expect(await simulator.payCheckout(session.id, { card, threeDs: 'complete' })).toMatchObject({
    status: 'paid',
    location: 'http://shop.example/saved',
  })
  const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['setup_intent'] }, on)
  expect(done).toMatchObject({ status: 'complete', setup_intent: { status: 'succeeded', metadata: { a: '1' } } })
  const [saved] = (await stripe.customers.listPaymentMethods(customer.id, {}, on)).data
  const later = { amount: 900, currency: 'usd', customer: customer.id, payment_method: saved?.id ?? '', off_session: true }
  expect((await stripe.paymentIntents.create({ ...later, confirm: true }, on)).status).toBe('succeeded')
  await simulator.webhooks.flush()
  expect(receiver.received.map((one) => one.event.type)).toEqual(
    expect.arrayContaining(['setup_intent.setup_failed', 'setup_intent.succeeded', 'checkout.session.completed']),
  )
  const forgotten = await stripe.checkout.sessions.create(setup, on)
  await stripe.checkout.sessions.expire(forgotten.id, {}, on)
  expect((await stripe.setupIntents.retrieve(String(forgotten.setup_intent), {}, on)).status).toBe('canceled')
  for (const wrong of [{ currency: undefined }, { line_items: sessionParams().line_items ?? [] }])
    expect(await errorOf(stripe.checkout.sessions.create({ ...setup, ...wrong } as typeof setup, on))).toMatchObject({
      statusCode: 400,
    })
})

test('a customer pays with a card on file, keeps a new one only when they say so, and can take one away', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const customer = await stripe.customers.create({ email: 'ida@shop.example', name: 'Ida' }, on)
  const options = { payment_method_save: 'enabled', payment_method_remove: 'enabled' } as const
  const begin = () =>
    stripe.checkout.sessions.create(
      { ...sessionParams(), customer: customer.id, saved_payment_method_options: options, customer_update: { name: 'auto' } },
      on,
    )
  const listed = async () => (await stripe.customers.listPaymentMethods(customer.id, {}, on)).data
  await simulator.payCheckout((await begin()).id, { card: '4242424242424242', name: 'Ida Lind' })
  expect(await listed()).toEqual([])
  await simulator.payCheckout((await begin()).id, { card: '5555555555554444', name: 'Ida Lind', keep: true })
  const [saved] = await listed()
  expect(saved).toMatchObject({ allow_redisplay: 'always', card: { last4: '4444' } })
  expect(await stripe.customers.retrieve(customer.id, {}, on)).toMatchObject({ name: 'Ida Lind' })
  const session = await begin()
  const page = await pageOf(simulator, session.id)
  expect(page).toMatch(/Mastercard ending in 4444[\s\S]*New card/)
  expect(page).toContain('Save my payment method for later purchases')
  expect(await simulator.payCheckout(session.id, { saved: saved?.id ?? '' })).toMatchObject({ status: 'paid' })
  const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] }, on)
  expect(paid.payment_intent).toMatchObject({ payment_method: saved?.id, status: 'succeeded' })
  const last = await begin()
  const url = `${simulator.url}/c/pay/${last.id}`
  await fetch(url, { method: 'POST', body: new URLSearchParams({ remove: saved?.id ?? '' }) })
  expect(await listed()).toEqual([])
  expect(await pageOf(simulator, last.id)).not.toContain('ending in 4444')
})

test('cards that the customer has not agreed to see again are not offered, unless the session asks for them', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const customer = await stripe.customers.create({ email: 'ida@shop.example' }, on)
  await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id }, on)
  const begin = async (more: Stripe.Checkout.SessionCreateParams = {}) =>
    pageOf(simulator, (await stripe.checkout.sessions.create({ ...sessionParams(), customer: customer.id, ...more }, on)).id)
  expect(await begin()).not.toContain('Visa ending in 4242')
  const filters = { allow_redisplay_filters: ['always', 'limited', 'unspecified'] as ('always' | 'limited' | 'unspecified')[] }
  expect(await begin({ saved_payment_method_options: filters })).toContain('Visa ending in 4242')
})

test('a saved card cannot be taken away where the session does not allow it', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const customer = await stripe.customers.create({ email: 'ida@shop.example', payment_method: 'pm_card_visa' }, on)
  const [saved] = (await stripe.customers.listPaymentMethods(customer.id, {}, on)).data
  await stripe.paymentMethods.update(saved?.id ?? '', { allow_redisplay: 'always' }, on)
  const session = await stripe.checkout.sessions.create({ ...sessionParams(), customer: customer.id }, on)
  const remove = new URLSearchParams({ remove: saved?.id ?? '' })
  await fetch(`${simulator.url}/c/pay/${session.id}`, { method: 'POST', body: remove })
  expect((await stripe.customers.listPaymentMethods(customer.id, {}, on)).data).toHaveLength(1)
  const update = { ...sessionParams(), customer_update: { name: 'auto' as const } }
  expect(await errorOf(stripe.checkout.sessions.create(update, on))).toMatchObject({ param: 'customer_update' })
})

test('an expired session that allows it is taken up again as a new one', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const session = await stripe.checkout.sessions.create(
    { ...sessionParams(), after_expiration: { recovery: { enabled: true } } },
    on,
  )
  const expired = await stripe.checkout.sessions.expire(session.id, {}, on)
  const url = expired.after_expiration?.recovery?.url ?? ''
  expect(await pageOf(simulator, session.id)).toContain(url)
  const again = await fetch(url, { redirect: 'manual' })
  const fresh = again.headers.get('location')?.split('/').at(-1) ?? ''
  expect(await simulator.payCheckout(fresh, { card: '4242424242424242' })).toMatchObject({ status: 'paid' })
  expect(await stripe.checkout.sessions.retrieve(fresh, {}, on)).toMatchObject({
    recovered_from: session.id,
    payment_status: 'paid',
    amount_total: session.amount_total,
  })
  const final = await stripe.checkout.sessions.create(sessionParams(), on)
  await stripe.checkout.sessions.expire(final.id, {}, on)
  expect((await fetch(`${simulator.url}/c/recover/${final.id}`)).status).toBe(410)
  simulator.clock.advance(31 * dayMs)
  expect((await fetch(url)).status).toBe(410)
})

test('embedded sessions carry a client secret and a return address, and no page address', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const { success_url: _success, cancel_url: _cancel, ...bare } = sessionParams()
  const create = (more: Stripe.Checkout.SessionCreateParams) => stripe.checkout.sessions.create({ ...bare, ...more }, on)
  const session = await create({ ui_mode: 'embedded_page', return_url: 'http://shop.example/back?s={CHECKOUT_SESSION_ID}' })
  expect(session).toMatchObject({ ui_mode: 'embedded_page', url: null, success_url: null, redirect_on_completion: 'always' })
  expect(session.client_secret).toContain(`${session.id}_secret_`)
  expect(await simulator.payCheckout(session.id, { card: '4242424242424242' })).toMatchObject({
    status: 'paid',
    location: `http://shop.example/back?s=${session.id}`,
  })
  const staying = await create({ ui_mode: 'embedded_page', redirect_on_completion: 'never' })
  expect(await simulator.payCheckout(staying.id, { card: '4242424242424242' })).toMatchObject({
    status: 'paid',
    location: `${simulator.url}/c/done/${staying.id}`,
  })
  expect((await create({ ui_mode: 'elements' })).client_secret).not.toBeNull()
  expect(await errorOf(create({ ui_mode: 'embedded_page' }))).toMatchObject({ param: 'return_url' })
  expect(await errorOf(create({ ui_mode: 'elements', success_url: 'http://a.example' }))).toMatchObject({ param: 'success_url' })
})
