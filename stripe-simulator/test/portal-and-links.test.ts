import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import type { Simulator } from '../src/index.ts'
import { errorOf, readyAccount, start, startWithWebhooks } from './stage.ts'

const post = (url: string, fields: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
const card = { email: 'ida@shop.example', expiry: '12/34', cvc: '123', name: 'Ida Lind', method: 'card' }

async function customerWithCards(simulator: Simulator, stripe: Stripe) {
  const on = await readyAccount(simulator, stripe)
  const customer = await stripe.customers.create({ email: 'ida@shop.example' }, on)
  const visa = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id }, on)
  const amex = await stripe.paymentMethods.attach('pm_card_amex', { customer: customer.id }, on)
  const read = async () => (await stripe.customers.retrieve(customer.id, {}, on)) as Stripe.Customer
  const defaultMethod = async () => (await read()).invoice_settings.default_payment_method
  const listed = async () => (await stripe.customers.listPaymentMethods(customer.id, {}, on)).data
  return { on, customer, visa, amex, defaultMethod, listed }
}

test('in the portal a customer chooses the default card, removes one, and adds another after a challenge', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  const { on, customer, visa, amex, defaultMethod, listed } = await customerWithCards(simulator, stripe)
  const portal = await stripe.billingPortal.sessions.create(
    { customer: customer.id, return_url: 'http://shop.example/account' },
    on,
  )
  expect(portal).toMatchObject({ object: 'billing_portal.session', flow: null, configuration: expect.stringMatching(/^bpc_/) })
  const page = await (await fetch(portal.url)).text()
  for (const words of ['Visa ending in 4242', 'American Express ending in 0005', 'http://shop.example/account'])
    expect(page).toContain(words)
  await post(portal.url, { default: amex.id })
  expect(await defaultMethod()).toBe(amex.id)
  await post(portal.url, { remove: amex.id })
  expect([await defaultMethod(), (await listed()).map((one) => one.id)]).toEqual([null, [visa.id]])
  const declined = await post(`${portal.url}/add`, { ...card, number: '4000000000000002' })
  expect(await declined.text()).toContain('It was not saved')
  const challenge = (await post(`${portal.url}/add`, { ...card, number: '4000002500003155' })).headers.get('location') ?? ''
  const back = (await post(challenge, { answer: 'complete' })).headers.get('location') ?? ''
  const done = (await fetch(back, { redirect: 'manual' })).headers.get('location') ?? ''
  expect(await (await fetch(`${simulator.url}${done}`)).text()).toContain('Your payment method is saved')
  const [added] = await listed()
  expect(added).toMatchObject({ card: { last4: '3155' }, allow_redisplay: 'always' })
  expect(await defaultMethod()).toBe(added?.id)
  await post(portal.url, { remove: 'pm_none', default: 'pm_none' })
  await simulator.webhooks.flush()
  expect(receiver.received.map((one) => one.event.type)).toEqual(
    expect.arrayContaining(['billing_portal.session.created', 'customer.updated', 'payment_method.detached']),
  )
})

test('a portal made for a new card shows its form at once, makes it the default and sends the customer back', async () => {
  const { simulator, stripe } = await start()
  const { on, customer, defaultMethod, listed } = await customerWithCards(simulator, stripe)
  const flow = (after_completion: Stripe.BillingPortal.SessionCreateParams.FlowData.AfterCompletion) =>
    stripe.billingPortal.sessions.create(
      { customer: customer.id, flow_data: { type: 'payment_method_update', after_completion } },
      on,
    )
  const going = await flow({ type: 'redirect', redirect: { return_url: 'http://shop.example/thanks' } })
  expect(await (await fetch(going.url)).text()).toContain('Card number')
  const sent = await post(`${going.url}/add`, { ...card, number: '5555555555554444' })
  expect(sent.headers.get('location')).toBe('http://shop.example/thanks')
  expect(await defaultMethod()).toBe((await listed())[0]?.id)
  const staying = await flow({ type: 'hosted_confirmation', hosted_confirmation: { custom_message: 'Thank you, Ida.' } })
  expect(await (await post(`${staying.url}/add`, { ...card, number: '4242424242424242' })).text()).toContain('Thank you, Ida.')
  expect(await defaultMethod()).toBe((await listed())[0]?.id)
  const wrong = stripe.billingPortal.sessions.create({ customer: customer.id, flow_data: { type: 'subscription_cancel' } }, on)
  expect(await errorOf(wrong)).toMatchObject({ param: 'flow_data[type]' })
  expect(await errorOf(stripe.billingPortal.sessions.create({ customer: 'cus_none' }, on))).toMatchObject({ param: 'customer' })
})

