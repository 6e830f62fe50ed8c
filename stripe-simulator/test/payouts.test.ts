import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import type Stripe from 'stripe'
import { expect, onTestFinished, test } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'
import { nextPayout } from '../src/resources/payout-schedule.ts'
import { clientOf, errorOf, readyAccount, start, startWithWebhooks } from './stage.ts'

const dayMs = 86_400_000
/** A Wednesday at noon. */
const noon = new Date('2026-03-04T12:00:00Z')
const clock = { now: () => noon }
const seconds = (iso: string): number => Date.parse(iso) / 1000

type On = Stripe.RequestOptions & { stripeAccount: string }

const pay = (stripe: Stripe, on: On, amount: number, method = 'pm_card_visa') =>
  stripe.paymentIntents.create({ amount, currency: 'usd', confirm: true, payment_method: method }, on)

const everything = (stripe: Stripe, on: On, params: Stripe.BalanceTransactionListParams = {}) =>
  stripe.balanceTransactions.list({ limit: 100, ...params }, on).autoPagingToArray({ limit: 10_000 })

const sum = (transactions: Stripe.BalanceTransaction[]): number => transactions.reduce((total, one) => total + one.net, 0)

async function daily() {
  const stage = await startWithWebhooks({ payoutSchedule: 'daily', clock })
  return { ...stage, on: await readyAccount(stage.simulator, stage.stripe) }
}

const failByControl = (simulator: Simulator, id: string) =>
  fetch(`${simulator.url}/_simulator/payouts/${id}/fail`, { method: 'POST' })

test('money waits for its day, is paid out by itself, and the payout is the sum of the movements it lists', async () => {
  const { simulator, stripe, receiver, on } = await daily()
  await pay(stripe, on, 10_000)
  const second = await pay(stripe, on, 5_000)
  await stripe.refunds.create({ payment_intent: second.id, amount: 1_000 }, on)
  expect(await stripe.balance.retrieve({}, on)).toMatchObject({ available: [{ amount: -1_000 }], pending: [{ amount: 14_505 }] })
  simulator.clock.advance(dayMs)
  expect((await stripe.payouts.list({}, on)).data.map((one) => one.amount)).toEqual([-1_000])
  simulator.clock.advance(2 * dayMs)
  const [payout] = (await stripe.payouts.list({}, on)).data
  expect(payout).toMatchObject({
    amount: 14_505,
    automatic: true,
    arrival_date: seconds('2026-03-08T00:00:00Z'),
    status: 'in_transit',
    reconciliation_status: 'in_progress',
    destination: expect.stringMatching(/^ba_/),
  })
  const id = payout?.id ?? ''
  expect(await everything(stripe, on, { payout: id })).toEqual([])
  simulator.clock.advance(2 * dayMs)
  expect(await stripe.payouts.retrieve(id, {}, on)).toMatchObject({ status: 'paid', reconciliation_status: 'completed' })
  const listed = await everything(stripe, on, { payout: id })
  expect(listed.map((one) => [one.type, one.net])).toEqual([
    ['payout', -14_505],
    ['charge', 4_825],
    ['charge', 9_680],
  ])
  await simulator.webhooks.flush()
  const told = receiver.received.map((one) => one.event).filter((event) => JSON.stringify(event).includes(id))
  expect(told.map((event) => event.type)).toEqual([
    'payout.created',
    'payout.updated',
    'payout.updated',
    'payout.paid',
    'payout.reconciliation_completed',
  ])
})

test('a balance below zero is taken from the bank account, unless the settings say otherwise; nothing is paid out at zero', async () => {
  const { simulator, stripe, on } = await daily()
  const paid = await pay(stripe, on, 10_000, 'pm_card_bypassPending')
  simulator.clock.advance(dayMs)
  simulator.clock.advance(5 * dayMs)
  await stripe.refunds.create({ payment_intent: paid.id }, on)
  await stripe.accounts.update(on.stripeAccount, { settings: { payouts: { debit_negative_balances: false } } })
  simulator.clock.advance(3 * dayMs)
  expect((await stripe.payouts.list({}, on)).data.map((one) => one.amount)).toEqual([9_680])
  expect((await stripe.balance.retrieve({}, on)).available).toMatchObject([{ amount: -10_000 }])
  await stripe.accounts.update(on.stripeAccount, { settings: { payouts: { debit_negative_balances: true } } })
  await stripe.accounts.update(on.stripeAccount, { settings: { payouts: { schedule: { interval: 'daily' } } } })
  simulator.clock.advance(3 * dayMs)
  const [negative] = (await stripe.payouts.list({}, on)).data
  expect(negative).toMatchObject({ amount: -10_000, status: 'paid' })
  expect((await everything(stripe, on, { payout: negative?.id ?? '' })).map((one) => one.net)).toEqual([10_000, -10_000])
  expect((await stripe.balance.retrieve({}, on)).available).toMatchObject([{ amount: 0 }])
})

