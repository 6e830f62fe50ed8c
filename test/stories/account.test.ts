import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepPictureOfFailure, openBrowser, Visitor } from '../browser/browser.ts'
import { Florin } from '../florin/florin.ts'
import { startOneProcess } from '../florin/one-process.ts'
import { operator, receivables, warehouse } from '../florin/trade.ts'

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

/** Gives a browser a device that makes passkeys, with its holder in front of it. */
async function withPasskeys(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
  } as const
  await session.send('WebAuthn.addVirtualAuthenticator', { options })
}
async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Your account$/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL(/sign-in/)
}
/** As if ten minutes had gone by since the person last showed who they are. */
const later = () =>
  florin.rows(`UPDATE identity.session SET "provenAt" = "provenAt" - interval '11 minutes' WHERE true RETURNING id`)

async function addPasskey(page: Page, name: string): Promise<void> {
  await page.goto('/account')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText(name, { exact: true }).waitFor()
}
const sessionOf = async (page: Page) => (await page.request.get('/api/session')).json()

test('a passkey is made, named, signs in alone, and finishes signing in after the password', async () => {
  const visitor = await Visitor.signedIn(browser, florin, receivables)
  const { page } = visitor
  await withPasskeys(page)
  await addPasskey(page, 'My laptop')
  expect((await sessionOf(page)).user.twoFactorEnabled).toBe(true)

  await signOut(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.waitForURL(/office/)
  const { items } = await (await page.request.get('/api/account/sessions')).json()
  expect(items[0]).toMatchObject({ current: true, means: 'passkey' })

  await signOut(page)
  const login = (await florin.logins()).find(({ email }) => email === receivables)!
  await page.getByRole('textbox', { name: 'E-mail' }).fill(receivables)
  await page.getByRole('textbox', { name: 'Password' }).fill(login.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('button', { name: 'Use your passkey' }).waitFor()
  expect((await sessionOf(page)).user).toBeNull()
  await page.getByRole('button', { name: 'Use your passkey' }).click()
  await page.waitForURL(/office/)
  await visitor.close()
})

test('what is important asks once more, by passkey, and then goes on by itself', async () => {
  const visitor = await Visitor.signedIn(browser, florin, warehouse)
  const { page } = visitor
  await withPasskeys(page)
  await addPasskey(page, 'Scanner')
  await later()
  await page.getByRole('button', { name: 'Change passkey Scanner' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Is it you?' })
  await dialog.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByText('The passkey is removed.').waitFor()
  await page.getByText('Scanner', { exact: true }).waitFor({ state: 'detached' })
  await visitor.close()
})

test('an operator invites another after showing the password once more; declining leaves everything as it was', async () => {
  const visitor = await Visitor.signedIn(browser, florin, operator)
  const { page } = visitor
  await later()
  await page.goto('/operator/people')
  const invite = async () => {
    await page.getByRole('button', { name: 'Invite a person' }).click()
    await page.getByRole('textbox', { name: 'E-mail' }).fill('second@florin.example')
    await page.getByRole('button', { name: 'Send invitation' }).click()
  }
  const dialog = page.getByRole('dialog', { name: 'Is it you?' })
  await invite()
  expect(await visitor.barriers()).toEqual([])
  await dialog.getByRole('button', { name: 'Cancel' }).first().click()
  await page.getByText('Nothing was changed yet').waitFor()
  expect(await page.getByRole('textbox', { name: 'E-mail' }).inputValue()).toBe('second@florin.example')
  await page.getByRole('button', { name: 'Send invitation' }).click()
  const login = (await florin.logins()).find(({ email }) => email === operator)!
  await dialog.getByRole('textbox', { name: 'Your password' }).fill('not the password')
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await dialog.getByRole('alert').waitFor()
  await dialog.getByRole('textbox', { name: 'Your password' }).fill(login.password)
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await page.getByText('second@florin.example').first().waitFor()
  await page.getByText('Open invitations').waitFor()
  await visitor.close()
})
