import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../../stripe-simulator/src/index.ts'
import { tellCount } from '../../stripe-simulator/test/counted.ts'
import { desk, openBrowser, phone } from '../browser/browser.ts'

let simulator: Simulator
let stripe: Stripe
let browser: Browser
let on: { stripeAccount: string }
/** Every page by a name, with its address. */
const pages: Record<string, string> = {}

const mandate = { customer_acceptance: { type: 'offline' as const } }
const line = { quantity: 2, price_data: { currency: 'usd', unit_amount: 2_100, product_data: { name: 'Roses' } } }

/** A seller with something of every kind. */
async function fillAccount(): Promise<void> {
  const customer = await stripe.customers.create({ name: 'Gale Marsh', email: 'gale@gardengate.example' }, on)
  const paying = { currency: 'usd', customer: customer.id, confirm: true, application_fee_amount: 90, metadata: { order: '7' } }
  const paid = await stripe.paymentIntents.create(
    { ...paying, amount: 41_250, payment_method: 'pm_card_bypassPending', description: 'Order 7' },
    on,
  )
  await stripe.refunds.create({ payment_intent: paid.id, amount: 1_250, refund_application_fee: true }, on)
  const disputed = await stripe.paymentIntents.create({ ...paying, amount: 8_000, payment_method: 'pm_card_createDispute' }, on)
  const held = await stripe.paymentIntents.create(
    { ...paying, amount: 5_000, payment_method: 'pm_card_visa', capture_method: 'manual' },
    on,
  )
  await stripe.paymentIntents.create({ ...paying, amount: 900, payment_method: 'pm_card_chargeDeclined' }, on).catch(() => {})
  await stripe.paymentIntents.create(
    { ...paying, amount: 7_000, payment_method: 'pm_usBankAccount_success', mandate_data: mandate },
    on,
  )
  simulator.clock.advance(1_000)
  const payout = await stripe.payouts.create({ amount: 1_000, currency: 'usd' }, on)
  const [dispute] = (await stripe.disputes.list({ payment_intent: disputed.id }, on)).data
  const [event] = (await stripe.events.list({ type: 'charge.refunded' }, on)).data
  const [endpoint] = simulator.state.tables.webhook_endpoint.rows()
  const account = `/dashboard/accounts/${on.stripeAccount}`
  Object.assign(pages, {
    accounts: '/dashboard',
    account,
    payments: `${account}/payments`,
    'a payment': `${account}/payments/${paid.id}`,
    'a payment to capture': `${account}/payments/${held.id}`,
    'checkout pages': `${account}/checkout`,
    refunds: `${account}/refunds`,
    disputes: `${account}/disputes`,
    'a dispute': `${account}/disputes/${dispute?.id}`,
    balance: `${account}/balance`,
    payouts: `${account}/payouts`,
    'a payout': `${account}/payouts/${payout.id}`,
    customers: `${account}/customers`,
    'a customer': `${account}/customers/${customer.id}`,
    events: '/dashboard/events',
    'an event': `/dashboard/events/${event?.id}`,
    webhooks: '/dashboard/webhooks?told=Sent+again.',
    'an endpoint': `/dashboard/webhooks/${endpoint?.[1].id}`,
    'API requests': '/dashboard/requests',
    faults: '/dashboard/faults?refused=A+whole+number+is+needed.',
    clock: '/dashboard/clock',
    'no such page': '/dashboard/events/evt_none',
    'a receipt': new URL(simulator.state.tables.charge.of(on.stripeAccount)[0]?.receipt_url ?? '').pathname,
  })
  await addPagesOfBuyers(customer.id)
}

const pathOf = (url: string | null | undefined): string => (url ?? '').replace(simulator.url, '')

/** A payment from an account that is to be proven by what is deposited there. */
const byMicrodeposits = () =>
  stripe.paymentIntents.create(
    {
      amount: 6_000,
      currency: 'usd',
      confirm: true,
      mandate_data: mandate,
      payment_method_data: {
        type: 'us_bank_account',
        billing_details: { name: 'Gale Marsh', email: 'gale@gardengate.example' },
        us_bank_account: { account_holder_type: 'company', account_number: '000123456789', routing_number: '110000000' },
      },
      payment_method_options: { us_bank_account: { verification_method: 'microdeposits' } },
    },
    on,
  )