test('a payout that fails, even after it was paid, is on the balance again and in the next payout', async () => {
  const { simulator, stripe, on } = await daily()
  await pay(stripe, on, 10_000, 'pm_card_bypassPending')
  simulator.clock.advance(4 * dayMs)
  const [first] = (await stripe.payouts.list({}, on)).data
  expect(first?.status).toBe('paid')
  await failByControl(simulator, first?.id ?? '')
  const failed = await stripe.payouts.retrieve(first?.id ?? '', { expand: ['failure_balance_transaction', 'destination'] }, on)
  expect(failed).toMatchObject({
    status: 'failed',
    failure_code: 'account_closed',
    failure_balance_transaction: { type: 'payout_failure', amount: 9_680 },
    destination: { status: 'errored' },
  })
  expect(await stripe.accounts.retrieve(on.stripeAccount)).toMatchObject({
    charges_enabled: true,
    payouts_enabled: false,
    requirements: { past_due: ['external_account'], disabled_reason: 'requirements.past_due' },
  })
  const byHand = stripe.payouts.create({ amount: 100, currency: 'usd' }, on)
  expect(await errorOf(byHand)).toMatchObject({ statusCode: 400, code: 'payouts_not_allowed' })
  simulator.clock.advance(4 * dayMs)
  expect((await stripe.payouts.list({}, on)).data).toHaveLength(1)
  await stripe.accounts.createExternalAccount(on.stripeAccount, { external_account: 'btok_us_verified' })
  simulator.clock.advance(4 * dayMs)
  const payouts = (await stripe.payouts.list({}, on)).data
  expect(payouts.map((one) => [one.amount, one.status])).toEqual([
    [9_680, 'paid'],
    [9_680, 'failed'],
  ])
  expect((await everything(stripe, on, { payout: payouts[0]?.id ?? '' })).map((one) => one.type)).toEqual([
    'payout',
    'payout_failure',
  ])
  const types = (await stripe.events.list({ limit: 100 }, on)).data.map((event) => event.type)
  expect(types.filter((type) => type.startsWith('account.')).reverse()).toEqual([
    'account.updated',
    'account.external_account.updated',
    'account.updated',
    'account.external_account.created',
    'account.updated',
  ])
})

test('a payout to a test bank account that sends money back fails on the day it should arrive', async () => {
  const { simulator, stripe, on } = await daily()
  await stripe.accounts.createExternalAccount(on.stripeAccount, {
    external_account: {
      object: 'bank_account',
      country: 'US',
      currency: 'usd',
      account_number: '000111111116',
      routing_number: '110000000',
    },
    default_for_currency: true,
  })
  await pay(stripe, on, 10_000, 'pm_card_bypassPending')
  simulator.clock.advance(3 * dayMs)
  expect((await stripe.payouts.list({ status: 'failed' }, on)).data).toMatchObject([{ failure_code: 'no_account' }])
  expect((await stripe.events.list({ type: 'payout.paid' }, on)).data).toEqual([])
})

