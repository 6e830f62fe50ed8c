import { describe, expect, test } from 'vitest'
import { clientOf, errorOf, readyAccount, start } from './stage.ts'

const paying = { amount: 4_000, currency: 'usd', confirm: true }

/** A seller, and a token that a buyer's browser has made. */
async function stage(more: Record<string, unknown> = {}, card = 'tok_visa') {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const browser = clientOf(simulator, simulator.publishableKey)
  const data = { type: 'card', card: { token: card }, billing_details: { name: 'Ida' } }
  const made = await browser.rawRequest('POST', '/v1/confirmation_tokens', { payment_method_data: data, ...more }, on)
  return { simulator, stripe, on, token: (made as { id: string }).id }
}

describe('a confirmation token', () => {
  test('shows what it will become, and pays once', async () => {
    const { stripe, on, token } = await stage({ return_url: 'http://shop.example/back' })
    const shown = await stripe.confirmationTokens.retrieve(token, {}, on)
    expect(shown).toMatchObject({
      payment_intent: null,
      return_url: 'http://shop.example/back',
      payment_method_preview: { type: 'card', card: { last4: '4242' }, billing_details: { name: 'Ida' } },
    })
    const paid = await stripe.paymentIntents.create({ ...paying, confirmation_token: token }, on)
    expect(paid.status).toBe('succeeded')
    expect(await stripe.confirmationTokens.retrieve(token, {}, on)).toMatchObject({ payment_intent: paid.id })
    const again = await errorOf(stripe.paymentIntents.create({ ...paying, confirmation_token: token }, on))
    expect(again).toMatchObject({ statusCode: 400, param: 'confirmation_token' })
  })

  test('confirms an intent that was there before, and saves what the buyer agreed to', async () => {
    const { stripe, on, token } = await stage({ setup_future_usage: 'off_session' })
    const customer = await stripe.customers.create({}, on)
    const intent = await stripe.paymentIntents.create({ amount: 4_000, currency: 'usd', customer: customer.id }, on)
    await stripe.paymentIntents.confirm(intent.id, { confirmation_token: token }, on)
    expect((await stripe.customers.listPaymentMethods(customer.id, {}, on)).data).toHaveLength(1)
  })

  test('sets a card up', async () => {
    const { stripe, on, token } = await stage()
    const set = await stripe.setupIntents.create({ confirm: true, confirmation_token: token }, on)
    expect(set.status).toBe('succeeded')
    expect(await stripe.confirmationTokens.retrieve(token, {}, on)).toMatchObject({ setup_intent: set.id })
  })

  test('is of no use after twelve hours, nor on another account', async () => {
    const { simulator, stripe, on, token } = await stage()
    const other = await readyAccount(simulator, stripe, 'Dune')
    const elsewhere = await errorOf(stripe.paymentIntents.create({ ...paying, confirmation_token: token }, other))
    expect(elsewhere).toMatchObject({ code: 'resource_missing' })
    simulator.clock.advance(12 * 3_600_000)
    const late = await errorOf(stripe.paymentIntents.create({ ...paying, confirmation_token: token }, on))
    expect(late.message).toContain('expired')
  })
})
