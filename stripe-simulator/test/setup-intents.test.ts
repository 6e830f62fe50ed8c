import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { errorOf, readyAccount, start, startWithWebhooks } from './stage.ts'

const answer = (url: string | null | undefined, fields: Record<string, string>) =>
  fetch(url ?? '', { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })

const challengeOf = (intent: Stripe.SetupIntent) => intent.next_action?.redirect_to_url?.url

async function world() {
  const stage = await startWithWebhooks()
  const on = await readyAccount(stage.simulator, stage.stripe)
  const customer = await stage.stripe.customers.create({ email: 'ida@shop.example' }, on)
  const setUp = (payment_method: string, more: Stripe.SetupIntentCreateParams = {}) =>
    stage.stripe.setupIntents.create(
      { customer: customer.id, confirm: true, payment_method, return_url: 'http://shop.example/cards', ...more },
      on,
    )
  const charge = (payment_method: string) =>
    stage.stripe.paymentIntents.create(
      { amount: 900, currency: 'usd', customer: customer.id, payment_method, off_session: true, confirm: true },
      on,
    )
  return { ...stage, on, customer, setUp, charge }
}

test('a card that was set up belongs to the customer and is charged later without the buyer', async () => {
  const { stripe, on, customer, setUp, charge, simulator, receiver } = await world()
  const setup = await setUp('pm_card_visa')
  expect(setup).toMatchObject({ status: 'succeeded', usage: 'off_session', last_setup_error: null })
  const [saved] = (await stripe.customers.listPaymentMethods(customer.id, {}, on)).data
  expect(saved?.id).toBe(setup.payment_method)
  expect((await charge(saved?.id ?? '')).status).toBe('succeeded')
  await simulator.webhooks.flush()
  expect(receiver.received.map((one) => one.event.type)).toEqual(
    expect.arrayContaining(['setup_intent.created', 'payment_method.attached', 'setup_intent.succeeded']),
  )
  expect(await errorOf(stripe.setupIntents.cancel(setup.id, {}, on))).toMatchObject({ code: 'setup_intent_unexpected_state' })
})

test('a card that asks for authentication is charged off session once it was set up; one that always asks answers 402', async () => {
  const { simulator, stripe, on, setUp, charge } = await world()
  const waiting = await setUp('pm_card_authenticationRequiredOnSetup')
  expect(waiting).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url' } })
  const page = await (await fetch(challengeOf(waiting) ?? '')).text()
  expect(page).toContain('3-D Secure: confirm it is you')
  const back = await answer(challengeOf(waiting), { answer: 'complete' })
  const location = new URL(back.headers.get('location') ?? '')
  expect(location.origin).toBe('http://shop.example')
  expect(location.searchParams.get('setup_intent')).toBe(waiting.id)
  expect(location.searchParams.get('redirect_status')).toBe('succeeded')
  const done = await stripe.setupIntents.retrieve(waiting.id, { expand: ['latest_attempt'] }, on)
  expect(done.latest_attempt).toMatchObject({
    status: 'succeeded',
    payment_method_details: { card: { three_d_secure: { result: 'authenticated' } } },
  })
  expect((await stripe.setupAttempts.list({ setup_intent: waiting.id }, on)).data.map((one) => one.status)).toEqual([
    'succeeded',
    'requires_action',
  ])
  expect((await charge(String(done.payment_method))).status).toBe('succeeded')

  const always = await setUp('pm_card_authenticationRequired')
  await answer(challengeOf(always), { answer: 'complete' })
  const refused = await errorOf(charge(String((await stripe.setupIntents.retrieve(always.id, {}, on)).payment_method)))
  expect(refused).toMatchObject({
    statusCode: 402,
    type: 'StripeCardError',
    code: 'authentication_required',
    decline_code: 'authentication_required',
    payment_intent: { status: 'requires_payment_method', last_payment_error: { code: 'authentication_required' } },
    payment_method: { id: (await stripe.setupIntents.retrieve(always.id, {}, on)).payment_method },
  })
  expect((await fetch(`${simulator.url}/3d-secure/${always.id}/wrong`)).status).toBe(404)
})

