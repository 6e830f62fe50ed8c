import Stripe from 'stripe'
import { expect, test } from 'vitest'
import { decodeForm } from '../src/protocol/form.ts'
import { OpenApi } from './openapi.ts'
import { isKnownDifference } from './openapi-differences.ts'
import { errorOf, sessionParams, start } from './stage.ts'

type Exchange = { method: string; path: string; form: string; status: number; body: unknown }

/** The official SDK with everything it sends and gets written down. */
function recordingClient(simulator: { secretKey: string; host: string; port: number }): {
  stripe: Stripe
  exchanges: Exchange[]
} {
  const exchanges: Exchange[] = []
  const recording = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const response = await fetch(input, init)
    const path = new URL(String(input)).pathname
    exchanges.push({
      method: (init?.method ?? 'GET').toLowerCase(),
      path,
      form: String(init?.body ?? ''),
      status: response.status,
      body: await response.clone().json(),
    })
    return response
  }
  const httpClient = Stripe.createFetchHttpClient(recording)
  const stripe = new Stripe(simulator.secretKey, {
    host: simulator.host,
    port: simulator.port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
    httpClient,
  })
  return { stripe, exchanges }
}

/** A walk through every route of the simulator. */
async function walk(stripe: Stripe, simulator: Awaited<ReturnType<typeof start>>['simulator']): Promise<void> {
  const account = await stripe.accounts.create({
    business_profile: { name: 'Fjord' },
    controller: { stripe_dashboard: { type: 'full' } },
  })
  await stripe.accountLinks.create({
    account: account.id,
    type: 'account_onboarding',
    return_url: 'http://a.example/r',
    refresh_url: 'http://a.example/f',
  })
  simulator.onboard(account.id)
  const on = { stripeAccount: account.id }
  await stripe.accounts.update(account.id, { metadata: { a: 'b' } })
  await stripe.accounts.retrieve(account.id)
  await stripe.accounts.retrieveCurrent()
  await stripe.accounts.list()
  await stripe.accounts.listCapabilities(account.id)
  await stripe.accounts.updateCapability(account.id, 'us_bank_account_ach_payments', { requested: true })
  await stripe.accounts.retrieveCapability(account.id, 'card_payments')
  await payments(stripe, simulator, on)
  await money(stripe, simulator, on)
  await errorOf(stripe.customers.retrieve('cus_none', {}, on))
  await errorOf(
    stripe.paymentIntents.create({ amount: 500, currency: 'usd', confirm: true, payment_method: 'pm_card_chargeDeclined' }, on),
  )
  await stripe.events.list({ limit: 100 }, on)
  const [event] = (await stripe.events.list({ limit: 1 })).data
  await stripe.events.retrieve(event?.id ?? '')
  const endpoint = await stripe.webhookEndpoints.create({
    url: 'http://127.0.0.1:9/x',
    enabled_events: ['payout.failed'],
    connect: true,
  })
  await stripe.webhookEndpoints.update(endpoint.id, { disabled: true })
  await stripe.webhookEndpoints.retrieve(endpoint.id)
  await stripe.webhookEndpoints.list()
  await stripe.webhookEndpoints.del(endpoint.id)
}

async function payments(
  stripe: Stripe,
  simulator: Awaited<ReturnType<typeof start>>['simulator'],
  on: { stripeAccount: string },
): Promise<void> {
  const customer = await stripe.customers.create({ name: 'Ida', email: 'ida@shop.example', metadata: { a: '1' } }, on)
  await stripe.customers.update(customer.id, { description: 'x' }, on)
  const method = await stripe.paymentMethods.create(
    { type: 'card', card: { token: 'tok_visa' }, billing_details: { name: 'Ida' } },
    on,
  )
  await stripe.paymentMethods.attach(method.id, { customer: customer.id }, on)
  await stripe.paymentMethods.retrieve(method.id, {}, on)
  await stripe.paymentMethods.update(method.id, { metadata: { a: '1' } }, on)
  await stripe.paymentMethods.list({ customer: customer.id, type: 'card' }, on)
  await stripe.customers.listPaymentMethods(customer.id, {}, on)
  await stripe.customers.list({}, on)
  const intent = await stripe.paymentIntents.create(
    { amount: 900, currency: 'usd', customer: customer.id, payment_method: method.id, capture_method: 'manual' },
    on,
  )
  await stripe.paymentIntents.update(intent.id, { description: 'y' }, on)
  await stripe.paymentIntents.confirm(intent.id, { return_url: 'http://a.example/r' }, on)
  await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 800 }, on)
  const challenged = await stripe.paymentIntents.create(
    { amount: 900, currency: 'usd', confirm: true, payment_method: 'pm_card_authenticationRequired' },
    on,
  )
  await stripe.paymentIntents.cancel(challenged.id, { cancellation_reason: 'abandoned' }, on)
  await stripe.paymentIntents.list({}, on)
  await stripe.paymentMethods.detach(method.id, {}, on)
  await stripe.customers.del(customer.id, {}, on)
  const session = await stripe.checkout.sessions.create({ ...sessionParams(41_250, 413), customer_email: 'ida@shop.example' }, on)
  await simulator.payCheckout(session.id, { card: '4000000000000002' })
  await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent', 'line_items'] }, on)
  await simulator.payCheckout(session.id, { card: '4242424242424242' })
  await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent.latest_charge.balance_transaction'] }, on)
  await stripe.checkout.sessions.listLineItems(session.id, {}, on)
  const second = await stripe.checkout.sessions.create(sessionParams(), on)
  await stripe.checkout.sessions.expire(second.id, {}, on)
  await stripe.checkout.sessions.list({}, on)
}

