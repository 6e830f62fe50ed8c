import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepPictureOfFailure, openBrowser, Visitor } from '../browser/browser.ts'
import { Florin } from '../florin/florin.ts'
import { startOneProcess } from '../florin/one-process.ts'
import { admin, buyer, receivables } from '../florin/trade.ts'

let florin: Florin
let browser: Browser
const stripePage = '/office/setup/settings/integrations/stripe'
const customers = '/office/customers'

beforeAll(async () => {
  florin = new Florin(await startOneProcess({ pages: true }))
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await florin?.close()
})
keepPictureOfFailure()

describe('Stripe settings are for administrators', () => {
  test.each([
    ['sales', 'sales@lilyandcrown.example'],
    ['receivables', receivables],
    ['credit manager', 'credit@lilyandcrown.example'],
    ['warehouse', 'warehouse@lilyandcrown.example'],
    ['read only', 'readonly@lilyandcrown.example'],
  ])('%s: not in the navigation, a friendly page on the address, 403 from the API', async (_role, email) => {
    const visitor = await Visitor.signedIn(browser, florin, email)
    const { page } = visitor
    await page.goto('/office')
    await visitor.settled()
    const setup = page.getByRole('link', { name: 'Setup', exact: true })
    if ((await setup.count()) > 0) {
      await setup.click()
      await visitor.settled()
    }
    expect(await page.getByRole('link', { name: 'Settings', exact: true }).count()).toBe(0)
    await page.goto(stripePage)
    await page
      .getByText(/administrator/i)
      .first()
      .waitFor()
    expect(await page.getByRole('button', { name: 'Enable Stripe' }).count()).toBe(0)
    expect(await visitor.barriers()).toEqual([])
    for (const path of ['/api/integrations/stripe', '/api/people']) expect((await page.request.get(path)).status()).toBe(403)
  })

  test('a buyer: the office is not there at all, and the API refuses', async () => {
    const visitor = await Visitor.signedIn(browser, florin, buyer)
    await visitor.page.goto(stripePage)
    await visitor.page.waitForURL(/\/shop/)
    expect((await visitor.page.request.get('/api/integrations/stripe')).status()).toBe(403)
    expect((await visitor.page.request.get('/api/orders')).status()).toBe(403)
  })
})

describe('before Stripe is linked', () => {
  test('"Pay online" is greyed, says why, and leads an administrator to where it is mended', async () => {
    const visitor = await Visitor.signedIn(browser, florin, admin)
    const { page } = visitor
    await page.goto(customers)
    await page.getByText('Petal & Stem').first().click()
    await page.getByRole('tab', { name: 'Setup' }).click()
    const advanced = page.getByRole('button', { name: 'Advanced' })
    if ((await advanced.getAttribute('aria-expanded')) !== 'true') await advanced.click()
    expect(await page.getByRole('switch', { name: 'Pay online' }).isDisabled()).toBe(true)
    await page.getByRole('link', { name: 'Stripe settings' }).click()
    await page.getByRole('button', { name: 'Enable Stripe' }).waitFor()
    expect(visitor.complaints()).toEqual([])
  })

  test('onboarding saved for later comes back with what is missing, and can be gone on with', async () => {
    const visitor = await Visitor.signedIn(browser, florin, admin)
    const { page } = visitor
    await page.goto(stripePage)
    await page.getByRole('button', { name: 'Enable Stripe' }).click()
    await page.getByRole('button', { name: 'Save for later' }).click()
    await page.waitForURL(/returned=/)
    await visitor.settled()
    await page.getByText('Stripe needs more information before customers can pay online').first().waitFor()
    expect(await page.getByText('Ready to charge').count()).toBe(0)
    expect(await visitor.barriers()).toEqual([])
    await page
      .getByRole('button', { name: /continue|go on|finish|complete/i })
      .first()
      .click()
    await page.getByRole('textbox', { name: 'Business name' }).fill('Lily & Crown')
    await page.getByRole('button', { name: 'Agree and submit' }).click()
    await page.getByText('Ready to charge').first().waitFor()
  })
})

describe('strangers', () => {
  test('whoever is not signed in is sent to sign in, and afterwards to where they wanted to go', async () => {
    const visitor = await Visitor.open(browser, florin)
    const { page } = visitor
    await page.goto(customers)
    await page.waitForURL(/\/sign-in/)
    const login = (await florin.logins()).find(({ email }) => email === admin)!
    await page.getByRole('textbox', { name: 'E-mail' }).fill(login.email)
    await page.getByRole('textbox', { name: 'Password' }).fill(login.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL(/\/office\/customers/)
  })

  test('a wrong password is told in words, and nobody is signed in', async () => {
    const visitor = await Visitor.open(browser, florin)
    const { page } = visitor
    await page.goto('/sign-in')
    await page.getByRole('textbox', { name: 'E-mail' }).fill(admin)
    await page.getByRole('textbox', { name: 'Password' }).fill('not the password')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page
      .getByRole('alert')
      .getByText(/not right/i)
      .first()
      .waitFor()
    expect(await visitor.barriers()).toEqual([])
  })
})
