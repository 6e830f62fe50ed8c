import { expect, test } from 'vitest'
import { instantPayoutFee } from '../src/fees.ts'
import type { SimulatorOptions } from '../src/index.ts'
import { errorOf, readyAccount, start } from './stage.ts'

const minuteMs = 60_000
const dayMs = 1_440 * minuteMs
const instant = { currency: 'usd', method: 'instant' as const }

/** An account that has taken $100.00 by card a moment ago: $96.80 of it are pending. */
async function justPaid(options: SimulatorOptions = {}) {
  const { simulator, stripe } = await start(options)
  const on = await readyAccount(simulator, stripe)
  const paying = { currency: 'usd', confirm: true, return_url: 'http://shop.example/' }
  await stripe.paymentIntents.create({ ...paying, amount: 10_000, payment_method: 'pm_card_visa' }, on)
  const balance = async () => {
    const { available, pending, instant_available: fast } = await stripe.balance.retrieve({}, on)
    return { available: available[0]?.amount, pending: pending[0]?.amount, instant: fast?.[0]?.amount }
  }
  return { simulator, stripe, on, paying, balance }
}

test('an instant payout costs one percent, at least 50 cents, in whole cents', () => {
  expect([1, 5_000, 5_050, 9_949, 9_950, 1_000_000].map(instantPayoutFee)).toEqual([50, 50, 51, 99, 100, 10_000])
})

test('money of a card can be paid out at once, arrives within minutes, and the fee is taken besides', async () => {
  const { simulator, stripe, on, balance } = await justPaid()
  expect(await balance()).toEqual({ available: 0, pending: 9_680, instant: 9_680 })
  expect(await errorOf(stripe.payouts.create({ amount: 9_000, currency: 'usd' }, on))).toMatchObject({
    code: 'balance_insufficient',
  })
  expect(await errorOf(stripe.payouts.create({ ...instant, amount: 9_600 }, on))).toMatchObject({ code: 'balance_insufficient' })
  expect(await balance()).toEqual({ available: 0, pending: 9_680, instant: 9_680 })
  const payout = await stripe.payouts.create({ ...instant, amount: 9_000, expand: ['balance_transaction'] }, on)
  expect(payout).toMatchObject({ method: 'instant', status: 'in_transit', arrival_date: payout.created + 600 })
  expect(payout.balance_transaction).toMatchObject({
    amount: -9_000,
    fee: 90,
    net: -9_090,
    fee_details: [{ amount: 90, type: 'stripe_fee', description: 'Instant payout fee' }],
  })
  expect(await balance()).toEqual({ available: 590, pending: 0, instant: 590 })
  expect(await errorOf(stripe.payouts.cancel(payout.id, {}, on))).toMatchObject({ statusCode: 400 })
  simulator.clock.advance(11 * minuteMs)
  expect((await stripe.payouts.retrieve(payout.id, {}, on)).status).toBe('paid')
  simulator.clock.advance(5 * dayMs)
  expect(await balance()).toEqual({ available: 590, pending: 0, instant: 590 })
})

test('what was paid out at once is not taken from the bank again by the schedule', async () => {
  const { simulator, stripe, on, balance } = await justPaid({ payoutSchedule: 'daily' })
  await stripe.payouts.create({ ...instant, amount: 9_000 }, on)
  simulator.clock.advance(7 * dayMs)
  const payouts = (await stripe.payouts.list({}, on)).data
  expect(payouts.map(({ amount, method, automatic }) => [amount, method, automatic])).toEqual([
    [590, 'standard', true],
    [9_000, 'instant', false],
  ])
  expect(await balance()).toEqual({ available: 0, pending: 0, instant: 0 })
})

test('money of a debit can be paid out at once only when it is available', async () => {
  const { simulator, stripe, on, paying, balance } = await justPaid()
  await stripe.accounts.update(on.stripeAccount, { capabilities: { us_bank_account_ach_payments: { requested: true } } })
  simulator.onboard(on.stripeAccount)
  const debit = {
    payment_method: 'pm_usBankAccount_success',
    mandate_data: { customer_acceptance: { type: 'offline' as const } },
  }
  await stripe.paymentIntents.create({ ...paying, ...debit, amount: 10_000 }, on)
  simulator.clock.advance(4 * dayMs)
  expect(await balance()).toEqual({ available: 9_680, pending: 9_920, instant: 9_680 })
  simulator.clock.advance(4 * dayMs)
  expect(await balance()).toEqual({ available: 19_600, pending: 0, instant: 19_600 })
})

test('a bank account that takes no instant payouts has none to offer, and refuses one; an ordinary one works', async () => {
  const { simulator, stripe, on, balance } = await justPaid()
  const external_account = {
    object: 'bank_account' as const,
    country: 'US',
    currency: 'usd',
    routing_number: '110000000',
    account_number: '000888888883',
  }
  const slow = await stripe.accounts.createExternalAccount(on.stripeAccount, { external_account, default_for_currency: true })
  expect(slow).toMatchObject({ last4: '8883', available_payout_methods: ['standard'] })
  const unsupported = { statusCode: 400, code: 'instant_payouts_unsupported', param: 'method' }
  expect(await errorOf(stripe.payouts.create({ ...instant, amount: 100 }, on))).toMatchObject(unsupported)
  const banks = (await stripe.accounts.listExternalAccounts(on.stripeAccount, { object: 'bank_account' })).data
  for (const { id } of banks.filter((bank) => bank.id !== slow.id))
    await stripe.accounts.deleteExternalAccount(on.stripeAccount, id)
  expect((await balance()).instant).toBeUndefined()
  simulator.clock.advance(5 * dayMs)
  expect((await stripe.payouts.create({ amount: 100, currency: 'usd' }, on)).method).toBe('standard')
})

test('an instant payout that the bank sends back comes with its fee, and that bank account is not paid again', async () => {
  const { simulator, stripe, on, balance } = await justPaid()
  const bank = await stripe.accounts.createExternalAccount(on.stripeAccount, {
    external_account: 'btok_us_verified_accountClosed',
    default_for_currency: true,
  })
  const payout = await stripe.payouts.create({ ...instant, amount: 9_000 }, on)
  expect(payout.destination).toBe(bank.id)
  simulator.clock.advance(11 * minuteMs)
  expect(await stripe.payouts.retrieve(payout.id, {}, on)).toMatchObject({ status: 'failed', failure_code: 'account_closed' })
  expect(await balance()).toMatchObject({ available: 9_680, pending: 0 })
  expect(await errorOf(stripe.payouts.create({ ...instant, amount: 100, destination: bank.id }, on))).toMatchObject({
    code: 'payouts_not_allowed',
  })
})
