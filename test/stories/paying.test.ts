import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { keepPictureOfFailure, openBrowser, phone, Visitor } from '../browser/browser.ts'
import { fillCartAndCheckOut, headingOf, orderIdOf, payAtStripe, placeAndPay } from '../browser/steps.ts'
import { Florin } from '../florin/florin.ts'
import { startOneProcess } from '../florin/one-process.ts'
import { buyer, declined, letPayOnline, linkStripe, paymentOf, receivables, threeDs, untilPaid, visa } from '../florin/trade.ts'

let florin: Florin
let browser: Browser
let stripeAccount: string
const onTerms = 'gale@gardengate.example'
const ordersOnly = 'owen@petalandstem.example'

beforeAll(async () => {
  florin = new Florin(await startOneProcess({ pages: true }))
  stripeAccount = await linkStripe(florin)
  await letPayOnline(florin, 'Petal & Stem')
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await florin?.close()
})
keepPictureOfFailure()
afterEach(async () => {
  await florin.settled()
  expect(await florin.faults()).toEqual([])
})

/** The order the newest attempt is for: what the browser just went to Stripe's page with. */
const newestOrder = async () => {
  const [row] = await florin.rows<{ order_id: string }>('SELECT order_id FROM payment_attempts ORDER BY created_at DESC LIMIT 1')
  return { id: row!.order_id }
}
const chargesOf = async (order: { id: string }) => {
  const [row] = await florin.rows<{ number: string }>('SELECT number FROM orders WHERE id = $1', [order.id])
  type Charge = { id: string; paid: boolean; metadata: Record<string, string> }
  const charges = await florin.simulator.objects<Charge>('charge', stripeAccount)
  return charges.filter(({ paid, metadata }) => paid && metadata.order_number === row!.number).length
}
const paid = (page: Page) => headingOf(page, 'Paid, order confirmed').waitFor()

async function petraPays(size = undefined as typeof phone | undefined): Promise<Visitor> {
  const visitor = await Visitor.signedIn(browser, florin, buyer, size)
  await fillCartAndCheckOut(visitor.page)
  await placeAndPay(visitor.page)
  return visitor
}

