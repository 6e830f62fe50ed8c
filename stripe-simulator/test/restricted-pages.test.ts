import { expect, test } from 'vitest'
import { errorOf, readyAccount, sessionParams, start } from './stage.ts'

const restrict = async (url: string, account: string) =>
  expect((await fetch(`${url}/_simulator/accounts/${account}/restrict`, { method: 'POST', body: '{}' })).status).toBe(200)
const visa = '4242424242424242'

test('a page opened before its account was restricted cannot be paid, says so, and can be once the account may charge again', async () => {
  const { simulator, stripe } = await start()
  const account = await readyAccount(simulator, stripe)
  const session = await stripe.checkout.sessions.create(sessionParams(), account)
  await restrict(simulator.url, account.stripeAccount)
  const tried = await simulator.payCheckout(session.id, { card: visa })
  expect(tried).toMatchObject({ status: 'declined', message: expect.stringContaining('cannot take payments at the moment') })
  const hosted = { payment_method: 'pm_card_visa' }
  const error = await errorOf(
    stripe.rawRequest('POST', `/v1/payment_pages/${session.id}/confirm`, hosted, account) as Promise<unknown>,
  )
  expect(error.code).toBe('account_invalid')
  expect(simulator.state.tables.charge.rows()).toEqual([])

  simulator.onboard(account.stripeAccount)
  expect(await simulator.payCheckout(session.id, { card: visa })).toMatchObject({ status: 'paid' })
})

test('a buyer who passes the challenge of an account that was restricted meanwhile is not charged', async () => {
  const { simulator, stripe } = await start()
  const account = await readyAccount(simulator, stripe)
  const session = await stripe.checkout.sessions.create(sessionParams(), account)
  const { location } = await simulator.payCheckout(session.id, { card: '4000002760003184' })
  await restrict(simulator.url, account.stripeAccount)
  await fetch(location ?? '', { method: 'POST', body: new URLSearchParams({ answer: 'complete' }), redirect: 'manual' })
  expect((await stripe.checkout.sessions.retrieve(session.id, {}, account)).payment_status).toBe('unpaid')
  expect(simulator.state.tables.charge.rows()).toEqual([])
})