test('a payout made by hand is not itemised, can be canceled until it is at the bank, and goes where it is told', async () => {
  const { simulator, stripe } = await start({ clock })
  const on = await readyAccount(simulator, stripe)
  await pay(stripe, on, 10_000, 'pm_card_bypassPending')
  const bank = await stripe.accounts.createExternalAccount(on.stripeAccount, { external_account: 'btok_us_verified' })
  const payout = await stripe.payouts.create({ amount: 1_000, currency: 'usd', destination: bank.id }, on)
  expect(payout).toMatchObject({ automatic: false, destination: bank.id, reconciliation_status: 'not_applicable' })
  expect(await errorOf(stripe.balanceTransactions.list({ payout: payout.id }, on))).toMatchObject({
    statusCode: 400,
    message: expect.stringContaining('can only be filtered on automatic'),
  })
  expect(await errorOf(stripe.balanceTransactions.list({ payout: 'po_none' }, on))).toMatchObject({ code: 'resource_missing' })
  expect((await stripe.payouts.list({ destination: bank.id }, on)).data).toHaveLength(1)
  const canceled = await stripe.payouts.cancel(payout.id, {}, on)
  expect(canceled.status).toBe('canceled')
  expect((await stripe.balance.retrieve({}, on)).available).toMatchObject([{ amount: 9_680 }])
  const second = await stripe.payouts.create({ amount: 9_680, currency: 'usd' }, on)
  simulator.clock.advance(7_200_000)
  expect((await stripe.payouts.retrieve(second.id, {}, on)).status).toBe('in_transit')
  expect(await errorOf(stripe.payouts.cancel(second.id, {}, on))).toMatchObject({ statusCode: 400 })
  simulator.clock.advance(3 * dayMs)
  expect((await stripe.payouts.list({ arrival_date: { lt: second.arrival_date } }, on)).data).toEqual([])
  expect((await stripe.events.list({ type: 'payout.reconciliation_completed' }, on)).data).toEqual([])
  const wrong: [Stripe.PayoutCreateParams, object][] = [
    [{ amount: 1, currency: 'eur' }, { message: expect.stringContaining('any external accounts in that currency') }],
    [
      { amount: 1, currency: 'usd', destination: 'ba_none' },
      { code: 'resource_missing', param: 'destination' },
    ],
    [{ amount: 1, currency: 'usd', method: 'instant' }, { code: 'balance_insufficient' }],
  ]
  for (const [params, expected] of wrong) expect(await errorOf(stripe.payouts.create(params, on))).toMatchObject(expected)
})

test('a schedule pays out on its days, in the months that lack one on their last; its delay holds payments back', async () => {
  const after = (schedule: object, now: string) => nextPayout({ delay_days: 2, interval: 'daily', ...schedule }, seconds(now))
  expect(after({}, '2026-03-04T00:30:00Z')).toBe(seconds('2026-03-04T01:00:00Z'))
  expect(after({}, '2026-03-04T01:00:00Z')).toBe(seconds('2026-03-05T01:00:00Z'))
  const fridays = { interval: 'weekly', weekly_payout_days: ['monday', 'friday'] }
  expect(after(fridays, '2026-03-04T12:00:00Z')).toBe(seconds('2026-03-06T01:00:00Z'))
  const lasts = { interval: 'monthly', monthly_payout_days: [31] }
  expect(after(lasts, '2026-02-04T12:00:00Z')).toBe(seconds('2026-02-28T01:00:00Z'))
  expect(after(lasts, '2026-01-31T12:00:00Z')).toBe(seconds('2026-02-28T01:00:00Z'))
  expect(after({ interval: 'manual' }, '2026-01-31T12:00:00Z')).toBeNull()

  const { simulator, stripe, on } = await daily()
  const schedule = { interval: 'weekly', weekly_anchor: 'tuesday', delay_days: 7 } as const
  const changed = await stripe.accounts.update(on.stripeAccount, { settings: { payouts: { schedule } } })
  expect(changed.settings?.payouts?.schedule).toMatchObject(schedule)
  await pay(stripe, on, 10_000)
  simulator.clock.advance(12 * dayMs)
  expect((await stripe.payouts.list({}, on)).data).toEqual([])
  simulator.clock.advance(dayMs)
  expect((await stripe.payouts.list({}, on)).data).toMatchObject([{ created: seconds('2026-03-17T01:00:00Z') }])
  const refusals: [Stripe.AccountUpdateParams.Settings.Payouts.Schedule, string][] = [
    [{ interval: 'monthly' }, 'settings[payouts][schedule][monthly_anchor]'],
    [{ interval: 'daily', weekly_anchor: 'monday' }, 'settings[payouts][schedule][weekly_anchor]'],
    [{ delay_days: 1 }, 'settings[payouts][schedule][delay_days]'],
  ]
  for (const [wrong, param] of refusals)
    expect(await errorOf(stripe.accounts.update(on.stripeAccount, { settings: { payouts: { schedule: wrong } } }))).toMatchObject(
      { param },
    )
})

