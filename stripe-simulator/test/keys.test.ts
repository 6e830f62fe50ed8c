import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { clientOf, errorOf, readyAccount, start } from './stage.ts'

const { StripeAuthenticationError, StripePermissionError } = Stripe.errors

describe('keys', () => {
  test('a live key that is not the simulator’s own is refused in words and never repeated', async () => {
    const { simulator } = await start()
    const key = 'sk_live_51HarbourStreetNeverSendMe'
    const error = await errorOf(clientOf(simulator, key).balance.retrieve())
    expect(error).toBeInstanceOf(StripeAuthenticationError)
    expect(error.message).toMatch(/sk_live_\*+ndMe.* real live keys belong nowhere near it/)
    expect(error.message).not.toContain(key)
  })

  test('a restricted key may what it was given, and is refused the rest with the right it lacks', async () => {
    const rights = { customers: 'write', charges: 'read' } as const
    const { simulator, stripe } = await start({ restrictedKeys: { rk_test_shop: rights } })
    const on = await readyAccount(simulator, stripe)
    const shop = clientOf(simulator, 'rk_test_shop')
    expect((await shop.customers.create({ name: 'Ida' }, on)).name).toBe('Ida')
    expect((await shop.charges.list({}, on)).data).toEqual([])
    for (const call of [shop.charges.update('ch_1', {}, on), shop.balance.retrieve({}, on), shop.refunds.list({}, on)]) {
      const error = await errorOf(call)
      expect(error).toBeInstanceOf(StripePermissionError)
      expect(error.message).toMatch(/Having the 'rak_(charge_write|balance_read|refund_read)' permission/)
      expect(error.message).not.toContain('rk_test_shop')
    }
  })

  test('Stripe-Context names an account as Stripe-Account does; naming two is refused', async () => {
    const { simulator, stripe } = await start()
    const { stripeAccount } = await readyAccount(simulator, stripe)
    const ask = (headers: Record<string, string>) =>
      fetch(`${simulator.url}/v1/account`, { headers: { authorization: `Bearer ${simulator.secretKey}`, ...headers } })
    const balance = (headers: Record<string, string>) =>
      fetch(`${simulator.url}/v1/customers`, { headers: { authorization: `Bearer ${simulator.secretKey}`, ...headers } })
    await stripe.customers.create({ name: 'Ida' }, { stripeAccount })
    const count = async (headers: Record<string, string>) => ((await (await balance(headers)).json()) as { data: [] }).data.length
    expect([
      await count({ 'stripe-context': stripeAccount }),
      await count({ 'stripe-account': stripeAccount }),
      await count({}),
    ]).toEqual([1, 1, 0])
    expect((await ask({ 'stripe-context': stripeAccount, 'stripe-account': 'acct_other' })).status).toBe(400)
    expect((await balance({ 'stripe-context': stripeAccount, 'stripe-account': stripeAccount })).status).toBe(200)
  })
})

test('an account speaks its own version when a request names none: before and since endive', async () => {
  const { simulator } = await start()
  const intent = (headers: Record<string, string> = {}) =>
    fetch(`${simulator.url}/v1/payment_intents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${simulator.secretKey}`, ...headers },
      body: new URLSearchParams({ amount: '500', currency: 'usd', 'payment_method_types[]': 'card' }),
    })
  expect((await intent()).status).toBe(400)
  const set = await fetch(`${simulator.url}/_simulator/accounts/${simulator.platformAccountId}/version`, {
    method: 'POST',
    body: JSON.stringify({ version: '2024-04-10' }),
  })
  expect(set.status).toBe(200)
  const answer = await intent()
  expect([answer.status, answer.headers.get('stripe-version')]).toEqual([200, '2024-04-10'])
  expect((await intent({ 'stripe-version': '2026-10-28.endive' })).status).toBe(400)
  expect(simulator.state.tables.event.of(simulator.platformAccountId).at(-1)?.api_version).toBe('2024-04-10')
})