test('a payment keeps a card for later: with the buyer off session only when that was agreed', async () => {
  const { stripe, on, customer, charge } = await world()
  const keep = async (setup_future_usage: 'on_session' | 'off_session') => {
    const params = { amount: 900, currency: 'usd', customer: customer.id, return_url: 'http://shop.example/paid', confirm: true }
    const payment_method = 'pm_card_authenticationRequiredOnSetup'
    const intent = await stripe.paymentIntents.create({ ...params, payment_method, setup_future_usage }, on)
    await answer(intent.next_action?.redirect_to_url?.url, { answer: 'complete' })
    return String((await stripe.paymentIntents.retrieve(intent.id, {}, on)).payment_method)
  }
  expect((await charge(await keep('off_session'))).status).toBe('succeeded')
  expect(await errorOf(charge(await keep('on_session')))).toMatchObject({ code: 'authentication_required' })
})

test('a setup fails by the bank or by a failed challenge, says so, and can be tried again', async () => {
  const { stripe, on, setUp, simulator, receiver } = await world()
  expect(await errorOf(setUp('pm_card_chargeDeclined'))).toMatchObject({
    statusCode: 402,
    code: 'card_declined',
    setup_intent: { status: 'requires_payment_method' },
  })
  const waiting = await setUp('pm_card_authenticationRequired')
  await answer(challengeOf(waiting), { answer: 'fail' })
  expect(await stripe.setupIntents.retrieve(waiting.id, {}, on)).toMatchObject({
    status: 'requires_payment_method',
    last_setup_error: { code: 'setup_intent_authentication_failure' },
  })
  expect((await stripe.setupIntents.confirm(waiting.id, { payment_method: 'pm_card_visa' }, on)).status).toBe('succeeded')
  await simulator.webhooks.flush()
  expect(receiver.received.filter((one) => one.event.type === 'setup_intent.setup_failed')).toHaveLength(2)
})

test('the card that can be saved and declines when charged does exactly that', async () => {
  const { setUp, charge } = await world()
  const setup = await setUp('pm_card_chargeCustomerFail')
  expect(setup.status).toBe('succeeded')
  expect(await errorOf(charge(String(setup.payment_method)))).toMatchObject({ statusCode: 402, code: 'card_declined' })
})

test('a setup intent is created, changed, listed, confirmed and canceled on its own', async () => {
  const { stripe, on, customer } = await world()
  const made = await stripe.setupIntents.create({ description: 'a', metadata: { a: '1' }, usage: 'on_session' }, on)
  expect(made).toMatchObject({ status: 'requires_payment_method', client_secret: expect.stringContaining(`${made.id}_secret_`) })
  const changed = await stripe.setupIntents.update(
    made.id,
    { customer: customer.id, payment_method: 'pm_card_visa', metadata: { b: '2' } },
    on,
  )
  expect(changed).toMatchObject({ status: 'requires_confirmation', customer: customer.id, metadata: { a: '1', b: '2' } })
  expect((await stripe.setupIntents.list({ customer: customer.id }, on)).data.map((one) => one.id)).toEqual([made.id])
  expect(await stripe.setupIntents.cancel(made.id, { cancellation_reason: 'abandoned' }, on)).toMatchObject({
    status: 'canceled',
    cancellation_reason: 'abandoned',
  })
  expect(await errorOf(stripe.setupIntents.confirm(made.id, {}, on))).toMatchObject({ code: 'setup_intent_unexpected_state' })
  expect(await errorOf(stripe.setupIntents.retrieve('seti_none', {}, on))).toMatchObject({ statusCode: 404 })
})

test('a saved card is charged for its own customer only, and never again once it was taken away', async () => {
  const { stripe, on, setUp } = await world()
  const setup = await setUp('pm_card_visa')
  const payment_method = String(setup.payment_method)
  const params = { amount: 900, currency: 'usd', confirm: true, payment_method }
  expect(await errorOf(stripe.paymentIntents.create(params, on))).toMatchObject({ param: 'payment_method' })
  const other = await stripe.customers.create({}, on)
  expect(await errorOf(stripe.paymentIntents.create({ ...params, customer: other.id }, on))).toMatchObject({
    param: 'payment_method',
  })
  await stripe.paymentMethods.detach(payment_method, {}, on)
  expect(await errorOf(stripe.paymentMethods.attach(payment_method, { customer: other.id }, on))).toMatchObject({
    param: 'payment_method',
  })
})

