import type Stripe from 'stripe'
import { expect, test, vi } from 'vitest'
import type { Simulator } from '../src/index.ts'
import { errorOf, readyAccount, sessionParams, start, startWithWebhooks } from './stage.ts'

const success = (id: string) => `http://shop.example/paid?session=${id}`

async function openSession(simulator: Simulator, stripe: Stripe, more: Stripe.Checkout.SessionCreateParams = {}) {
  const on = await readyAccount(simulator, stripe)
  const session = await stripe.checkout.sessions.create({ ...sessionParams(41_250, 413), ...more }, on)
  const reread = () => stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent.latest_charge'] }, on)
  return { on, session, reread }
}

const submit = (url: string, fields: Record<string, string>) =>
  fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ email: 'b@shop.example', expiry: '12/34', cvc: '123', name: 'Ida', ...fields }),
    redirect: 'manual',
  })

test('a session has no intent until the buyer pays, then both are paid', async () => {
  const { simulator, stripe } = await start()
  const { session, reread, on } = await openSession(simulator, stripe)
  expect(session).toMatchObject({
    status: 'open',
    payment_status: 'unpaid',
    payment_intent: null,
    amount_total: 41_250,
    ui_mode: 'hosted_page',
  })
  expect((await stripe.paymentIntents.list({}, on)).data).toEqual([])
  expect(await simulator.payCheckout(session.id, { card: '4242424242424242' })).toEqual({
    status: 'paid',
    location: success(session.id),
    message: null,
  })
  const paid = await reread()
  expect(paid).toMatchObject({
    status: 'complete',
    payment_status: 'paid',
    url: null,
    customer_details: { email: 'buyer@example.com' },
  })
  expect(paid.payment_intent).toMatchObject({
    status: 'succeeded',
    amount_received: 41_250,
    application_fee_amount: 413,
    description: 'Order 1',
    metadata: { order: '1' },
    latest_charge: {
      paid: true,
      captured: true,
      payment_method_details: { card: { brand: 'visa', last4: '4242', funding: 'credit' } },
    },
  })
  expect(
    (await stripe.checkout.sessions.list({ payment_intent: (paid.payment_intent as Stripe.PaymentIntent).id }, on)).data,
  ).toHaveLength(1)
})

test('a declined card leaves the session open and is told in words; another card then pays the same intent', async () => {
  const { simulator, stripe } = await start()
  const { session, reread } = await openSession(simulator, stripe)
  const cards: [string, RegExp, string][] = [
    ['4000000000000002', /Your card was declined/, 'generic_decline'],
    ['4000000000009995', /insufficient funds/, 'insufficient_funds'],
    ['4000000000000069', /expired/, 'expired_card'],
    ['4000000000000341', /declined/, 'generic_decline'],
  ]
  for (const [card, words, code] of cards) {
    const tried = await simulator.payCheckout(session.id, { card })
    expect(tried).toMatchObject({ status: 'declined', message: expect.stringMatching(words) })
    const intent = (await reread()).payment_intent as Stripe.PaymentIntent
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { decline_code: code },
      latest_charge: { status: 'failed', paid: false },
    })
  }
  const before = (await reread()).payment_intent as Stripe.PaymentIntent
  expect(await simulator.payCheckout(session.id, { card: '5555555555554444' })).toMatchObject({ status: 'paid' })
  const after = (await reread()).payment_intent as Stripe.PaymentIntent
  expect([after.id, after.last_payment_error]).toEqual([before.id, null])
})

test('3-D Secure: nothing is charged before the challenge; failed it declines, completed it pays', async () => {
  const { simulator, stripe } = await start()
  const { session, reread } = await openSession(simulator, stripe)
  const card = '4000002760003184'
  expect(await simulator.payCheckout(session.id, { card })).toMatchObject({ status: 'requires_action' })
  const waiting = (await reread()).payment_intent as Stripe.PaymentIntent
  expect(waiting).toMatchObject({ status: 'requires_action', latest_charge: null, next_action: { type: 'redirect_to_url' } })
  const page = await (await fetch(`${simulator.url}/c/pay/${session.id}`)).text()
  expect(page).toContain('Your bank wants to confirm this payment')
  await submit(`${simulator.url}/c/pay/${session.id}`, { another: 'card' })
  const failed = await simulator.payCheckout(session.id, { card, threeDs: 'fail' })
  expect(failed).toMatchObject({ status: 'declined', message: expect.stringContaining('could not authenticate') })
  expect((await reread()).payment_intent).toMatchObject({ last_payment_error: { code: 'payment_intent_authentication_failure' } })
  expect(await simulator.payCheckout(session.id, { card: '4000008400001629', threeDs: 'complete' })).toMatchObject({
    status: 'declined',
  })
  expect(await simulator.payCheckout(session.id, { card, threeDs: 'complete' })).toMatchObject({
    status: 'paid',
    location: success(session.id),
  })
  expect((await reread()).payment_intent).toMatchObject({
    latest_charge: { payment_method_details: { card: { three_d_secure: { result: 'authenticated' } } } },
  })
})

