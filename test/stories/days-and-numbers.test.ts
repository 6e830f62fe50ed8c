import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shipAndInvoice } from '../../app/receivables/ship-and-invoice.ts'
import { desk, keepPictureOfFailure, openBrowser, Visitor } from '../browser/browser.ts'
import { Florin } from '../florin/florin.ts'
import { startOneProcess } from '../florin/one-process.ts'
import {
  admin,
  buyer,
  fillCart,
  letPayOnline,
  linkStripe,
  operator,
  otherAdmin,
  placeOrder,
  startPaying,
  untilPaid,
  visa,
} from '../florin/trade.ts'

let florin: Florin
let browser: Browser
let invoiceId: string
let orderId: string

beforeAll(async () => {
  florin = new Florin(await startOneProcess({ pages: true }))
  browser = await openBrowser()
  await linkStripe(florin)
  await letPayOnline(florin, 'Petal & Stem', false)
  const petra = await florin.as(buyer)
  const paid = await placeOrder(petra)
  const { url } = await startPaying(petra, paid)
  await florin.simulator.pay(url, visa)
  await untilPaid(petra, paid)
  // The last half hour of January in New York is February in London, in Tokyo and on Kiritimati.
  await florin.rows(`UPDATE orders SET terms = 'eom', terms_days = 0 WHERE id = $1`, [paid.id])
  const { deps } = await florin.eyes()
  const { invoice } = await shipAndInvoice(
    deps,
    await florin.companyId('lily-crown'),
    { kind: 'system' },
    paid.id,
    new Date('2027-02-01T04:30:00Z'),
  )
  invoiceId = invoice.id
  orderId = paid.id
  await fillCart(petra)
})
afterAll(async () => {
  await browser?.close()
  await florin?.close()
})
keepPictureOfFailure()

const zones = ['America/New_York', 'Europe/London', 'Asia/Tokyo', 'Pacific/Kiritimati']

/** All that a page says, without naming the zone of its times, which only readers elsewhere need. */
async function said({ page }: Visitor): Promise<string> {
  // With what charts have written beside their axes; the names that elements are counted by are no words.
  const text = (await page.locator('main').textContent()) ?? ''
  return text.replaceAll(' New York time', '').replaceAll(/_r_\w+_/g, '')
}

describe('a day belongs to the business', () => {
  test.each([
    ['the invoice', admin, () => `/office/receivables/invoices/${invoiceId}`, /Issued31 Jan 2027/],
    ['the invoices', admin, () => '/office/receivables/invoices', /31 Jan 2027/],
    ['the office’s order', admin, () => `/office/orders/${orderId}`, /Shipped31 Jan 2027/],
    ['the orders', admin, () => '/office/orders', /\d+ \w{3} 20\d\d/],
    ['the payments', admin, () => '/office/receivables/payments', /30001\d+ \w{3} 20\d\d/],
    // The last day of its axis stands there when the chart is drawn.
    ['the start page with its chart', admin, () => '/office', /\d \w{3}\d+ \w{3}.*0.*USD/],
    ['the buyer’s order', buyer, () => `/shop/orders/${orderId}`, /31 Jan 2027/],
    ['the buyer’s orders', buyer, () => '/shop/orders', /\d+ \w{3} 20\d\d/],
    ['the checkout', buyer, () => '/shop/checkout', /until \d+ \w{3} 20\d\d, 3:00/],
    ['the operator’s income', operator, () => '/operator/income', /\d+ \w{3} 20\d\d/],
  ])('%s: the same from four time zones', async (_, email, path, drawn) => {
    const there = await Promise.all(
      zones.map(async (timezoneId) => {
        const visitor = await Visitor.signedIn(browser, florin, email, desk, { timezoneId })
        await visitor.page.goto(path())
        await visitor.settled()
        return visitor
      }),
    )
    for (const visitor of there) await expect.poll(() => said(visitor)).toMatch(drawn)
    // Answers come when they come; in the end all pages say one thing.
    await expect.poll(async () => new Set(await Promise.all(there.map(said))).size, { timeout: 10_000 }).toBe(1)
    expect(there.flatMap((visitor) => visitor.complaints())).toEqual([])
  })

  test('an invoice of the last evening of January is issued and due in January, read from London too', async () => {
    const visitor = await Visitor.signedIn(browser, florin, admin, desk, { timezoneId: 'Europe/London' })
    await visitor.page.goto(`/office/receivables/invoices/${invoiceId}`)
    await visitor.settled()
    const days = visitor.page.locator('main time')
    expect([...new Set(await days.allTextContents())].filter((text) => text.includes('2027'))).toEqual(['31 Jan 2027'])
    expect(await visitor.picture('days-invoice')).toBe(0)
  })

  test('the checkout says by whose clock its deadline is', async () => {
    for (const timezoneId of ['America/New_York', 'Asia/Tokyo']) {
      const visitor = await Visitor.signedIn(browser, florin, buyer, desk, { timezoneId })
      await visitor.page.goto('/shop/checkout')
      await visitor.page.getByText(/For this day you can order until .+, 3:00 PM New York time\./).waitFor()
      if (timezoneId === 'Asia/Tokyo') expect(await visitor.picture('days-checkout')).toBe(0)
      await visitor.page.goto('/shop')
      await visitor.page.getByText(/\(until 3:00 PM New York time\)/).waitFor()
      if (timezoneId === 'Asia/Tokyo') expect(await visitor.picture('days-shop')).toBe(0)
      await visitor.close()
    }
  })

  test('what came in today is the list of today’s payments, from wherever one looks', async () => {
    const visitor = await Visitor.signedIn(browser, florin, admin, desk, { timezoneId: 'Pacific/Kiritimati' })
    const { page } = visitor
    await page.goto('/office')
    await page.getByRole('link', { name: 'Received today' }).click()
    await page.waitForURL(/receivedOn=\d{4}-\d\d-\d\d/)
    await visitor.settled()
    const receivedOn = new URL(page.url()).searchParams.get('receivedOn')!
    const listed = await page.request.get(`/api/payments?receivedOn=${receivedOn}`)
    const home = await (await page.request.get('/api/home')).json()
    const [total] = (await listed.json()).totals
    expect(total.amount).toEqual(home.money.receivedToday.amount)
    expect(home.money.receivedByDay.at(-1)).toEqual({ day: receivedOn, minor: total.amount.minor })
    expect(await visitor.picture('days-payments')).toBe(0)
  })
})