test('a card that belongs to nobody pays once; set up on session, it still asks off session', async () => {
  const { stripe, on, customer, setUp, charge } = await world()
  const { id } = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } }, on)
  const pay = () => stripe.paymentIntents.create({ amount: 900, currency: 'usd', confirm: true, payment_method: id }, on)
  expect((await pay()).status).toBe('succeeded')
  expect(await errorOf(pay())).toMatchObject({ param: 'payment_method' })
  expect(await errorOf(stripe.paymentMethods.attach(id, { customer: customer.id }, on))).toMatchObject({ statusCode: 400 })
  const setup = await setUp('pm_card_authenticationRequiredOnSetup', { usage: 'on_session' })
  expect(setup.status).toBe('succeeded')
  expect(await errorOf(charge(String(setup.payment_method)))).toMatchObject({ code: 'authentication_required' })
})

test('a card its bank refuses cannot be attached; billing details and redisplay can be changed on one that is', async () => {
  const { stripe, on, customer } = await world()
  const bad = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_chargeDeclined' } }, on)
  expect(await errorOf(stripe.paymentMethods.attach(bad.id, { customer: customer.id }, on))).toMatchObject({ statusCode: 402 })
  const good = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id }, on)
  const changed = await stripe.paymentMethods.update(
    good.id,
    { allow_redisplay: 'always', billing_details: { name: 'Ida' }, card: { exp_month: 1, exp_year: 2040 } },
    on,
  )
  expect(changed).toMatchObject({ allow_redisplay: 'always', billing_details: { name: 'Ida' }, card: { exp_year: 2040 } })
  expect((await stripe.customers.retrievePaymentMethod(customer.id, good.id, {}, on)).id).toBe(good.id)
})

test('what a payment is made of is kept with it when it adds up, and refused when it does not', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const line = { product_name: 'Coffee', product_code: 'C1', quantity: 3, unit_cost: 300, tax: { total_tax_amount: 50 } }
  const amount_details = { line_items: [line], shipping: { amount: 100, to_postal_code: '94110' }, discount_amount: 50 }
  const payment_details = { order_reference: 'PO-17', customer_reference: 'C-9' }
  const params = { amount: 1_000, currency: 'usd', amount_details, payment_details }
  const intent = await stripe.paymentIntents.create(params, on)
  expect(intent).toMatchObject({
    amount_details: { discount_amount: 50, shipping: { amount: 100, to_postal_code: '94110' } },
    payment_details,
  })
  const lines = (await stripe.paymentIntents.listAmountDetailsLineItems(intent.id, {}, on)).data
  expect(lines).toMatchObject([{ product_name: 'Coffee', quantity: 3, tax: { total_tax_amount: 50 } }])
  expect(await errorOf(stripe.paymentIntents.create({ ...params, amount: 999 }, on))).toMatchObject({
    code: 'amount_details_amount_mismatch',
  })
  const loose = { ...amount_details, enforce_arithmetic_validation: false }
  const told = await stripe.paymentIntents.create({ ...params, amount: 999, amount_details: loose }, on)
  expect(told.amount_details?.error?.code).toBe('amount_details_amount_mismatch')
  const reserved = {
    amount: 1_000,
    currency: 'usd',
    capture_method: 'manual',
    confirm: true,
    payment_method: 'pm_card_visa',
  } as const
  const held = await stripe.paymentIntents.create(reserved, on)
  const part = {
    amount_to_capture: 600,
    amount_details: { line_items: [{ ...line, quantity: 2, tax: { total_tax_amount: 0 } }] },
  }
  expect(await errorOf(stripe.paymentIntents.capture(held.id, { ...part, amount_to_capture: 500 }, on))).toMatchObject({
    code: 'amount_details_amount_mismatch',
  })
  expect((await stripe.paymentIntents.capture(held.id, part, on)).amount_details?.error).toBeUndefined()
})
