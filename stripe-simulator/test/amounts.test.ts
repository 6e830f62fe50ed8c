import { expect, test } from 'vitest'
import { errorOf, readyAccount, start } from './stage.ts'

/** The smallest charge of each currency as Stripe documents it, and what is one less. */
const smallest: [currency: string, least: number][] = [
  ['usd', 50],
  ['aed', 200],
  ['bgn', 100],
  ['czk', 1_500],
  ['dkk', 250],
  ['gbp', 30],
  ['hkd', 400],
  ['huf', 17_500],
  ['jpy', 50],
  ['mxn', 1_000],
  ['myr', 200],
  ['nok', 300],
  ['pln', 200],
  ['ron', 200],
  ['sek', 300],
  ['thb', 1_000],
]

test('an amount below the smallest of its currency is refused, on intents and on sessions; the smallest is taken', async () => {
  const { simulator, stripe } = await start()
  const account = await readyAccount(simulator, stripe)
  const session = (currency: string, amount: number) =>
    stripe.checkout.sessions.create(
      {
        mode: 'payment',
        success_url: 'http://shop.example/paid',
        line_items: [{ quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name: 'Order' } } }],
      },
      account,
    )
  for (const [currency, least] of smallest) {
    const tooLittle = await errorOf(stripe.paymentIntents.create({ amount: least - 1, currency }, account))
    expect([currency, tooLittle.code]).toEqual([currency, 'amount_too_small'])
    expect((await errorOf(session(currency, least - 1))).code).toBe('amount_too_small')
    expect((await stripe.paymentIntents.create({ amount: least, currency }, account)).amount).toBe(least)
    expect((await session(currency, least)).amount_total).toBe(least)
  }
})

test.each(['bhd', 'jod', 'kwd', 'omr', 'tnd'])('an amount in %s whose last digit is not 0 is refused', async (currency) => {
  const { simulator, stripe } = await start()
  const account = await readyAccount(simulator, stripe)
  const refused = await errorOf(stripe.paymentIntents.create({ amount: 12_962, currency }, account))
  expect([refused.code, refused.param]).toEqual(['parameter_invalid_integer', 'amount'])
  const line = { quantity: 1, price_data: { currency, unit_amount: 12_962, product_data: { name: 'Order' } } }
  const session = { mode: 'payment' as const, success_url: 'http://shop.example/paid', line_items: [line] }
  expect((await errorOf(stripe.checkout.sessions.create(session, account))).code).toBe('parameter_invalid_integer')
  expect((await stripe.paymentIntents.create({ amount: 12_960, currency }, account)).amount).toBe(12_960)
})
