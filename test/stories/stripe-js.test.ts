import AxeBuilder from '@axe-core/playwright'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../../stripe-simulator/src/index.ts'
import { tellCount } from '../../stripe-simulator/test/counted.ts'
import { type Order, type Shop, serveShop } from '../../stripe-simulator/test/pages/serve-shop.ts'
import { desk, openBrowser, phone } from '../browser/browser.ts'

type InPage = { Stripe(key: string): object }

const visa = '4242424242424242'
const declined = '4000000000000002'
const threeDs = '4000002760003184'

let simulator: Simulator
let stripe: Stripe
let shop: Shop
let browser: Browser
let on: { stripeAccount: string }
let page: Page

const clientOf = (key: string): Stripe =>
  new Stripe(key, { host: simulator.host, port: simulator.port, protocol: 'http', telemetry: false })

beforeAll(async () => {
  simulator = await startSimulator()
  stripe = clientOf(simulator.secretKey)
  const account = await stripe.accounts.create({
    business_profile: { name: 'Fjord Provisions' },
    capabilities: { us_bank_account_ach_payments: { requested: true } },
  })
  simulator.onboard(account.id)
  on = { stripeAccount: account.id }
  ;[shop, browser] = await Promise.all([serveShop(simulator.url), openBrowser()])
  page = await (await browser.newContext()).newPage()
  page.setDefaultTimeout(15_000)
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
  await simulator?.close()
})

/** A buyer on the seller's page; one tab serves all of them, one after the other. */
async function buyerAt(
  kind: Order['kind'],
  clientSecret: string | null,
  more: { dark?: boolean; isOnPhone?: boolean } = {},
): Promise<Page> {
  const { dark = false, isOnPhone = false } = more
  shop.sells({ key: simulator.publishableKey, account: on.stripeAccount, clientSecret: clientSecret ?? '', kind, dark })
  await page.setViewportSize(isOnPhone ? phone : desk)
  await page.goto(shop.url)
  return page
}

const intentOf = (amount = 4_000) => stripe.paymentIntents.create({ amount, currency: 'usd', application_fee_amount: 90 }, on)
const fields = (): FrameLocator => page.frameLocator('iframe[title^="Secure"]')

async function fillCard(frame: FrameLocator, card: string): Promise<void> {
  await frame.getByRole('textbox', { name: 'Card number' }).fill(card)
  await frame.getByRole('textbox', { name: 'Expiry (MM / YY)' }).fill('12 / 34')
  await frame.getByRole('textbox', { name: 'CVC' }).fill('123')
}

async function pay(card: string): Promise<void> {
  await fillCard(fields(), card)
  await page.getByRole('button', { name: 'Pay now' }).click()
}

const embedded = (): FrameLocator => page.frameLocator('iframe[title="Embedded Checkout"]')

async function payEmbedded(card: string): Promise<void> {
  await embedded().getByRole('textbox', { name: 'E-mail' }).fill('gale@gardengate.example')
  await fillCard(embedded(), card)
  await embedded().getByRole('textbox', { name: 'Name on card' }).fill('Gale Marsh')
  await embedded().getByRole('button', { name: /^Pay/ }).click()
}

const atBank = (answer: 'Complete authentication' | 'Fail authentication') =>
  page.frameLocator('iframe[title="3D Secure"]').getByRole('button', { name: answer }).click()
const told = (words: string) => page.getByRole('status').filter({ hasText: words }).waitFor()

const sessionOf = (params: Partial<Stripe.Checkout.SessionCreateParams>, client = stripe, seller = on) =>
  client.checkout.sessions.create(
    {
      mode: 'payment',
      line_items: [{ quantity: 2, price_data: { currency: 'usd', unit_amount: 2_100, product_data: { name: 'Roses' } } }],
      ...params,
    },
    seller,
  )

