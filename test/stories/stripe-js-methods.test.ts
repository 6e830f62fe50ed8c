import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tellCount } from '../../stripe-simulator/test/counted.ts'
import { barriersOn, declined, fieldsOn, fillCard, openSellersPage, type SellersPage, visa } from '../browser/sellers-page.ts'

type InPage = { Stripe(key: string): Record<string, (given: string) => Promise<unknown>> }

let seller: SellersPage

beforeAll(async () => {
  seller = await openSellersPage()
})
afterAll(() => seller?.close())

/** The methods of `interface Stripe` in the pinned package's types. */
function methodsOfStripeJs(): string[] {
  const types = readFileSync(join(import.meta.dirname, '../../node_modules/@stripe/stripe-js/dist/stripe-js/stripe.d.ts'), 'utf8')
  const [, body = ''] = /^export interface Stripe \{$([\s\S]*?)^\}$/m.exec(types) ?? []
  const names = [...body.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name!)
  expect(names.length).toBeGreaterThan(50)
  return [...new Set(names)]
}

describe('the methods of Stripe.js', () => {
  test('Checkout as one form asks for everything, says what is missing, declines in words and pays', async () => {
    const { stripe, on, told, page } = seller
    const session = await stripe.checkout.sessions.create(
      {
        mode: 'payment',
        ui_mode: 'elements',
        return_url: `${seller.shop.url}/done`,
        line_items: [{ quantity: 2, price_data: { currency: 'usd', unit_amount: 2_100, product_data: { name: 'Roses' } } }],
      },
      on,
    )
    await seller.buyerAt('form', session.client_secret, { isOnPhone: true })
    await page.getByText('Total $42.00').waitFor()
    const form = fieldsOn(page)
    await form.getByRole('button', { name: 'Pay' }).click()
    await form.getByText('Enter an email address such as name@example.com.').waitFor()
    expect(await barriersOn(page)).toEqual([])
    await form.getByRole('textbox', { name: 'Email' }).fill('gale@gardengate.example')
    await fillCard(form, declined)
    await form.getByRole('button', { name: 'Pay' }).click()
    await told('Your card was declined.')
    await fillCard(form, visa)
    await form.getByRole('button', { name: 'Pay' }).click()
    await told('It is complete')
    const paid = await stripe.checkout.sessions.retrieve(session.id, {}, on)
    expect(paid).toMatchObject({ payment_status: 'paid', customer_details: { email: 'gale@gardengate.example' } })
  })

  test('a buyer connects an account at the bank in a dialog: left it changes nothing, connected it pays at once and saves', async () => {
    const { stripe, on, told, page } = seller
    const types = { allowed_payment_method_types: ['us_bank_account' as const] }
    const intent = await stripe.paymentIntents.create({ ...types, amount: 4_000, currency: 'usd' }, on)
    const bank = page.frameLocator('iframe[title="Bank accounts"]')
    await seller.buyerAt('bank', intent.client_secret, { isOnPhone: true })
    const start = page.getByRole('button', { name: 'Pay now' })
    await start.click()
    await bank.getByText('Simulated Stripe — no money moves').waitFor()
    expect(await barriersOn(page)).toEqual([])
    await bank.getByRole('button', { name: 'Go back without connecting' }).click()
    await told('It is requires_payment_method')
    await start.click()
    await bank.getByRole('radio', { name: /6789/ }).check()
    await bank.getByRole('button', { name: 'Connect account' }).click()
    await told('It is processing')
    const paid = await stripe.paymentIntents.retrieve(intent.id, { expand: ['payment_method'] }, on)
    expect(paid.payment_method).toMatchObject({ billing_details: { name: 'Gale Marsh', email: 'gale@gardengate.example' } })

    const setup = await stripe.setupIntents.create(types, on)
    await seller.buyerAt('bank-setup', setup.client_secret)
    await start.click()
    await bank.getByRole('button', { name: 'Connect account' }).click()
    await told('It is succeeded')
  })

  test('an intent that takes no bank account says so before any dialog opens', async () => {
    const intent = await seller.stripe.paymentIntents.create(
      { amount: 4_000, currency: 'usd', allowed_payment_method_types: ['card'] },
      seller.on,
    )
    await seller.buyerAt('bank', intent.client_secret)
    await seller.page.getByRole('button', { name: 'Pay now' }).click()
    await seller.told('This intent does not take us_bank_account')
    expect(await seller.page.locator('dialog').count()).toBe(0)
  })

  test('every method that the types of Stripe.js know is there, or says in words that it is not', async ({ task }) => {
    await seller.buyerAt('nothing', null)
    const names = methodsOfStripeJs()
    const [built, answers] = await seller.page.evaluate(async (asked) => {
      const stripe = (globalThis as unknown as InPage).Stripe('pk_test_any')
      const here = Object.keys(stripe)
      const others = asked.filter((name) => !here.includes(name))
      return [
        here,
        await Promise.all(
          others.map((name) => stripe[name]?.('x').catch((error: Error) => ({ error: { message: error.message } }))),
        ),
      ] as const
    }, names)
    for (const answer of answers)
      expect(answer).toMatchObject({ error: { message: expect.stringContaining("The simulator's Stripe.js has no") } })
    expect(await seller.page.evaluate(() => 'then' in (globalThis as unknown as InPage).Stripe('pk_test_any'))).toBe(false)
    const isBuilt = names.filter((name) => built.includes(name)).length
    expect(isBuilt + answers.length).toBe(names.length)
    tellCount(
      { task },
      `Stripe’s packages for browsers: of ${names.length} methods of Stripe.js ${isBuilt} in the stand-in, ${answers.length} say that they are not`,
    )
  })
})
