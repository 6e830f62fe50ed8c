import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepPictureOfFailure, openBrowser, Visitor } from '../browser/browser.ts'
import { Florin } from '../florin/florin.ts'
import { startOneProcess } from '../florin/one-process.ts'
import { admin, operator, receivables } from '../florin/trade.ts'

let florin: Florin
let browser: Browser

beforeAll(async () => {
  florin = new Florin(await startOneProcess({ pages: true }))
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await florin?.close()
})
keepPictureOfFailure()

const field = (page: Page, name: string) => page.getByLabel(name, { exact: true })

test('sales adds a customer in Hong Kong: the form asks what is written there, and no postal code', async () => {
  const sales = await Visitor.signedIn(browser, florin, 'sales@lilyandcrown.example')
  const { page } = sales
  await page.goto('/office/customers/new')
  await sales.settled()
  await page.getByRole('textbox', { name: 'ZIP code' }).waitFor()
  const country = page.getByRole('combobox', { name: 'Country' })
  await country.click()
  await country.fill('hong')
  await page.getByRole('option', { name: 'Hong Kong' }).click()
  await page.getByRole('textbox', { name: 'Area' }).waitFor()
  expect(await page.getByRole('textbox', { name: /ZIP|Postal/ }).count()).toBe(0)
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Harbour Blooms')
  await page.getByRole('textbox', { name: 'Name of the address' }).fill('Shop')
  await page.getByRole('textbox', { name: 'Street', exact: true }).fill('1 Nathan Road')
  await page.getByRole('button', { name: 'Add customer' }).click()
  await page.getByText('Write the state, province or region').first().waitFor()
  await page.getByRole('textbox', { name: 'Area' }).fill('Kowloon')
  await page.getByRole('button', { name: 'Add customer' }).click()
  await page.getByRole('heading', { name: 'Harbour Blooms' }).waitFor()
  // Nobody who may has decided about credit yet.
  await page.getByText(/· Prepaid/).waitFor()
  await page.getByText('Kowloon').waitFor()
  expect(await sales.barriers()).toEqual([])
})