describe('paying by card in the browser', () => {
  test('a declined card is told in words on Stripe’s page; another one pays', async () => {
    const { page } = await petraPays()
    await payAtStripe(page, declined)
    await page
      .getByRole('alert')
      .getByText(/declined/i)
      .first()
      .waitFor()
    await payAtStripe(page, visa)
    await paid(page)
    expect(await chargesOf({ id: orderIdOf(page) })).toBe(1)
  })

  test('3-D Secure: failed at the bank it is not paid, completed it is', async () => {
    const { page } = await petraPays()
    await payAtStripe(page, threeDs)
    await page.getByRole('button', { name: 'Fail authentication' }).click()
    await page.getByRole('alert').first().waitFor()
    await payAtStripe(page, threeDs)
    await page.getByRole('button', { name: 'Complete authentication' }).click()
    await paid(page)
  })

  test('left and come back to later: the order is safe, and paying goes on', async () => {
    const visitor = await petraPays()
    const { page } = visitor
    await page.getByRole('link', { name: /^Back to/ }).click()
    await headingOf(page, 'Your order is safe').or(page.getByText('Your order is safe')).first().waitFor()
    const orderId = orderIdOf(page)
    await page.goto('/shop/orders')
    await page.goto(`/shop/orders/${orderId}`)
    await page
      .getByRole('button', { name: /^(Pay now|Go on paying|Try again)$/ })
      .first()
      .click()
    await page.waitForURL(/\/c\/pay\//)
    await payAtStripe(page, visa)
    await paid(page)
    expect(visitor.complaints()).toEqual([])
  })

  test('the tab closed right after paying: applied all the same', async () => {
    const visitor = await petraPays()
    const order = await newestOrder()
    // The way back is cut: the browser never reaches Florin's page again.
    await visitor.page.route('**/shop/orders/**', (route) => route.abort())
    await payAtStripe(visitor.page, visa).catch(() => {})
    await visitor.page.close()
    await untilPaid(await florin.as(buyer), order)
    expect(await chargesOf(order)).toBe(1)
  })

  test('a double click on "Place order and pay" and on Stripe’s button is one order and one charge', async () => {
    const visitor = await Visitor.signedIn(browser, florin, buyer)
    const { page } = visitor
    await fillCartAndCheckOut(page)
    const before = await florin.count('orders')
    await page.getByRole('button', { name: 'Place order and pay' }).dblclick()
    await page.waitForURL(/\/c\/pay\//)
    expect(await florin.count('orders')).toBe(before + 1)
    await page.getByRole('textbox', { name: 'Card number' }).fill(visa)
    await page.getByRole('textbox', { name: 'Expiry (MM / YY)' }).fill('12 / 34')
    await page.getByRole('textbox', { name: 'CVC' }).fill('123')
    await page.getByRole('textbox', { name: 'Name on card' }).fill('Petra Lind')
    await page.getByRole('button', { name: /^Pay \$/ }).dblclick()
    await paid(page)
    expect(await chargesOf({ id: orderIdOf(page) })).toBe(1)
  })

  test('two tabs that pay the same order: one page, one charge, and both show it paid', async () => {
    const visitor = await petraPays()
    const { page } = visitor
    await page.getByRole('link', { name: /^Back to/ }).click()
    await page.getByText('Your order is safe').first().waitFor()
    const orderId = orderIdOf(page)
    const second = await visitor.newTab()
    await second.goto(`/shop/orders/${orderId}`)
    await page.goto(`/shop/orders/${orderId}`)
    const pay = (tab: Page) =>
      tab
        .getByRole('button', { name: /^(Pay now|Go on paying|Try again)$/ })
        .first()
        .click()
    await Promise.all([pay(page), pay(second)])
    await Promise.all([page.waitForURL(/\/c\/pay\//), second.waitForURL(/\/c\/pay\//)])
    expect(second.url()).toBe(page.url())
    await payAtStripe(page, visa)
    await paid(page)
    await second.goto(`/shop/orders/${orderId}`)
    await second.getByText('Paid', { exact: true }).first().waitFor()
    expect(await chargesOf({ id: orderId })).toBe(1)
  })

  test('a page that waits turns by itself when the payment is known', async () => {
    const visitor = await petraPays()
    const order = await newestOrder()
    const watching = await visitor.newTab()
    await watching.goto(`/shop/orders/${order.id}`)
    await watching
      .getByRole('button', { name: /^(Pay now|Go on paying|Try again)$/ })
      .first()
      .waitFor()
    await florin.simulator.pay(visitor.page.url(), visa)
    await watching.getByText('Paid', { exact: true }).first().waitFor()
    expect(visitor.complaints()).toEqual([])
  })

  test('on a phone, standing up: the same walk, nothing wider than the screen', async () => {
    const visitor = await Visitor.signedIn(browser, florin, buyer, phone)
    const { page } = visitor
    await fillCartAndCheckOut(page)
    await placeAndPay(page)
    await payAtStripe(page, visa)
    await paid(page)
    expect(await visitor.picture('shop-paid')).toBeLessThanOrEqual(0)
    expect(visitor.complaints()).toEqual([])
  })
})

describe('who may not pay, or not here', () => {
  test('a customer without "Pay online" orders on terms; nothing about cards is offered', async () => {
    const visitor = await Visitor.signedIn(browser, florin, onTerms)
    const { page } = visitor
    await fillCartAndCheckOut(page)
    const card = page.getByRole('radio', { name: 'Pay by card now' })
    expect((await card.count()) === 0 || (await card.isDisabled())).toBe(true)
    await page.getByRole('button', { name: 'Place order', exact: true }).click()
    await page.waitForURL(/\/shop\/orders\/[0-9a-f-]{36}/)
    const order = await (await florin.as(receivables)).read(`/api/orders/${orderIdOf(page)}`)
    expect(order).toMatchObject({ orderState: 'confirmed', paymentState: 'unpaid', hold: null })
    expect(visitor.complaints()).toEqual([])
  })

  test('somebody who may order but not pay sees why, and a colleague pays it', async () => {
    const visitor = await Visitor.signedIn(browser, florin, ordersOnly)
    const { page } = visitor
    await fillCartAndCheckOut(page)
    await page.getByRole('button', { name: 'Place order', exact: true }).click()
    await page.waitForURL(/\/shop\/orders\/[0-9a-f-]{36}/)
    const order = { id: orderIdOf(page) }
    await page.getByText('Unpaid', { exact: true }).first().waitFor()
    const payNow = page.getByRole('button', { name: 'Pay now' })
    expect((await payNow.count()) === 0 || (await payNow.isDisabled())).toBe(true)
    expect((await paymentOf(await florin.as(ordersOnly), order)).canPay).toBe(false)
    const colleague = await Visitor.signedIn(browser, florin, buyer)
    await colleague.page.goto(`/shop/orders/${order.id}`)
    await colleague.page.getByRole('button', { name: 'Pay now' }).first().click()
    await colleague.page.waitForURL(/\/c\/pay\//)
    await payAtStripe(colleague.page, visa)
    await paid(colleague.page)
    await page.getByText('Paid', { exact: true }).first().waitFor()
  })
})
