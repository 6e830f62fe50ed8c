import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { clientOf, errorOf, readyAccount, start } from './stage.ts'

/** A seller with an intent to pay, and a client that has only what a browser has. */
async function stage() {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const intent = await stripe.paymentIntents.create(
    { amount: 4_000, currency: 'usd', application_fee_amount: 90, metadata: { order: 'secret-to-buyers' } },
    on,
  )
  return {
    simulator,
    stripe,
    on,
    intent,
    secret: intent.client_secret ?? '',
    browser: clientOf(simulator, simulator.publishableKey),
  }
}

describe('a publishable key', () => {
  test('reads and confirms an intent whose client secret it knows, and is shown no more than a buyer may see', async () => {
    const { stripe, browser, on, intent, secret } = await stage()
    const read = await browser.paymentIntents.retrieve(intent.id, { client_secret: secret }, on)
    expect(read).toMatchObject({ id: intent.id, amount: 4_000, status: 'requires_payment_method' })
    expect(Object.keys(read)).not.toEqual(expect.arrayContaining(['metadata']))
    expect(Object.keys(read)).not.toEqual(expect.arrayContaining(['application_fee_amount']))
    const confirmed = await browser.rawRequest(
      'POST',
      `/v1/payment_intents/${intent.id}/confirm`,
      { client_secret: secret, payment_method: 'pm_card_visa' },
      on,
    )
    expect(confirmed).toMatchObject({ status: 'succeeded' })
    expect(await stripe.paymentIntents.retrieve(intent.id, {}, on)).toMatchObject({ amount_received: 4_000 })
  })

  test('a declined card comes back with the intent, without what only the seller may see', async () => {
    const { browser, on, intent, secret } = await stage()
    const declined = await errorOf(
      browser.rawRequest(
        'POST',
        `/v1/payment_intents/${intent.id}/confirm`,
        { client_secret: secret, payment_method: 'pm_card_chargeDeclined' },
        on,
      ),
    )
    expect(declined).toBeInstanceOf(Stripe.errors.StripeCardError)
    expect(declined.raw).toMatchObject({ code: 'card_declined', payment_intent: { id: intent.id } })
    expect(JSON.stringify(declined.raw)).not.toContain('secret-to-buyers')
  })

  test('learns nothing about an intent with a wrong client secret, or none', async () => {
    const { browser, on, intent } = await stage()
    const wrong = await errorOf(browser.paymentIntents.retrieve(intent.id, { client_secret: `${intent.id}_secret_x` }, on))
    expect(wrong).toMatchObject({ statusCode: 404, code: 'resource_missing' })
    const none = await errorOf(browser.paymentIntents.retrieve(intent.id, {}, on))
    expect(none).toMatchObject({ statusCode: 400, code: 'parameter_missing', param: 'client_secret' })
  })

  test('makes a payment method, and is refused everything that needs a secret key', async () => {
    const { browser, on, intent } = await stage()
    const method = await browser.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } }, on)
    expect(method.card?.last4).toBe('4242')
    for (const call of [
      browser.charges.list({}, on),
      browser.paymentIntents.create({ amount: 100, currency: 'usd' }, on),
      browser.refunds.create({ payment_intent: intent.id }, on),
      browser.accounts.list(),
      browser.paymentIntents.cancel(intent.id, {}, on),
    ])
      expect(await errorOf(call)).toMatchObject({ statusCode: 403, code: 'secret_key_required' })
  })
})