test('a portal address ends: five minutes unopened, an hour after the last visit; another one is never guessed', async () => {
  const { simulator, stripe } = await start()
  const { on, customer } = await customerWithCards(simulator, stripe)
  const open = () => stripe.billingPortal.sessions.create({ customer: customer.id }, on)
  const [first, second] = [await open(), await open()]
  expect((await fetch(first.url)).status).toBe(200)
  simulator.clock.advance(301_000)
  expect((await fetch(second.url)).status).toBe(410)
  expect((await fetch(first.url)).status).toBe(200)
  simulator.clock.advance(3_601_000)
  expect((await fetch(first.url)).status).toBe(410)
  expect((await fetch(`${simulator.url}/p/session/constructor`)).status).toBe(410)
})

test('a portal whose configuration forbids it shows the payment methods and changes none', async () => {
  const { simulator, stripe } = await start()
  const { on, customer, visa, defaultMethod, listed } = await customerWithCards(simulator, stripe)
  const configuration = await stripe.billingPortal.configurations.create(
    { features: { payment_method_update: { enabled: false } }, default_return_url: 'http://shop.example/home' },
    on,
  )
  const portal = await stripe.billingPortal.sessions.create({ customer: customer.id, configuration: configuration.id }, on)
  expect(portal.return_url).toBe('http://shop.example/home')
  const page = await (await fetch(portal.url)).text()
  expect(page).toContain('Visa ending in 4242')
  expect(page).not.toMatch(/Remove|Make default|Add a payment method/)
  await post(portal.url, { remove: visa.id })
  await post(portal.url, { default: visa.id })
  await post(`${portal.url}/add`, { ...card, number: '5555555555554444' })
  expect([await defaultMethod(), (await listed()).length]).toEqual([null, 2])
  expect((await stripe.billingPortal.configurations.list({ is_default: true }, on)).data).toEqual([])
})

test('the default payment method is one of the customer’s own, and deleting the customer takes the cards away', async () => {
  const { simulator, stripe } = await start()
  const { on, customer, visa, defaultMethod } = await customerWithCards(simulator, stripe)
  const choose = (id: string) => stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: id } }, on)
  await choose(visa.id)
  expect(await defaultMethod()).toBe(visa.id)
  const other = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } }, on)
  expect(await errorOf(choose(other.id))).toMatchObject({ param: 'invoice_settings[default_payment_method]' })
  await stripe.customers.del(customer.id, {}, on)
  expect(await stripe.customers.retrieve(customer.id, {}, on)).toEqual(
    expect.objectContaining({ id: customer.id, deleted: true }),
  )
  expect((await stripe.paymentMethods.retrieve(visa.id, {}, on)).customer).toBeNull()
  expect(await errorOf(stripe.customers.update(customer.id, { name: 'x' }, on))).toMatchObject({ statusCode: 404 })
})

test('a customer is made with a card, and an account typed in the portal is kept once it is proven', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  await stripe.accounts.updateCapability(on.stripeAccount, 'us_bank_account_ach_payments', { requested: true })
  const customer = await stripe.customers.create({ payment_method: 'pm_card_visa', name: 'Ida' }, on)
  const listed = async () => (await stripe.customers.listPaymentMethods(customer.id, {}, on)).data.map((one) => one.type)
  expect(await listed()).toEqual(['card'])
  const { url } = await stripe.billingPortal.sessions.create({ customer: customer.id }, on)
  const account = { method: 'us_bank_account', check: 'numbers', routing_number: '110000000', account_number: '000123456789' }
  await post(`${url}/add`, { ...account, account_name: 'Ida Lind', email: 'ida@shop.example' })
  expect(await listed()).toEqual(['card'])
  const [, deposits] = /href="([^"]*\/microdeposits\/[^"]*)"/.exec(await (await fetch(url)).text()) ?? []
  await post(deposits ?? '', { descriptor_code: 'SM11AA' })
  expect(await listed()).toEqual(['us_bank_account', 'card'])
  const session = await stripe.checkout.sessions.create(
    { mode: 'setup', currency: 'usd', customer: customer.id, success_url: 'http://shop.example/saved' },
    on,
  )
  await simulator.payCheckout(session.id, { bank: '000123456789' })
  expect(await listed()).toHaveLength(2)
  const setup = await stripe.setupIntents.retrieve(String(session.setup_intent), {}, on)
  await stripe.setupIntents.verifyMicrodeposits(setup.id, { amounts: [32, 45] }, on)
  expect(await listed()).toHaveLength(3)
})