describe('Stripe’s own packages on a seller’s page find the simulator', () => {
  test('a declined card is told to the seller’s page; another one pays the same intent', async ({ task }) => {
    const intent = await intentOf()
    await buyerAt('payment', intent.client_secret)
    await pay(declined)
    await told('card_error: Your card was declined.')
    await pay(visa)
    await told('It is succeeded')
    const { data } = await stripe.charges.list({ payment_intent: intent.id }, on)
    expect(data.map(({ paid, application_fee_amount: fee }) => [paid, fee])).toEqual([
      [true, 90],
      [false, 90],
    ])
    const methods = await page.evaluate(() => Object.keys((globalThis as unknown as InPage).Stripe('pk_test_any')))
    tellCount({ task }, `Stripe’s packages for browsers: ${methods.length} methods of Stripe.js in the stand-in`)
  })

  test('what Stripe.js can do elsewhere and not here is told in words', async () => {
    await buyerAt('payment', (await intentOf()).client_secret)
    const answers = await page.evaluate(() => {
      const stripe = (globalThis as unknown as InPage).Stripe('pk_test_any') as Record<
        string,
        (given: string) => Promise<unknown>
      >
      return Promise.all(
        ['confirmIdealPayment', 'collectFinancialConnectionsAccounts', 'createToken'].map((name) => stripe[name]?.('x')),
      )
    })
    for (const answer of answers)
      expect(answer).toMatchObject({ error: { type: 'invalid_request_error', message: expect.stringContaining('has no') } })
    expect(await page.evaluate(() => 'then' in (globalThis as unknown as InPage).Stripe('pk_test_any'))).toBe(false)
  })

  test('what cannot be a card is said at its field, before anything is sent', async () => {
    await buyerAt('payment', (await intentOf()).client_secret)
    const sent: string[] = []
    page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()))
    await pay('4242424242424241')
    await told('validation_error: Your card number is invalid.')
    await fields().getByText('Your card number is invalid.').waitFor()
    page.removeAllListeners('request')
    expect(sent).toEqual([])
  })

  test('3-D Secure is asked in a dialog over the page: failed it is not paid, completed it is', async () => {
    const intent = await intentOf()
    await buyerAt('payment', intent.client_secret, { isOnPhone: true })
    await pay(threeDs)
    await atBank('Fail authentication')
    await told('has failed authentication')
    await pay(threeDs)
    await atBank('Complete authentication')
    await told('It is succeeded')
  })

  test('a bank account that is not proven yet waits for its micro-deposits', async () => {
    const intent = await intentOf()
    await buyerAt('payment', intent.client_secret)
    const frame = fields()
    await frame.getByRole('radio', { name: 'US bank account' }).check()
    await frame.getByRole('textbox', { name: 'Full name' }).fill('Gale Marsh')
    await frame.getByRole('textbox', { name: 'Email' }).fill('gale@gardengate.example')
    await frame.getByRole('textbox', { name: 'Routing number' }).fill('110000000')
    await frame.getByRole('textbox', { name: 'Account number' }).fill('000123456789')
    await page.getByRole('button', { name: 'Pay now' }).click()
    await told('It is requires_action')
    expect((await stripe.paymentIntents.retrieve(intent.id, {}, on)).next_action?.type).toBe('verify_with_microdeposits')
  })

  test('a card is saved for later with a setup intent', async () => {
    const customer = await stripe.customers.create({}, on)
    const intent = await stripe.setupIntents.create({ customer: customer.id, usage: 'off_session' }, on)
    await buyerAt('setup', intent.client_secret)
    await pay(visa)
    await told('It is succeeded')
    expect((await stripe.customers.listPaymentMethods(customer.id, {}, on)).data[0]?.card?.last4).toBe('4242')
  })

  test('the card element pays too, and tells its brand and when it is complete', async () => {
    await buyerAt('card', (await intentOf()).client_secret)
    await pay(visa)
    await told('It is succeeded')
    expect(await page.getAttribute('body', 'data-card')).toBe('visa complete')
  })

  test('a buyer who is to come back to another page does, with the intent in its address', async () => {
    const intent = await intentOf()
    await buyerAt('leaving', intent.client_secret)
    await pay(visa)
    await page.waitForURL(/\/done/)
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      payment_intent: intent.id,
      payment_intent_client_secret: intent.client_secret,
      redirect_status: 'succeeded',
    })
  })

  test('what the seller’s server has confirmed is authenticated on the seller’s page', async () => {
    const paying = { amount: 4_000, currency: 'usd', payment_method: 'pm_card_authenticationRequired', confirm: true }
    const intent = await stripe.paymentIntents.create({ ...paying, use_stripe_sdk: true }, on)
    await buyerAt('next', intent.client_secret)
    await atBank('Complete authentication')
    await told('It is succeeded')
  })

  test('what a buyer fills in becomes a token, with which the seller’s server confirms', async () => {
    await buyerAt('token', null)
    await pay(visa)
    await told('ctoken_')
    const token = (await page.getByRole('status').textContent()) ?? ''
    const paid = await stripe.paymentIntents.create(
      { amount: 4_000, currency: 'usd', confirmation_token: token, confirm: true },
      on,
    )
    expect(paid.status).toBe('succeeded')
  })

  test('a card in three elements is one card', async () => {
    const intent = await intentOf()
    await buyerAt('split', intent.client_secret)
    const part = (name: string) => page.frameLocator(`iframe[title="Secure ${name} input frame"]`).getByRole('textbox')
    await part('card number').fill('378282246310005')
    await part('expiration date').fill('12 / 34')
    await part('CVC').fill('1234')
    await page.getByRole('button', { name: 'Pay now' }).click()
    await told('It is succeeded')
    const [charge] = (await stripe.charges.list({ payment_intent: intent.id }, on)).data
    expect(charge?.payment_method_details?.card).toMatchObject({ brand: 'amex', exp_month: 12, exp_year: 2034 })
  })

  test('Embedded Checkout pays inside the page and tells that it is complete', async () => {
    const session = await sessionOf({ ui_mode: 'embedded_page', redirect_on_completion: 'never' })
    await buyerAt('embedded', session.client_secret)
    await payEmbedded(threeDs)
    await embedded().getByRole('button', { name: 'Complete authentication' }).click()
    await told('It is complete')
    const { status, payment_status } = await stripe.checkout.sessions.retrieve(session.id, {}, on)
    expect([status, payment_status]).toEqual(['complete', 'paid'])
  })

  test('Embedded Checkout sends the buyer to the seller’s address when it is to', async () => {
    const session = await sessionOf({ ui_mode: 'embedded_page', return_url: `${shop.url}/done?session={CHECKOUT_SESSION_ID}` })
    await buyerAt('embedded', session.client_secret)
    await payEmbedded(visa)
    await page.waitForURL(`${shop.url}/done?session=${session.id}`)
  })

  test('Checkout in pieces shows its total, declines in words and pays', async () => {
    const session = await sessionOf({ ui_mode: 'elements', return_url: `${shop.url}/done` })
    await buyerAt('pieces', session.client_secret)
    await page.getByText('Total $42.00').waitFor()
    await pay(declined)
    await told('Your card was declined.')
    await pay(visa)
    await told('It is complete')
  })

  test('with a live publishable key the same page pays in live mode: 3-D Secure in its dialog, and Embedded Checkout', async () => {
    const live = clientOf(simulator.live.secretKey)
    const { id: account } = await live.accounts.create({ business_profile: { name: 'Fjord Provisions' } })
    simulator.live.onboard(account)
    const selling = { key: simulator.live.publishableKey, account }
    const seller = { stripeAccount: account }
    const intent = await live.paymentIntents.create({ amount: 4_000, currency: 'usd' }, seller)
    shop.sells({ ...selling, kind: 'payment', clientSecret: intent.client_secret ?? '' })
    await page.goto(shop.url)
    await pay(threeDs)
    await atBank('Complete authentication')
    await told('It is succeeded')
    const inside = { ui_mode: 'embedded_page', redirect_on_completion: 'never' } as const
    const session = await sessionOf(inside, live, seller)
    shop.sells({ ...selling, kind: 'embedded', clientSecret: session.client_secret ?? '' })
    await page.goto(shop.url)
    await payEmbedded(threeDs)
    await embedded().getByRole('button', { name: 'Complete authentication' }).click()
    await told('It is complete')
    const charges = (await live.charges.list({}, seller)).data
    expect(charges.map(({ amount, livemode }) => `${amount} ${livemode}`)).toEqual(['4200 true', '4000 true'])
  })

  test('the seller’s page never sees a card, and one that is not a test card is kept nowhere', async () => {
    await buyerAt('payment', (await intentOf()).client_secret)
    const senders: string[] = []
    page.on('request', (request) => {
      if (request.postData()?.includes('4111')) senders.push(new URL(request.frame().url()).origin)
    })
    await pay('4111111111111111')
    await told('Only the published test card numbers are accepted')
    page.removeAllListeners('request')
    expect(senders).toEqual([simulator.url])
    expect(await page.content()).not.toContain('4111')
    expect(JSON.stringify([simulator.state.records, simulator.state.tables.event.rows()])).not.toContain('4111111111111111')
  })

  test('its fields stand the test for screen readers, by day and by night, on a phone', async () => {
    for (const dark of [false, true]) {
      await buyerAt('payment', (await intentOf()).client_secret, { dark, isOnPhone: true })
      await fields().getByRole('textbox', { name: 'CVC' }).waitFor()
      await page.getByRole('button', { name: 'Pay now' }).click()
      await fields().getByText('Your card number is incomplete.').waitFor()
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([])
    }
  })
})