/** The pages that buyers and owners see. */
async function addPagesOfBuyers(customer: string): Promise<void> {
  const { sessions } = stripe.checkout
  const urls = { success_url: 'http://shop.example/paid', cancel_url: 'http://shop.example/cart' }
  const session = await sessions.create({ mode: 'payment', ...urls, line_items: [line] }, on)
  const setup = await sessions.create({ mode: 'setup', currency: 'usd', customer, ...urls }, on)
  const over = await sessions.create({ mode: 'payment', ...urls, line_items: [line] }, on)
  await sessions.expire(over.id, {}, on)
  const challenged = await stripe.paymentIntents.create(
    { amount: 4_000, currency: 'usd', payment_method: 'pm_card_authenticationRequired', confirm: true },
    on,
  )
  const price = await stripe.prices.create({ currency: 'usd', unit_amount: 900, product_data: { name: 'Tulips' } }, on)
  const link = await stripe.paymentLinks.create({ line_items: [{ price: price.id, quantity: 1 }] }, on)
  const left = await sessions.create(
    { mode: 'payment', ...urls, line_items: [line], after_expiration: { recovery: { enabled: true } } },
    on,
  )
  const recovery = (await sessions.expire(left.id, {}, on)).after_expiration?.recovery?.url
  const portal = await stripe.billingPortal.sessions.create({ customer, return_url: 'http://shop.example/' }, on)
  const added = await stripe.setupIntents.create({ customer, payment_method: 'pm_card_visa', confirm: true }, on)
  const [deposits, confirmed] = [await byMicrodeposits(), await byMicrodeposits()]
  await stripe.paymentIntents.verifyMicrodeposits(confirmed.id, { descriptor_code: 'SM11AA' }, on)
  const onboarding = await stripe.accounts.create({ business_profile: { name: 'New Harbour' } })
  const begin = { account: onboarding.id, refresh_url: 'http://app.example/again', return_url: 'http://app.example/back' }
  const invited = await stripe.accountLinks.create({ ...begin, type: 'account_onboarding' })
  const visit = await fetch(invited.url, { redirect: 'manual' })
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: simulator.clientId,
    redirect_uri: 'http://app.example/back',
  })
  Object.assign(pages, {
    'payment page': pathOf(session.url),
    'page to save a card': pathOf(setup.url),
    'expired payment page': pathOf(over.url) || `/c/pay/${over.id}`,
    'question of the bank': pathOf(challenged.next_action?.redirect_to_url?.url),
    'recovered payment page': pathOf(recovery),
    'inside Embedded Checkout': `/stripe-js${pathOf(session.url)}`,
    'inside the dialog of the bank': `/stripe-js${pathOf(challenged.next_action?.redirect_to_url?.url)}`,
    'micro-deposits': pathOf(deposits.next_action?.verify_with_microdeposits?.hosted_verification_url),
    'micro-deposits that were proven': pathOf(confirmed.next_action?.verify_with_microdeposits?.hosted_verification_url),
    'adding to the portal': `${pathOf(portal.url)}/add`,
    'added to the portal': `${pathOf(portal.url)}/added?setup_intent=${added.id}`,
    'page of a payment link': pathOf(link.url),
    portal: pathOf(portal.url),
    onboarding: visit.headers.get('location') ?? '',
    'linking an account': `/oauth/authorize?${asked}`,
    'no such payment': '/c/pay/cs_none',
  })
}

beforeAll(async () => {
  simulator = await startSimulator({
    webhookEndpoints: [{ url: 'http://127.0.0.1:9/webhooks', secret: 'whsec_pages', connect: true }],
  })
  stripe = new Stripe(simulator.secretKey, { host: simulator.host, port: simulator.port, protocol: 'http', telemetry: false })
  const account = await stripe.accounts.create({
    business_profile: { name: 'Fjord Provisions' },
    capabilities: { us_bank_account_ach_payments: { requested: true } },
  })
  simulator.onboard(account.id)
  on = { stripeAccount: account.id }
  await fillAccount()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await simulator?.close()
})

/** What another width and another light can change: the page has the same words and the same structure. */
const rulesOfLook = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable']

type Found = { violations: { id: string; nodes: { target: unknown[] }[] }[] }
type InPage = {
  axe: { run(options: { runOnly: string[] }): Promise<Found> }
  document: { documentElement: { scrollWidth: number; clientWidth: number } }
}

const barriersIn = ({ violations }: Found, where: string): string[] =>
  violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)

/** What is wrong with the page that is open: on a desk by day, then on a phone by night. */
async function wrongsOf(page: Page): Promise<string[]> {
  const isMarked = await page.getByText('Simulated Stripe — no money moves').first().isVisible()
  const day = await new AxeBuilder({ page }).setLegacyMode().analyze()
  await page.setViewportSize(phone)
  await page.emulateMedia({ colorScheme: 'dark' })
  const night = await page.evaluate((runOnly) => (globalThis as unknown as InPage).axe.run({ runOnly }), rulesOfLook)
  const tooWide = await page.evaluate(() => {
    const { documentElement } = (globalThis as unknown as InPage).document
    return documentElement.scrollWidth - documentElement.clientWidth
  })
  await page.setViewportSize(desk)
  await page.emulateMedia({ colorScheme: 'light' })
  const wrongs = [...barriersIn(day, 'by day'), ...barriersIn(night, 'by night')]
  if (!isMarked) wrongs.push('it does not say that it is simulated')
  if (tooWide > 0) wrongs.push(`${tooWide} pixels too wide for a phone`)
  return wrongs
}