describe('numbers are read as their reader writes them', () => {
  const freight = () => florin.rows<{ freight_minor: string }>(`SELECT freight_minor FROM companies WHERE slug = 'lily-crown'`)
  const stored = async () => Number((await freight())[0]!.freight_minor)
  const company = async (locale: string) => {
    const visitor = await Visitor.signedIn(browser, florin, admin, desk, { locale })
    await visitor.page.goto('/office/setup/company')
    await visitor.settled()
    return visitor
  }
  async function saveFreight(page: Page, typed: string): Promise<void> {
    const field = page.getByLabel(/^(Freight|Flete)/)
    await field.fill(typed)
    await page.getByRole('button', { name: /^(Save|Guardar)/ }).click()
  }

  test.each([
    ['de-DE', '28,50', '28,50', 2_850],
    ['de-DE', '1.234,50', '1.234,50', 123_450],
    ['es-MX', '1,234.5', '1,234.50', 123_450],
    ['en-GB', '19', '19.00', 1_900],
  ])('freight in %s: %s stays %s', async (locale, typed, written, minor) => {
    const visitor = await company(locale)
    const { page } = visitor
    await page.getByLabel(/^(Freight|Flete)/).fill(typed)
    await page.getByText(`= ${written} USD`).waitFor()
    expect(await visitor.picture(`numbers-freight-${locale}-${minor}`)).toBe(0)
    await saveFreight(page, typed)
    await expect.poll(stored).toBe(minor)
    expect(await page.getByLabel(/^(Freight|Flete)/).inputValue()).toBe(written)
    expect(visitor.complaints()).toEqual([])
  })

  test('a German’s point is asked about, and the answer is one click', async () => {
    const visitor = await company('de-DE')
    const { page } = visitor
    const before = await stored()
    await saveFreight(page, '17.25')
    await page.getByText('Do you mean').waitFor()
    expect(await visitor.barriers()).toEqual([])
    expect(await visitor.picture('numbers-asked')).toBe(0)
    expect(await stored()).toBe(before)
    await page.getByRole('button', { name: '17,25 USD' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect.poll(stored).toBe(1_725)
  })

  test('where a comma may be either, both numbers are offered', async () => {
    const visitor = await company('de-DE')
    await saveFreight(visitor.page, '1,234')
    await visitor.page.getByRole('button', { name: '1.234,00 USD' }).waitFor()
    expect(await visitor.page.getByRole('button', { name: '1,23 USD' }).count()).toBe(1)
    expect(await stored()).not.toBe(123_400)
  })

  test('half a percent is half a percent with a comma, and the fee beside it is no hundred times more', async () => {
    const visitor = await Visitor.signedIn(browser, florin, operator, desk, { locale: 'de-DE' })
    const { page } = visitor
    await page.goto('/operator/fees')
    await visitor.settled()
    await page.getByLabel('Percent', { exact: false }).fill('0,5')
    await page.getByLabel('Fixed', { exact: false }).fill('0,30')
    await page.getByText(/412,50 USD.+2,36 USD/).waitFor()
    expect(await visitor.picture('numbers-fee')).toBe(0)
  })

  test('in a company of yen a limit of 500000 is 500,000 yen', async () => {
    const id = await florin.companyId('harbour-greens')
    await florin.rows(`UPDATE companies SET currency = 'jpy' WHERE id = $1`, [id])
    const [customer] = await florin.rows<{ id: string }>(
      'UPDATE customers SET credit_limit_minor = NULL WHERE id = (SELECT id FROM customers WHERE company_id = $1 ORDER BY number LIMIT 1) RETURNING id',
      [id],
    )
    const visitor = await Visitor.signedIn(browser, florin, otherAdmin)
    const { page } = visitor
    await page.goto(`/office/customers/${customer!.id}`)
    await page.getByRole('tab', { name: 'Setup' }).click()
    await page.getByLabel(/Credit limit/).fill('500000')
    await page.getByText('= 500,000 JPY').waitFor()
    expect(await visitor.picture('numbers-limit')).toBe(0)
    await page.getByRole('button', { name: 'Save' }).click()
    const limit = () =>
      florin.rows<{ credit_limit_minor: string }>('SELECT credit_limit_minor FROM customers WHERE id = $1', [customer!.id])
    await expect.poll(async () => Number((await limit())[0]!.credit_limit_minor)).toBe(500_000)
  })
})
