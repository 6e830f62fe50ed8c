import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepPictureOfFailure, openBrowser, Visitor } from '../browser/browser.ts'
import { fillCartAndCheckOut, headingOf, orderIdOf, payAtStripe, placeAndPay, signInAt } from '../browser/steps.ts'
import { Florin } from '../florin/florin.ts'
import { startOneProcess } from '../florin/one-process.ts'
import { admin, buyer, operator, receivables, visa, warehouse } from '../florin/trade.ts'

let florin: Florin
let browser: Browser
let said: string

beforeAll(async () => {
  const shape = await startOneProcess({ pages: true, fromNothing: true })
  florin = new Florin(shape)
  said = shape.said()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await florin?.close()
})
keepPictureOfFailure()

/** Lets somebody sign in with what the start printed, do something, and leave without a complaint of their browser. */
async function as(email: string, walk: (visitor: Visitor) => Promise<void>): Promise<void> {
  const password = new RegExp(`${email.replaceAll('.', '\\.')}\\s+(\\S+)`).exec(said)![1]!
  const visitor = await Visitor.open(browser, florin)
  await signInAt(visitor.page, email, password)
  await walk(visitor)
  expect(visitor.complaints()).toEqual([])
  await visitor.close()
}

async function linkStripe({ page }: Visitor): Promise<void> {
  await page.getByRole('link', { name: 'Setup', exact: true }).click()
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await page
    .getByRole('link', { name: /Integrations/ })
    .first()
    .click()
  await page
    .getByRole('link', { name: /Stripe/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Enable Stripe' }).click()
  await page.getByRole('textbox', { name: 'Business name' }).fill('Lily & Crown Wholesale Florists')
  expect(new URL(page.url()).origin).toBe(florin.shape.surroundings().simulatorUrl)
  await page.getByRole('button', { name: 'Agree and submit' }).click()
  await page.getByText('Ready to charge').first().waitFor()
}

async function letPayOnline({ page }: Visitor): Promise<void> {
  await page.getByRole('link', { name: 'Setup', exact: true }).click()
  await page.getByRole('navigation').getByRole('link', { name: 'Customers' }).last().click()
  await page.getByText('Petal & Stem').first().click()
  await openECommerceSettings()
  await page.getByRole('switch', { name: 'Pay online' }).click()
  await page.getByRole('switch', { name: 'Payment required at checkout' }).click()
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Saved.').first().waitFor()
  await page.reload()
  await openECommerceSettings()
  expect(await page.getByRole('switch', { name: 'Pay online' }).isChecked()).toBe(true)
  expect(await page.getByRole('switch', { name: 'Payment required at checkout' }).isChecked()).toBe(true)

  async function openECommerceSettings() {
    await page.getByRole('tab', { name: 'Setup' }).click()
    const advanced = page.getByRole('button', { name: 'Advanced' })
    if ((await advanced.getAttribute('aria-expanded')) !== 'true') await advanced.click()
    await headingOf(page, 'E-commerce settings').waitFor()
  }
}

async function orderAndPay({ page }: Visitor): Promise<string> {
  await fillCartAndCheckOut(page)
  await page
    .getByText(/on Stripe’s page/)
    .first()
    .waitFor()
  await placeAndPay(page)
  expect(new URL(page.url()).origin).toBe(florin.shape.surroundings().simulatorUrl)
  await page
    .getByText(/no money moves/)
    .first()
    .waitFor()
  await payAtStripe(page, visa)
  await headingOf(page, 'Paid, order confirmed').waitFor()
  return orderIdOf(page)
}

async function readThePayment({ page }: Visitor, orderNumber: string): Promise<void> {
  await page.getByRole('link', { name: 'Receivables', exact: true }).click()
  await page.getByRole('link', { name: 'Payments', exact: true }).click()
  await page.getByText(orderNumber).first().click()
  await page.waitForURL(/payments\/[0-9a-f-]{36}/)
  for (const words of [/Stripe fee/, /Convenience fee/, /Net/, /4242/, /ch_/, /pi_/])
    await page.getByText(words).first().waitFor()
}

async function ship({ page }: Visitor, orderNumber: string): Promise<void> {
  await page.getByRole('link', { name: 'Orders', exact: true }).click()
  await page.getByText(orderNumber).first().click()
  await page.getByRole('button', { name: 'Ship order' }).click()
  await page.getByText('Being shipped').first().waitFor()
  await page.getByText('Being shipped').first().waitFor({ state: 'hidden' })
}

test('a newcomer walks from an empty folder to a shipped, paid and explained order', { timeout: 300_000 }, async () => {
  await as(admin, linkStripe)
  await as(admin, letPayOnline)
  let orderId = ''
  await as(buyer, async (visitor) => {
    orderId = await orderAndPay(visitor)
  })
  await florin.settled()
  const order = await (await florin.as(receivables)).read<{ number: string; hold: string | null }>(`/api/orders/${orderId}`)
  expect(order).toMatchObject({ paymentState: 'paid', orderState: 'confirmed', hold: null })
  await as(receivables, (visitor) => readThePayment(visitor, order.number))
  await as(warehouse, (visitor) => ship(visitor, order.number))
  await as(operator, async ({ page }) => {
    await page.getByRole('link', { name: 'Income' }).first().click()
    await page.getByText('Lily & Crown').first().waitFor()
  })
  expect(await florin.faults()).toEqual([])
})
