import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { commandLineTool, threeAtATime } from './command-line.ts'
import { tellCount } from './counted.ts'
import { readyAccount, start } from './stage.ts'

type Scenario = {
  file: string
  /** What became of it, by the API. */
  objects: (stripe: Stripe, on: { stripeAccount: string }) => Promise<object>
  expected: object
  /** Every event of the account, in order. */
  events: string[]
}

const onlyIntent = async (stripe: Stripe, on: { stripeAccount: string }) =>
  (await stripe.paymentIntents.list({ limit: 1, expand: ['data.latest_charge.balance_transaction'] }, on)).data[0] ?? {}
const paid = ['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded']
const reserved = ['payment_intent.created', 'charge.succeeded', 'payment_intent.amount_capturable_updated']

const scenarios: Scenario[] = [
  {
    file: 'refund-in-part',
    objects: async (stripe, on) => ({
      charge: (await stripe.charges.list({ expand: ['data.balance_transaction', 'data.application_fee'] }, on)).data[0],
      refunds: (await stripe.refunds.list({}, on)).data,
    }),
    expected: {
      charge: {
        amount: 10_000,
        amount_refunded: 2_500,
        metadata: { order: '7' },
        balance_transaction: { amount: 10_000, fee: 420, net: 9_580 },
        application_fee: { amount: 100, amount_refunded: 25 },
      },
      refunds: [{ amount: 2_500, status: 'succeeded', reason: 'requested_by_customer' }],
    },
    events: [...paid, 'refund.created', 'charge.refunded'],
  },
  {
    file: 'capture-in-part',
    objects: onlyIntent,
    expected: { status: 'succeeded', amount_received: 6_000, latest_charge: { amount_captured: 6_000, amount_refunded: 4_000 } },
    events: [...reserved, 'charge.captured', 'payment_intent.succeeded'],
  },
  {
    file: 'cancel-a-reservation',
    objects: onlyIntent,
    expected: { status: 'canceled', amount_received: 0, latest_charge: { captured: false, balance_transaction: null } },
    events: [...reserved, 'charge.refunded', 'payment_intent.canceled'],
  },
  {
    file: 'checkout-expires',
    objects: async (stripe, on) => (await stripe.checkout.sessions.list({}, on)).data[0] ?? {},
    expected: { status: 'expired', payment_status: 'unpaid', amount_total: 5_000, client_reference_id: 'order-7', url: null },
    events: ['checkout.session.expired'],
  },
  {
    file: 'save-a-card-and-charge-it-later',
    objects: onlyIntent,
    expected: { status: 'succeeded', amount_received: 4_200, customer: expect.stringMatching(/^cus_/) },
    events: ['customer.created', 'setup_intent.created', 'payment_method.attached', 'setup_intent.succeeded', ...paid],
  },
  {
    file: 'decline-then-pay',
    objects: onlyIntent,
    expected: { status: 'succeeded', amount_received: 3_000, last_payment_error: null },
    events: [
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
      'charge.succeeded',
      'payment_intent.succeeded',
    ],
  },
  {
    file: 'dispute-is-answered',
    objects: async (stripe, on) => (await stripe.disputes.list({}, on)).data[0] ?? {},
    expected: { status: 'under_review', evidence: { uncategorized_text: 'winning_evidence' }, amount: 10_000 },
    events: [...paid, 'charge.dispute.created', 'charge.dispute.funds_withdrawn', 'charge.updated', 'charge.dispute.updated'],
  },
  {
    file: 'payout-by-hand',
    objects: async (stripe, on) => ({
      payout: (await stripe.payouts.list({}, on)).data[0],
      available: (await stripe.balance.retrieve({}, on)).available,
    }),
    expected: { payout: { status: 'canceled', amount: 30_000, metadata: { week: '7' } }, available: [{ amount: 48_520 }] },
    events: ['payment_intent.created', 'balance.available', ...paid.slice(1), 'payout.created', 'payout.canceled'],
  },
  {
    file: 'bank-debit',
    objects: onlyIntent,
    expected: { status: 'processing', amount_received: 0, latest_charge: { status: 'pending', balance_transaction: null } },
    events: ['payment_intent.created', 'charge.pending', 'payment_intent.processing'],
  },
  {
    file: 'webhook-endpoint',
    objects: (stripe, on) => stripe.webhookEndpoints.list({}, on),
    expected: { data: [] },
    events: [],
  },
]

const folder = join(import.meta.dirname, 'scenarios')

test(`Stripe’s own command-line tool plays ${scenarios.length} scenarios, and their objects and events are right`, async ({
  task,
}) => {
  expect(readdirSync(folder).sort()).toEqual(scenarios.map(({ file }) => `${file}.json`).sort())
  const { simulator, stripe } = await start()
  const stripeTool = commandLineTool(simulator)
  await threeAtATime(scenarios, async ({ file, objects, expected, events }) => {
    const on = await readyAccount(simulator, stripe)
    await stripe.accounts.updateCapability(on.stripeAccount, 'us_bank_account_ach_payments', { requested: true })
    const before = simulator.state.tables.event.of(on.stripeAccount).length
    await stripeTool(['fixtures', join(folder, `${file}.json`)], on.stripeAccount)
    expect({ file, ...(await objects(stripe, on)) }).toMatchObject({ file, ...expected })
    const told = simulator.state.tables.event.of(on.stripeAccount).slice(before)
    expect({ file, events: told.map((one) => one.type) }).toEqual({ file, events })
  })
  tellCount({ task }, `Stripe’s command-line tool: ${scenarios.length} scenarios played`)
})

test('the tool makes, reads, changes, lists and deletes objects, and shows a refusal as Stripe’s', async () => {
  const { simulator, stripe } = await start()
  const { stripeAccount: account } = await readyAccount(simulator, stripe)
  const stripeTool = commandLineTool(simulator)
  const said = async (...args: string[]) =>
    JSON.parse(await stripeTool(args, account)) as { id: string; [field: string]: unknown }
  const made = await said('customers', 'create', '--name=Ida', '-d', 'metadata[a]=1')
  expect(made).toMatchObject({ object: 'customer', name: 'Ida', metadata: { a: '1' } })
  expect(await said('get', made.id)).toMatchObject({ id: made.id })
  expect(await said('post', `/v1/customers/${made.id}`, '-d', 'description=x')).toMatchObject({ description: 'x' })
  expect(await said('customers', 'list', '--limit=3')).toMatchObject({ object: 'list', data: [{ id: made.id }] })
  expect(await said('get', '/v1/nothing')).toMatchObject({ error: { type: 'invalid_request_error' } })
  expect(await said('delete', `/v1/customers/${made.id}`, '--confirm')).toMatchObject({ deleted: true })
  expect(simulator.state.tables.customer.of(account)).toEqual([])
})
