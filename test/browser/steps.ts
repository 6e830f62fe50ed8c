import type { Page } from 'playwright-core'

/** What people do in the browser, by the names they see. */

export async function signInAt(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/')
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

/** Puts the first product that is there into the cart and goes to the checkout. */
export async function fillCartAndCheckOut(page: Page): Promise<void> {
  await page.goto('/shop')
  await page
    .getByRole('button', { name: /^Add .+ to cart$/ })
    .first()
    .click()
  await page.getByRole('link', { name: /Cart/ }).first().click()
  await page
    .getByRole('link', { name: 'Check out' })
    .or(page.getByRole('button', { name: 'Check out' }))
    .first()
    .click()
  await page.getByRole('radiogroup', { name: 'Ship date' }).waitFor()
}

/** Orders what is in the cart by card; the browser is then on Stripe's page. */
export async function placeAndPay(page: Page, poNumber = 'PO 4711'): Promise<void> {
  await page.getByRole('textbox', { name: 'PO number' }).fill(poNumber)
  await page.getByRole('button', { name: 'Place order and pay' }).click()
  await page.waitForURL(/\/c\/pay\//)
}

/** Fills Stripe's page and presses its button. */
export async function payAtStripe(page: Page, card: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Card number' }).fill(card)
  await page.getByRole('textbox', { name: 'Expiry (MM / YY)' }).fill('12 / 34')
  await page.getByRole('textbox', { name: 'CVC' }).fill('123')
  await page.getByRole('textbox', { name: 'Name on card' }).fill('Petra Lind')
  await page.getByRole('button', { name: /^Pay \$/ }).click()
}

export function headingOf(page: Page, name: string | RegExp) {
  return page.getByRole('heading', { name })
}

/** The order a page of the shop is about. */
export function orderIdOf(page: Page): string {
  const [, id] = /\/shop\/orders\/([0-9a-f-]{36})/.exec(page.url()) ?? []
  if (!id) throw new Error(`this page is about no order: ${page.url()}`)
  return id
}
