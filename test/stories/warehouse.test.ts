import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { desk, keepPictureOfFailure, openBrowser, phone, Visitor } from '../browser/browser.ts'
import { Florin, until } from '../florin/florin.ts'
import { startOneProcess } from '../florin/one-process.ts'
import { admin, buyer, fillCart, onceOnly, placeOrder, warehouse, wishOf } from '../florin/trade.ts'

let florin: Florin
let browser: Browser
beforeAll(async () => {
  florin = new Florin(await startOneProcess({ pages: true }))
  browser = await openBrowser()
  const buyers = await florin.as(buyer)
  for (let placed = 0; placed < 9; placed++) await placeOrder(buyers, 'terms')
})
afterAll(async () => {
  await browser?.close()
  await florin?.close()
})
keepPictureOfFailure()

/** Numbers of the orders that have left or are about to, since a moment. */
async function leaving(since: Date): Promise<string[]> {
  const rows = await florin.rows<{ number: string }>(
    'SELECT number FROM orders WHERE shipping_id IS NOT NULL OR shipped_at >= $1 ORDER BY number',
    [since],
  )
  return rows.map((row) => row.number)
}
const now = async () => (await florin.rows<{ now: Date }>('SELECT clock_timestamp() AS now'))[0]!.now
const stateOf = async (number: string) =>
  (await florin.rows<{ state: string }>('SELECT fulfilment_state AS state FROM orders WHERE number = $1', [number]))[0]!.state
/** Nothing is under way any more: what was pressed before is posted. */
const quiet = () =>
  until(
    'everything pressed is posted',
    async () => (await florin.rows('SELECT 1 FROM orders WHERE shipping_id IS NOT NULL')).length === 0,
  )

async function openShipping(size = desk): Promise<Visitor> {
  await quiet()
  const visitor = await Visitor.signedIn(browser, florin, warehouse, size)
  await visitor.page.goto('/office/shipping')
  await shipButtons(visitor.page).first().waitFor()
  return visitor
}
const shipButtons = (page: Page) => page.getByRole('button', { name: /^Ship order \d+$/ })
const numberOf = async (button: Locator) => /\d+/.exec((await button.getAttribute('aria-label'))!)![0]
const cards = async (page: Page) =>
  page.getByRole('article').evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')))
const undoOf = (page: Page, number: string) => page.getByRole('button', { name: `Undo shipping order ${number}` })

/** Two clicks at one spot, so far from the left of the button; the second one comes down at once and goes up so many milliseconds later. */
async function clickTwice(page: Page, button: Locator, gapMs: number, share: number): Promise<void> {
  const box = (await button.boundingBox())!
  const [x, y] = [box.x + box.width * share, box.y + box.height / 2]
  await page.mouse.click(x, y)
  await page.mouse.click(x, y, { delay: gapMs })
}

describe('the warehouse’s two taps', () => {
  test.each<[number, typeof desk, number?]>([
    [0, desk],
    [100, desk],
    [700, desk],
    [700, desk, 0.1],
    [700, phone, 0.1],
  ])('%d ms apart ship one order, and no card moves', async (gapMs, size, share = 0.5) => {
    const visitor = await openShipping(size)
    const { page } = visitor
    const [before, since] = [await cards(page), await now()]
    const button = shipButtons(page).first()
    const number = await numberOf(button)
    await clickTwice(page, button, gapMs, share)
    await undoOf(page, number).waitFor()
    expect(await leaving(since)).toEqual([number])
    await page
      .getByText(/^Posted/)
      .first()
      .waitFor()
    expect(await leaving(since)).toEqual([number])
    expect(await cards(page)).toEqual(before)
    expect(visitor.complaints()).toEqual([])
  })

  test('taken back in time ship nothing, and the card is as it was', async () => {
    const visitor = await openShipping()
    const { page } = visitor
    const number = await numberOf(shipButtons(page).first())
    await shipButtons(page).first().click()
    await undoOf(page, number).click()
    await page.getByRole('button', { name: `Ship order ${number}` }).waitFor()
    await until('the press has had its turn', async () => {
      const rows = await florin.rows(`SELECT 1 FROM outbox WHERE kind = 'order.ship' AND state = 'waiting'`)
      return rows.length === 0
    })
    expect(await stateOf(number)).toBe('unfulfilled')
    expect(visitor.complaints()).toEqual([])
    expect(await visitor.barriers()).toEqual([])
  })

  test('are posted also when the page was closed at once', async () => {
    const { page } = await openShipping(phone)
    const number = await numberOf(shipButtons(page).first())
    await shipButtons(page).first().click()
    await undoOf(page, number).waitFor()
    await page.close()
    await until('the order has shipped', async () => (await stateOf(number)) === 'shipped')
  })

  test('are seen by a colleague, who may take them back', async () => {
    const mine = await openShipping()
    const number = await numberOf(shipButtons(mine.page).first())
    await shipButtons(mine.page).first().click()
    await undoOf(mine.page, number).waitFor()
    const theirs = await Visitor.signedIn(browser, florin, admin)
    await theirs.page.goto('/office/shipping')
    await theirs.page
      .getByText(/^Shipped by /)
      .first()
      .waitFor()
    await undoOf(theirs.page, number).click()
    await mine.page.getByRole('button', { name: `Ship order ${number}` }).waitFor()
    expect(await stateOf(number)).toBe('unfulfilled')
  })
})

test('an order that comes meanwhile waits to be asked for', async () => {
  const { page } = await openShipping()
  const before = await cards(page)
  // One that leaves soon belongs among the first.
  const buyers = await florin.as(buyer)
  const checkout = await fillCart(buyers)
  const wish = { ...wishOf(checkout, 'terms'), shipDate: checkout.shipDates[0]!.date }
  const added = await buyers.do<{ number: string }>('POST', '/api/shop/orders', wish, onceOnly())
  await page.evaluate(`document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))`)
  await page.getByRole('button', { name: '1 new' }).waitFor()
  expect(await cards(page)).toEqual(before)
  await page.getByRole('button', { name: '1 new' }).click()
  await page.getByRole('article', { name: `Order ${added.number}` }).waitFor()
})

describe('keys', () => {
  test('are listed under ?, and do what they say, but not while somebody types', async () => {
    const visitor = await Visitor.signedIn(browser, florin, admin)
    const { page } = visitor
    await page.goto('/office/customers')
    await page.getByRole('link', { name: 'Petal & Stem' }).first().waitFor()
    await page.keyboard.press('?')
    const list = page.getByRole('dialog', { name: 'Keys on this page' })
    for (const key of ['/', 'n', '?', 'Ctrl K / ⌘ K', '↓ ↑']) await list.getByText(key, { exact: true }).first().waitFor()
    await page.keyboard.press('n')
    expect(page.url()).toMatch(/customers$/)
    await page.keyboard.press('Escape')
    await list.waitFor({ state: 'hidden' })
    await page.keyboard.press('/')
    await page.keyboard.type('n?')
    expect(await page.getByRole('searchbox').inputValue()).toBe('n?')
    await page.keyboard.press('Escape')
    await page.getByRole('searchbox').blur()
    await page.keyboard.press('ArrowDown')
    await page.waitForFunction(`document.activeElement.hasAttribute('data-row')`)
    await page.keyboard.press('n')
    await page.waitForURL(/customers\/new/)
    expect(visitor.complaints()).toEqual([])
  })
})
