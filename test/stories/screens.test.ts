import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, Visitor } from '../browser/browser.ts'
import { Florin } from '../florin/florin.ts'
import { startOneProcess } from '../florin/one-process.ts'
import {
  admin,
  buyer,
  fillCart,
  letPayOnline,
  linkStripe,
  operator,
  placeOrder,
  startPaying,
  untilPaid,
  visa,
} from '../florin/trade.ts'

let florin: Florin
let browser: Browser
let visitors: Record<'nobody' | 'admin' | 'buyer' | 'operator', Visitor>
const ids: Record<string, string> = {}

beforeAll(async () => {
  florin = new Florin(await startOneProcess({ pages: true }))
  await linkStripe(florin)
  ids.customer = await letPayOnline(florin, 'Petal & Stem')
  const petra = await florin.as(buyer)
  const order = await placeOrder(petra)
  ids.session = (await startPaying(petra, order)).url
  await florin.simulator.pay(ids.session, visa)
  await untilPaid(petra, order)
  await florin.settled()
  ids.order = order.id
  ids.unpaid = (await placeOrder(petra)).id
  ids.open = (await startPaying(petra, { id: ids.unpaid })).url
  await fillCart(petra)
  const one = async (table: string) =>
    (
      await florin.rows<{ id: string }>(
        `SELECT id FROM ${table} WHERE company_id = (SELECT id FROM companies WHERE slug = 'lily-crown') LIMIT 1`,
      )
    )[0]!.id
  ids.payment = await one('payments')
  ids.invoice = await one('invoices')
  ids.product = await one('products')
  browser = await openBrowser()
  visitors = {
    nobody: await Visitor.open(browser, florin),
    admin: await Visitor.signedIn(browser, florin, admin),
    buyer: await Visitor.signedIn(browser, florin, buyer),
    operator: await Visitor.signedIn(browser, florin, operator),
  }
  for (const visitor of Object.values(visitors)) await visitor.answersOneByOne()
})
afterAll(async () => {
  await browser?.close()
  await florin?.close()
})

/** Every screen: who looks, and where it is. A word in braces is an id. */
const screens: Record<keyof typeof visitors, string[]> = {
  nobody: ['/sign-in', '/sign-in/forgot', '/demo/mails', '/no/such/page'],
  admin: [
    '/office',
    '/office/orders',
    '/office/orders/{order}',
    '/office/orders/{unpaid}',
    '/office/shipping',
    '/office/receivables/invoices',
    '/office/receivables/invoices/{invoice}',
    '/office/receivables/payments',
    '/office/receivables/payments/{payment}',
    '/office/receivables/differences',
    '/office/customers',
    '/office/customers/{customer}',
    '/office/customers/new',
    '/office/products',
    '/office/setup/company',
    '/office/setup/people',
    '/office/setup/customers',
    '/office/setup/settings',
    '/office/setup/settings/integrations',
    '/office/setup/settings/integrations/stripe',
    '/account',
  ],
  buyer: [
    '/shop',
    '/shop/products/{product}',
    '/shop/cart',
    '/shop/checkout',
    '/shop/orders',
    '/shop/orders/{order}',
    '/shop/orders/{unpaid}',
    '/shop/orders/{order}/paid',
    '{open}',
  ],
  operator: ['/operator', '/operator/income', '/operator/sellers', '/operator/fees', '/operator/events', '/operator/people'],
}
const all = Object.entries(screens).flatMap(([who, addresses]) => addresses.map((address): [string, string] => [who, address]))

/** A fifth of what Chromium's makers call good: a line that grows by a word, no more. */
const jumpMax = 0.02

describe('every screen', () => {
  test.each(all)(
    'for %s at %s has a title, no barriers (nor on a phone in the dark), nothing too wide, nothing that jumps, and no complaint',
    async (who, address) => {
      const visitor = visitors[who as keyof typeof visitors]
      const { page } = visitor
      await page.goto(address.replace(/\{(\w+)\}/, (_, name: string) => ids[name] ?? name))
      await visitor.settled()
      const jumped = await visitor.jumped()
      const name = `${who}${address}`.replaceAll(/[^\w]+/g, '-').replace(/-$/, '')
      const tooWide = await visitor.picture(name)
      const found = {
        title: (await page.title()) !== '',
        headings: await page.getByRole('heading', { level: 1 }).count(),
        barriers: [...(await visitor.barriers()), ...(await visitor.barriersOnDarkPhone())],
        tooWide: Math.max(0, tooWide),
        jumped: jumped > jumpMax ? jumped : 0,
        complaints: visitor.complaints(),
      }
      expect(found).toEqual({ title: true, headings: 1, barriers: [], tooWide: 0, jumped: 0, complaints: [] })
    },
  )
})

/** What opens over a screen: who sees it, where, and which buttons lead to it. */
const openings: [who: keyof typeof visitors, address: string, what: string, presses: (string | RegExp)[]][] = [
  ['admin', '/office', 'the menu of one’s own', [/: Your account$/]],
  ['admin', '/office', 'the search over everything', [/^Find/]],
  ['admin', '/office/orders', 'the choices of a filter', [/^Filter/]],
  ['admin', '/office/setup/people', 'the invitation', [/^Invite/]],
  ['admin', '/office/setup/people', 'what can be done with a person', [/^Change roles of/]],
  ['admin', '/office/orders/{unpaid}', 'voiding an order', ['Void order']],
  ['admin', '/office/orders/{unpaid}', 'overriding a hold', ['Override hold']],
  ['admin', '/office/setup/settings/integrations/stripe', 'disconnecting Stripe', ['Disconnect']],
]

describe('what opens over a screen', () => {
  test.each(openings)(
    '%s at %s: %s has no barriers, holds the keyboard, and Escape closes it',
    async (who, address, _, presses) => {
      const visitor = visitors[who]
      const { page } = visitor
      await page.goto(address.replace(/\{(\w+)\}/, (__, name: string) => ids[name] ?? name))
      await visitor.settled()
      for (const name of presses) await page.getByRole('button', { name }).first().click()
      const opened = page.getByRole('dialog').or(page.getByRole('menu')).first()
      await opened.waitFor()
      expect(await visitor.barriers()).toEqual([])
      const holdsFocus = () => opened.evaluate((element) => element.contains(element.ownerDocument.activeElement))
      await page.keyboard.press('Tab')
      expect(await holdsFocus()).toBe(true)
      await page.keyboard.press('Escape')
      await opened.waitFor({ state: 'hidden' })
      expect(visitor.complaints()).toEqual([])
    },
  )
})