test('pressing Pay many times at once charges once', async () => {
  const { simulator, stripe } = await start()
  const { session, on } = await openSession(simulator, stripe)
  const url = `${simulator.url}/c/pay/${session.id}`
  const answers = await Promise.all(Array.from({ length: 8 }, () => submit(url, { number: '4242424242424242' })))
  expect(answers.map((answer) => answer.headers.get('location'))).toEqual(Array.from({ length: 8 }, () => success(session.id)))
  expect((await stripe.charges.list({}, on)).data).toHaveLength(1)
})

test('a session that was paid or has expired shows so, and takes no money', async () => {
  const { simulator, stripe } = await start()
  const { session, on } = await openSession(simulator, stripe)
  const url = `${simulator.url}/c/pay/${session.id}`
  await simulator.payCheckout(session.id, { card: '4242424242424242' })
  expect(await (await fetch(url)).text()).toContain('You have paid already')
  expect(await errorOf(stripe.checkout.sessions.expire(session.id, {}, on))).toMatchObject({ statusCode: 400 })
  const second = await stripe.checkout.sessions.create(sessionParams(), on)
  const expired = await stripe.checkout.sessions.expire(second.id, {}, on)
  expect(expired).toMatchObject({ status: 'expired', url: null })
  expect(await (await fetch(`${simulator.url}/c/pay/${second.id}`)).text()).toContain('This payment page has expired')
  expect(await simulator.payCheckout(second.id, { card: '4242424242424242' })).toMatchObject({ status: 'closed' })
  expect((await stripe.charges.list({}, on)).data).toHaveLength(1)
})

test('a session expires by the clock, cancels its intent and says so', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  const { session, reread } = await openSession(simulator, stripe, { expires_at: simulator.clock.now() + 1_801 })
  await simulator.payCheckout(session.id, { card: '4000000000000002' })
  simulator.clock.advance(1_802_000)
  await simulator.webhooks.flush()
  expect(await reread()).toMatchObject({ status: 'expired', payment_intent: { status: 'canceled' } })
  expect(receiver.received.map((one) => one.event.type).slice(-2)).toEqual([
    'payment_intent.canceled',
    'checkout.session.expired',
  ])
})

test('expires_at has to lie between 30 minutes and 24 hours ahead', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  for (const seconds of [1_700, 86_500]) {
    const params = { ...sessionParams(), expires_at: simulator.clock.now() + seconds }
    expect(await errorOf(stripe.checkout.sessions.create(params, on))).toMatchObject({ param: 'expires_at' })
  }
})

test('any card number but the published test cards is refused, and is kept, repeated and logged nowhere', async () => {
  const printed: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(String(line)))
  const { simulator, stripe } = await start({ log: true })
  const { session } = await openSession(simulator, stripe)
  const secret = '4111111111111111'
  const url = `${simulator.url}/c/pay/${session.id}`
  const pages = await Promise.all([
    submit(url, { number: secret }),
    submit(url, { number: '4242424242424242', name: secret }),
    submit(url, { number: '4111 1111 1111 1111', email: secret }),
  ]).then((answers) => Promise.all(answers.map((answer) => answer.text())))
  expect(pages[0]).toContain('Only the published test cards work here')
  const inApi = [
    stripe.paymentMethods.create({ type: 'card', card: { number: secret, exp_month: 12, exp_year: 2034, cvc: '123' } }),
    stripe.paymentMethods.create({
      type: 'card',
      card: { number: '4242424242424242', exp_month: Number(secret), exp_year: 2034 },
    }),
  ]
  const errors = await Promise.all(inApi.map(errorOf))
  expect(errors[0]).toMatchObject({ statusCode: 402, code: 'incorrect_number' })
  log.mockRestore()
  expect(printed.filter((line) => line.startsWith('POST /c/pay/'))).toHaveLength(3)
  const state = JSON.stringify([Object.values(simulator.state.tables).map((table) => table.rows()), simulator.state.records])
  for (const text of [...pages, ...printed, ...errors.map((error) => error.message), state])
    expect(text.replaceAll(/[\s-]/g, '')).not.toContain(secret)
  expect(state).not.toContain('4242424242424242')
})