/** Looks at some of the pages. @returns what is wrong, by the name of the page. */
async function look(names: string[]): Promise<Record<string, string[]>> {
  const context = await browser.newContext({ viewport: desk, colorScheme: 'light', reducedMotion: 'reduce' })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4(04|10)/.test(message.text())) complaints.push(message.text())
  })
  const found: Record<string, string[]> = {}
  for (const name of names) {
    await page.goto(`${simulator.url}${pages[name]}`)
    const wrongs = [...(await wrongsOf(page)), ...complaints.splice(0)]
    if (wrongs.length > 0) found[name] = wrongs
  }
  await context.close()
  return found
}

describe('every page of the simulator', () => {
  test('has no barrier, nothing too wide and no complaint of the browser: on a desk by day, on a phone by night', async ({
    task,
  }) => {
    expect(Object.values(pages).filter((path) => !path.startsWith('/'))).toEqual([])
    const names = Object.keys(pages)
    const halves = [names.filter((_, index) => index % 2 === 0), names.filter((_, index) => index % 2 === 1)]
    const found = await Promise.all(halves.map(look))
    expect(Object.assign({}, ...found)).toEqual({})
    tellCount({ task }, `Pages of the simulator looked at in a browser: ${names.length}, in two widths and two lights`)
  }, 120_000)

  test('the dashboard of the live mode has no barrier, stays in its mode, and its switch leads to the same screen of the other', async () => {
    const live = new Stripe(simulator.live.secretKey, {
      host: simulator.host,
      port: simulator.port,
      protocol: 'http',
      telemetry: false,
    })
    await live.paymentIntents.create({ amount: 3_000, currency: 'usd', payment_method: 'pm_card_visa', confirm: true })
    const page = await browser.newPage({ baseURL: simulator.url, viewport: desk })
    const mode = page.getByRole('group', { name: 'Mode' }).locator('[aria-current]')
    const found: string[] = []
    const open = async (link: string) => {
      await page.getByRole('link', { name: link, exact: true }).first().click()
      await page.waitForLoadState()
      if (!page.url().startsWith(`${simulator.url}/live/dashboard`)) found.push(`${link} leads to ${page.url()}`)
      if ((await mode.textContent()) !== 'Live mode') found.push(`${link} does not say that it is in live mode`)
    }
    await page.goto('/live')
    for (const link of ['Florin', 'Payments', '$30.00 USD']) await open(link)
    await page.getByRole('button', { name: /^Refund/ }).click()
    await page.getByRole('status').getByText('The refund is made.').waitFor()
    expect((await live.refunds.list()).data[0]).toMatchObject({ amount: 3_000 })
    for (const link of ['Events', 'refund.created', 'Webhooks', 'API requests', 'Faults', 'Clock', 'Accounts']) await open(link)
    expect([...found, ...(await wrongsOf(page))]).toEqual([])
    await open('Florin')
    await open('Payments')
    await page.getByRole('link', { name: 'Test mode' }).click()
    await page.waitForURL(`${simulator.url}/dashboard/accounts/${simulator.platformAccountId}/payments`)
    expect(await mode.textContent()).toBe('Test mode')
    await page.getByText('No payment').first().waitFor()
    await page.close()
  })

  test('the dashboard is used with the keyboard alone: a payment found and refunded', async () => {
    const page = await browser.newPage({ baseURL: simulator.url })
    await page.goto(`/dashboard/accounts/${on.stripeAccount}/payments`)
    await page.keyboard.press('Tab')
    await expect.poll(() => page.getByRole('link', { name: 'Skip to the content' }).isVisible()).toBe(true)
    await page.getByRole('textbox', { name: 'Search' }).focus()
    await page.keyboard.type('412.50')
    await page.keyboard.press('Enter')
    await page.waitForURL(/q=412.50/)
    await page.getByRole('link', { name: '$412.50 USD' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: /^Amount/ }).focus()
    await page.keyboard.type('100.00')
    await page.keyboard.press('Enter')
    await page.getByRole('status').getByText('The refund is made.').waitFor()
    await page.getByRole('cell', { name: '$100.00 USD' }).waitFor()
    await page.close()
  })
})
