import AxeBuilder from '@axe-core/playwright'
import type { FrameLocator, Page } from 'playwright-core'
import Stripe from 'stripe'
import { type Simulator, startSimulator } from '../../stripe-simulator/src/index.ts'
import { type Order, type Shop, serveShop } from '../../stripe-simulator/test/pages/serve-shop.ts'
import { desk, openBrowser, phone } from './browser.ts'

export const visa = '4242424242424242'
export const declined = '4000000000000002'
export const threeDs = '4000002760003184'

/** A seller's page with Stripe's own packages in it, the simulator they find, and a buyer's browser. */
export type SellersPage = {
  simulator: Simulator
  stripe: Stripe
  shop: Shop
  page: Page
  on: { stripeAccount: string }
  /** A buyer on the seller's page; one tab serves all of them, one after the other. */
  buyerAt(kind: Order['kind'], clientSecret: string | null, more?: { dark?: boolean; isOnPhone?: boolean }): Promise<Page>
  /** Waits until the seller's page says this. */
  told(words: string): Promise<void>
  close(): Promise<void>
}

export async function openSellersPage(): Promise<SellersPage> {
  const simulator = await startSimulator()
  const stripe = new Stripe(simulator.secretKey, {
    host: simulator.host,
    port: simulator.port,
    protocol: 'http',
    telemetry: false,
  })
  const account = await stripe.accounts.create({
    business_profile: { name: 'Fjord Provisions' },
    capabilities: { us_bank_account_ach_payments: { requested: true } },
  })
  simulator.onboard(account.id)
  const [shop, browser] = await Promise.all([serveShop(simulator.url), openBrowser()])
  const page = await (await browser.newContext()).newPage()
  page.setDefaultTimeout(15_000)
  return {
    simulator,
    stripe,
    shop,
    page,
    on: { stripeAccount: account.id },
    async buyerAt(kind, clientSecret, { dark = false, isOnPhone = false } = {}) {
      shop.sells({ key: simulator.publishableKey, account: account.id, clientSecret: clientSecret ?? '', kind, dark })
      await page.setViewportSize(isOnPhone ? phone : desk)
      await page.goto(shop.url)
      return page
    },
    told: (words) => page.getByRole('status').filter({ hasText: words }).waitFor(),
    async close() {
      await browser.close()
      await shop.close()
      await simulator.close()
    },
  }
}

export const fieldsOn = (page: Page): FrameLocator => page.frameLocator('iframe[title^="Secure"]')

/** Types a card into the fields of a payment element or of a payment page. */
export async function fillCard(frame: FrameLocator, card: string): Promise<void> {
  await frame.getByRole('textbox', { name: 'Card number' }).fill(card)
  await frame.getByRole('textbox', { name: 'Expiry (MM / YY)' }).fill('12 / 34')
  await frame.getByRole('textbox', { name: 'CVC' }).fill('123')
}

/** What keeps somebody from using the page or the frames in it. */
export async function barriersOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}