test('a control call renews a card, decides a debit and takes one back', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  const { on, customer, visa } = await customerWithCards(simulator, stripe)
  await stripe.accounts.updateCapability(on.stripeAccount, 'us_bank_account_ach_payments', { requested: true })
  const control = async (path: string, body: object) =>
    (await fetch(`${simulator.url}/_simulator${path}`, { method: 'POST', body: JSON.stringify(body) })).json()
  await control(`/payment_methods/${visa.id}/renew`, { expMonth: 3, expYear: 2041 })
  expect((await stripe.paymentMethods.retrieve(visa.id, {}, on)).card).toMatchObject({ exp_month: 3, exp_year: 2041 })
  const debit = async () =>
    stripe.paymentIntents.create(
      {
        amount: 900,
        currency: 'usd',
        customer: customer.id,
        confirm: true,
        payment_method: 'pm_usBankAccount_success',
        mandate_data: { customer_acceptance: { type: 'offline', offline: {} } },
      },
      on,
    )
  const [good, bad] = [await debit(), await debit()]
  await control(`/charges/${good.latest_charge}/decide`, {})
  await control(`/charges/${bad.latest_charge}/decide`, { failure: 'account_closed' })
  expect((await stripe.paymentIntents.retrieve(good.id, {}, on)).status).toBe('succeeded')
  expect((await stripe.paymentIntents.retrieve(bad.id, {}, on)).last_payment_error?.code).toBe('account_closed')
  expect(await control(`/charges/${good.latest_charge}/take-back`, { reason: 'insufficient_funds' })).toMatchObject({
    status: 'lost',
    reason: 'insufficient_funds',
  })
  await simulator.webhooks.flush()
  expect(receiver.received.map((one) => one.event.type)).toContain('payment_method.automatically_updated')
})

test('everyone who opens a payment link gets a page of their own; its limit closes it', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  const on = await readyAccount(simulator, stripe)
  const price = await stripe.prices.create({ currency: 'usd', unit_amount: 2_500, product_data: { name: 'Tasting box' } }, on)
  const link = await stripe.paymentLinks.create(
    {
      line_items: [{ price: price.id, quantity: 2 }],
      application_fee_amount: 50,
      metadata: { campaign: 'spring' },
      payment_intent_data: { description: 'Box', metadata: { box: '1' } },
      after_completion: { type: 'hosted_confirmation', hosted_confirmation: { custom_message: 'See you soon.' } },
      restrictions: { completed_sessions: { limit: 2 } },
      expand: ['line_items'],
    },
    on,
  )
  expect(link).toMatchObject({ active: true, currency: 'usd', line_items: { data: [{ amount_total: 5_000 }] } })
  expect((await stripe.paymentLinks.listLineItems(link.id, {}, on)).data).toHaveLength(1)
  const visit = async (query = '') => {
    const opened = await fetch(`${link.url}${query}`, { redirect: 'manual' })
    return { status: opened.status, session: opened.headers.get('location')?.split('/').at(-1) ?? '', page: await opened.text() }
  }
  const [first, second] = [await visit('?client_reference_id=order-7&prefilled_email=ida%40shop.example'), await visit()]
  expect(first.session).not.toBe(second.session)
  expect(await simulator.payCheckout(first.session, { card: '4242424242424242' })).toMatchObject({ status: 'paid' })
  expect(await (await fetch(`${simulator.url}/c/done/${first.session}`)).text()).toContain('See you soon.')
  const paid = await stripe.checkout.sessions.list(
    { payment_link: link.id, status: 'complete', expand: ['data.payment_intent'] },
    on,
  )
  expect(paid.data).toMatchObject([
    {
      client_reference_id: 'order-7',
      metadata: { campaign: 'spring' },
      payment_intent: { amount: 5_000, application_fee_amount: 50, description: 'Box', metadata: { box: '1' } },
    },
  ])
  await simulator.payCheckout(second.session, { card: '4242424242424242' })
  expect(await stripe.paymentLinks.retrieve(link.id, {}, on)).toMatchObject({
    active: false,
    restrictions: { completed_sessions: { count: 2, limit: 2 } },
  })
  await stripe.paymentLinks.update(link.id, { inactive_message: 'Sold out.' }, on)
  expect(await visit()).toMatchObject({ status: 410, page: expect.stringContaining('Sold out.') })
  expect((await stripe.paymentLinks.list({ active: true }, on)).data).toEqual([])
  await simulator.webhooks.flush()
  expect(receiver.received.map((one) => one.event.type)).toEqual(
    expect.arrayContaining(['payment_link.created', 'payment_link.updated']),
  )
})