test('a wrong date or security code is told at the field', async () => {
  const { simulator, stripe } = await start()
  const { session } = await openSession(simulator, stripe)
  const url = `${simulator.url}/c/pay/${session.id}`
  const number = '4242424242424242'
  expect(await (await submit(url, { number, expiry: '01/20' })).text()).toContain('This date is in the past.')
  expect(await (await submit(url, { number, expiry: '13/34' })).text()).toContain('There is no such month.')
  expect(await (await submit(url, { number, cvc: '12' })).text()).toContain('Enter the 3 digits of the security code.')
  expect(await (await submit(url, { number: '378282246310005', cvc: '123' })).text()).toContain('Enter the 4 digits')
  expect(await (await submit(url, { number, email: 'nobody' })).text()).toContain('Enter an e-mail address')
})

test('the amount, the seller and the lines are escaped on the page, and its policy allows no foreign code', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe, '<b>Nasty & Co</b>')
  const line = { quantity: 3, price_data: { currency: 'usd', unit_amount: 333, product_data: { name: '"><script>x</script>' } } }
  const session = await stripe.checkout.sessions.create({ ...sessionParams(), line_items: [line] }, on)
  const response = await fetch(session.url ?? '')
  const page = await response.text()
  expect(page).toContain('Pay $9.99')
  expect(page).toContain('Simulated Stripe — no money moves')
  expect(page).not.toContain('<script>x')
  expect(page).not.toContain('<b>Nasty')
  expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
})

test('what a session may not be: no lines, two currencies, a fee above the amount, an account that cannot charge', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const line = (currency: string) => ({ quantity: 1, price_data: { currency, unit_amount: 500, product_data: { name: 'x' } } })
  const create = (more: Stripe.Checkout.SessionCreateParams) =>
    errorOf(stripe.checkout.sessions.create({ ...sessionParams(), ...more }, on))
  expect(await create({ line_items: [] })).toMatchObject({ param: 'line_items' })
  expect(await create({ line_items: [line('usd'), line('eur')] })).toMatchObject({ statusCode: 400 })
  expect(await create({ payment_intent_data: { application_fee_amount: 41_251 } })).toMatchObject({
    param: 'payment_intent_data[application_fee_amount]',
  })
  expect(
    await create({
      line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 10, product_data: { name: 'x' } } }],
    }),
  ).toMatchObject({ code: 'amount_too_small' })
  const fresh = await stripe.accounts.create({})
  expect(await errorOf(stripe.checkout.sessions.create(sessionParams(), { stripeAccount: fresh.id }))).toMatchObject({
    statusCode: 400,
  })
})

test('an intent of a session is moved by its page alone', async () => {
  const { simulator, stripe } = await start()
  const { session, reread, on } = await openSession(simulator, stripe)
  await simulator.payCheckout(session.id, { card: '4000000000000002' })
  const intent = (await reread()).payment_intent as Stripe.PaymentIntent
  expect(await errorOf(stripe.paymentIntents.cancel(intent.id, {}, on))).toMatchObject({
    code: 'payment_intent_unexpected_state',
  })
  expect(await errorOf(stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' }, on))).toMatchObject({
    statusCode: 400,
  })
})

test('the customer is kept when asked for, and the card when it is for later', async () => {
  const { simulator, stripe } = await start()
  const { session, on, reread } = await openSession(simulator, stripe, {
    customer_creation: 'always',
    payment_intent_data: { setup_future_usage: 'off_session' },
  })
  await simulator.payCheckout(session.id, { card: '4242424242424242', email: 'ida@shop.example' })
  const { customer } = await reread()
  const methods = await stripe.paymentMethods.list({ customer: String(customer) }, on)
  expect(methods.data[0]).toMatchObject({ customer, card: { last4: '4242' } })
  const later = await stripe.paymentIntents.create(
    {
      amount: 700,
      currency: 'usd',
      customer: String(customer),
      payment_method: methods.data[0]?.id ?? '',
      off_session: true,
      confirm: true,
    },
    on,
  )
  expect(later.status).toBe('succeeded')
})

test('the receipt shows what was paid', async () => {
  const { simulator, stripe } = await start()
  const { session, reread } = await openSession(simulator, stripe)
  await simulator.payCheckout(session.id, { card: '378282246310005' })
  const charge = ((await reread()).payment_intent as Stripe.PaymentIntent).latest_charge as Stripe.Charge
  const page = await (await fetch(charge.receipt_url ?? '')).text()
  expect(page).toContain('$412.50')
  expect(page).toContain('American Express ending in 0005')
})