test('left alone, a simulator pays nothing out by itself', async () => {
  const { simulator, stripe } = await start({ clock })
  const on = await readyAccount(simulator, stripe)
  expect((await stripe.accounts.retrieve(on.stripeAccount)).settings?.payouts?.schedule.interval).toBe('manual')
  await pay(stripe, on, 10_000)
  simulator.clock.advance(20 * dayMs)
  expect((await stripe.payouts.list({}, on)).data).toEqual([])
  expect((await stripe.events.list({ type: 'balance.available' }, on)).data).toMatchObject([
    { data: { object: { available: [{ amount: 9_680 }], pending: [{ amount: 0 }] } } },
  ])
})

type Step = { kind: 'pay' | 'pay_at_once' | 'refund' | 'by_hand' | 'fail' | 'advance'; size: number }

test('whatever happens, the nets sum to the balance and every automatic payout is the sum of what it lists', async () => {
  const { simulator, stripe } = await start({ clock, payoutSchedule: 'daily' })
  const kinds = ['pay', 'pay_at_once', 'refund', 'by_hand', 'fail', 'advance'] as const
  const steps = fc.array(fc.record({ kind: fc.constantFrom(...kinds), size: fc.integer({ min: 1, max: 9 }) }), { maxLength: 14 })
  const attempt = (call: Promise<unknown>): Promise<unknown> => call.catch((error: Error) => error)

  const take = async (on: On, { kind, size }: Step): Promise<unknown> => {
    if (kind === 'advance') return simulator.clock.advance(size * 0.7 * dayMs)
    if (kind === 'by_hand') return attempt(stripe.payouts.create({ amount: size * 500, currency: 'usd' }, on))
    if (kind === 'refund') {
      const [charge] = (await stripe.charges.list({}, on)).data
      return charge && attempt(stripe.refunds.create({ charge: charge.id, amount: size * 100 }, on))
    }
    if (kind === 'fail') {
      const [payout] = (await stripe.payouts.list({}, on)).data
      if (payout) await failByControl(simulator, payout.id)
      return simulator.onboard(on.stripeAccount)
    }
    return pay(stripe, on, size * 1_000, kind === 'pay' ? 'pm_card_visa' : 'pm_card_bypassPending')
  }
  const run = async (taken: Step[]): Promise<void> => {
    const on = await readyAccount(simulator, stripe)
    for (const step of taken) await take(on, step)
    simulator.clock.advance(9 * dayMs)
    const { available, pending } = await stripe.balance.retrieve({}, on)
    expect([available[0]?.amount, pending[0]?.amount]).toEqual([sum(await everything(stripe, on)), 0])
    expect(available[0]?.amount).toBe(0)
    for (const payout of (await stripe.payouts.list({ limit: 100 }, on)).data.filter((one) => one.automatic)) {
      const listed = await everything(stripe, on, { payout: payout.id })
      const [own, ...parts] = listed
      expect(own).toMatchObject({ type: 'payout', source: payout.id, net: -payout.amount })
      expect(sum(parts)).toBe(payout.amount)
    }
  }
  await fc.assert(fc.asyncProperty(steps, run), { numRuns: 25 })
})

test('payouts that were planned before a restart are made after it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'payouts-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const options = { clock, payoutSchedule: 'daily', snapshotFile: join(folder, 'state.json') } as const
  const before = await startSimulator(options)
  const on = await readyAccount(before, clientOf(before))
  await pay(clientOf(before), on, 10_000)
  await before.close()
  const { simulator, stripe } = await start(options)
  simulator.clock.advance(5 * dayMs)
  const [payout] = (await stripe.payouts.list({}, on)).data
  expect(payout).toMatchObject({ amount: 9_680, status: 'paid' })
  await failByControl(simulator, payout?.id ?? '')
  const [bank] = (await stripe.accounts.retrieve(on.stripeAccount)).external_accounts?.data ?? []
  expect(bank).toMatchObject({ status: 'errored' })
})