async function money(
  stripe: Stripe,
  simulator: Awaited<ReturnType<typeof start>>['simulator'],
  on: { stripeAccount: string },
): Promise<void> {
  const charge = (await stripe.charges.list({ expand: ['data.balance_transaction', 'data.customer'] }, on)).data[0]
  const id = charge?.id ?? ''
  await stripe.charges.update(id, { description: 'z', metadata: { a: '1' } }, on)
  const refund = await stripe.refunds.create({ charge: id, amount: 1_000, refund_application_fee: true, reason: 'duplicate' }, on)
  await stripe.refunds.update(refund.id, { metadata: { a: '1' } }, on)
  await stripe.refunds.retrieve(refund.id, { expand: ['balance_transaction'] }, on)
  await stripe.refunds.list({}, on)
  await stripe.charges.retrieve(id, { expand: ['refunds', 'application_fee'] }, on)
  const [fee] = (await stripe.applicationFees.list()).data
  await stripe.applicationFees.createRefund(fee?.id ?? '', { amount: 5 })
  await stripe.applicationFees.retrieve(fee?.id ?? '')
  await stripe.applicationFees.listRefunds(fee?.id ?? '')
  await stripe.balanceTransactions.list({ expand: ['data.source'] }, on)
  const [transaction] = (await stripe.balanceTransactions.list()).data
  await stripe.balanceTransactions.retrieve(transaction?.id ?? '')
  await stripe.balance.retrieve({}, on)
  await stripe.paymentIntents.create(
    { amount: 20_000, currency: 'usd', confirm: true, payment_method: 'pm_card_bypassPending' },
    on,
  )
  const payout = await stripe.payouts.create({ amount: 1_000, currency: 'usd' }, on)
  await stripe.payouts.retrieve(payout.id, {}, on)
  await stripe.payouts.cancel(payout.id, {}, on)
  await stripe.payouts.list({}, on)
  await stripe.paymentIntents.create({ amount: 900, currency: 'usd', confirm: true, payment_method: 'pm_card_createDispute' }, on)
  simulator.clock.runDue()
  const [dispute] = (await stripe.disputes.list({}, on)).data
  await stripe.disputes.update(dispute?.id ?? '', { evidence: { uncategorized_text: 'x' }, submit: false }, on)
  await stripe.disputes.close(dispute?.id ?? '', {}, on)
  await stripe.disputes.retrieve(dispute?.id ?? '', { expand: ['charge'] }, on)
}

test('every answer and every form is valid against Stripe’s own description of its API, but for the written differences', async () => {
  const { simulator } = await start()
  const { stripe, exchanges } = recordingClient(simulator)
  await walk(stripe, simulator)
  const api = new OpenApi()
  const wrong = new Set<string>()
  const used = new Set<string>()
  const note = (where: string, path: string, message: string) => {
    const line = `${where} ${path.replaceAll(/\/\d+/g, '/*')} ${message}`
    const known = isKnownDifference(line)
    if (known) used.add(known)
    else wrong.add(line)
  }
  for (const exchange of exchanges) {
    const template = api.templateOf(exchange.path)
    if (!template) throw new Error(`${exchange.path} is not described`)
    const where = `${exchange.method} ${template}`
    for (const error of api.answerErrors(exchange.method, template, exchange.status, exchange.body))
      note(where, error.instancePath, `${error.message} ${JSON.stringify(error.params)}`)
    for (const error of api.formErrors(exchange.method, template, decodeForm(exchange.form)))
      note(`form ${where}`, error.instancePath, `${error.message} ${JSON.stringify(error.params)}`)
  }
  console.log(
    `${exchanges.length} exchanges over ${new Set(exchanges.map((one) => `${one.method} ${api.templateOf(one.path)}`)).size} routes, ${used.size} known differences, API file of ${api.version}`,
  )
  expect([...wrong]).toEqual([])
  expect(exchanges.length).toBeGreaterThan(60)
  const charge = exchanges.find((one) => one.method === 'get' && /^\/v1\/charges\/ch_/.test(one.path))?.body as object
  const broken = [
    { ...charge, amount: 'ten' },
    { ...charge, status: 'maybe' },
    Object.fromEntries(Object.entries(charge).slice(3)),
  ]
  // The check itself has to see a wrong type, a value outside an enumeration and a missing field.
  for (const body of broken) expect(api.answerErrors('get', '/v1/charges/{charge}', 200, body)).not.toEqual([])
  expect(api.formErrors('post', '/v1/refunds', { charge: 'ch_1', colour: 'red' })).not.toEqual([])
})