test('a second address is added on the customer’s page, made the one for bills, and taken away again', async () => {
  const sales = await Visitor.signedIn(browser, florin, 'sales@lilyandcrown.example')
  const { page } = sales
  await page.goto('/office/customers')
  await page.getByRole('link', { name: 'Garden Gate Events' }).first().click()
  await page.getByRole('button', { name: 'Add an address' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name of the address' }).fill('Depot')
  await dialog.getByRole('textbox', { name: 'Street', exact: true }).fill('9 Depot Road')
  await dialog.getByRole('textbox', { name: 'City' }).fill('Newark')
  await dialog.getByRole('textbox', { name: 'State' }).fill('NJ')
  await dialog.getByRole('textbox', { name: 'ZIP code' }).fill('0710')
  await dialog.getByRole('checkbox', { name: 'Put this address on invoices' }).check()
  await dialog.getByRole('button', { name: 'Add an address' }).click()
  await dialog.getByText('A postal code of this country looks like').first().waitFor()
  await dialog.getByRole('textbox', { name: 'ZIP code' }).fill('07102')
  expect(await sales.barriers()).toEqual([])
  await dialog.getByRole('button', { name: 'Add an address' }).click()
  await page.getByText('Newark, NJ 07102').first().waitFor()
  const depot = page.getByRole('listitem').filter({ hasText: '9 Depot Road' }).first()
  await depot.getByText('Bills').waitFor()
  await page.getByRole('button', { name: 'Remove address Depot' }).click()
  await page.getByText('Another address then becomes the default in its place.').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('Address Depot was removed.').waitFor()
  expect(await sales.complaints()).toEqual([expect.stringContaining('400')])
})

/** The pages of a document as Chromium writes it, and a copy to look at where pictures are kept. */
async function pagesOf(page: Page, name: string, format: 'Letter' | 'A4'): Promise<number> {
  const pdf = await page.pdf({ format })
  if (process.env.PICTURES) await writeFile(join(import.meta.dirname, `../../test-results/screens/${name}-${format}.pdf`), pdf)
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length
}

test('an invoice is a document on Letter and on A4; one of sixty lines goes over pages with its heads on each', async () => {
  const person = await florin.as(receivables)
  const { items } = await person.read<{ items: { id: string; number: string }[] }>('/api/invoices?state=open&limit=1')
  const { id, number } = items[0]!
  const visitor = await Visitor.signedIn(browser, florin, receivables)
  const { page } = visitor
  await page.goto(`/office/receivables/invoices/${id}`)
  const document = page.getByRole('article', { name: `Invoice ${number}` })
  for (const said of [
    '1200 NW 7th Avenue',
    'Miami, FL 33136',
    'Bill to',
    'Ship to',
    'Terms',
    'First Florist Bank',
    'Customer number',
  ])
    await document.getByText(said).first().waitFor()
  await page.getByText(`Invoice ${number} was issued for`).waitFor()
  let count = 3
  await page.route(`**/api/invoices/${id}`, async (route) => {
    const invoice = await (await route.fetch()).json()
    const lines = Array.from({ length: count }, (_, index) => ({ ...invoice.lines[0], sku: `SKU-${index}` }))
    await route.fulfill({ json: { ...invoice, lines } })
  })
  for (const [lines, pages] of [
    [3, [1]],
    [60, [3, 4, 5]],
  ] as const) {
    count = lines
    await page.reload()
    await document.getByText(`SKU-${lines - 1} `).waitFor()
    for (const format of ['Letter', 'A4'] as const) expect(pages).toContain(await pagesOf(page, `invoice-of-${lines}`, format))
  }
  await page.emulateMedia({ media: 'print' })
  const display = (selector: string) =>
    document
      .locator(selector)
      .first()
      .evaluate((part) => (globalThis as never as Window).getComputedStyle(part as never).display)
  expect([await display('thead'), await display('tfoot')]).toEqual(['table-header-group', 'table-row-group'])
  for (const role of ['navigation', 'banner', 'button'] as const) expect(await page.getByRole(role).count()).toBe(0)
})

type Window = { getComputedStyle(part: never): { display: string } }

test('a fee for all sellers is set only after what it changes was read; what is not touched stays', async () => {
  const visitor = await Visitor.signedIn(browser, florin, operator)
  const { page } = visitor
  await page.goto('/operator/fees')
  await field(page, 'Percent').fill('1.00')
  await page.getByRole('button', { name: 'Review the change' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Harbour Greens, Lily & Crown').waitFor()
  await dialog.getByText('Until then: 0.50 % + 0.10 USD, at least 0.25 USD, at most 15.00 USD').waitFor()
  await dialog.getByText('10.10').waitFor()
  expect(await visitor.barriers()).toEqual([])
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  const person = await florin.as(operator)
  const schedules = async () => (await person.read<{ items: object[] }>('/api/operator/fee-schedules')).items
  expect(await schedules()).toHaveLength(1)
  await page.getByRole('button', { name: 'Review the change' }).click()
  await dialog.getByRole('button', { name: 'Set it for 2 sellers' }).click()
  await page.getByText('The new fee is set.').waitFor()
  expect((await schedules())[0]).toMatchObject({ basisPoints: 100, fixedMinor: 10, minimumMinor: 25, capMinor: 1_500 })
})

test('the seller’s address is set under Setup › Company, and a part of one is refused where it stands', async () => {
  const visitor = await Visitor.signedIn(browser, florin, admin)
  const { page } = visitor
  await page.goto('/office/setup/company')
  await page.getByRole('textbox', { name: 'City' }).fill('')
  await page.getByRole('button', { name: 'Save for invoices' }).click()
  await page.getByText('Write the city.').first().waitFor()
  await page.getByRole('textbox', { name: 'City' }).fill('Miami Beach')
  await page.getByRole('button', { name: 'Save for invoices' }).click()
  await page
    .getByText('Address: 1200 NW 7th Avenue, Miami, FL 33136, United States → 1200 NW 7th Avenue, Miami Beach, FL 33136')
    .waitFor()
  expect(await visitor.barriers()).toEqual([])
})
