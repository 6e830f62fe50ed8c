import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { openSide } from './side.ts'

const side = await openSide()
const { stripe, on } = side

test('a new connected account with Stripe’s own dashboard cannot charge and tells what is due', async () => {
  const account = await stripe.accounts.create({
    country: 'US',
    email: 'owner@example.com',
    business_profile: { name: 'Fjord' },
    controller: {
      fees: { payer: 'account' },
      losses: { payments: 'stripe' },
      requirement_collection: 'stripe',
      stripe_dashboard: { type: 'full' },
    },
  })
  expect(account).toMatchObject({
    object: 'account',
    charges_enabled: false,
    payouts_enabled: false,
    details_submitted: false,
    controller: { type: 'application', is_controller: true, stripe_dashboard: { type: 'full' } },
  })
  expect(account.requirements?.currently_due?.length).toBeGreaterThan(0)
  expect((await stripe.accounts.retrieve(account.id)).id).toBe(account.id)
  const link = await stripe.accountLinks.create({
    account: account.id,
    type: 'account_onboarding',
    return_url: 'https://example.com/back',
    refresh_url: 'https://example.com/again',
  })
  expect(link).toMatchObject({ object: 'account_link', url: expect.stringMatching(/^https?:\/\//) })
  expect(link.expires_at - link.created).toBeLessThanOrEqual(600)
})

test('what happens on a connected account is an event there, with the request that caused it', async () => {
  const idempotencyKey = `contract-${randomUUID()}`
  const made = await stripe.customers.create({ name: 'Ida' }, { ...on, idempotencyKey })
  const find = async () => {
    const { data } = await stripe.events.list({ type: 'customer.created', limit: 100 }, on)
    return data.find((event) => 'id' in event.data.object && event.data.object.id === made.id)
  }
  const event = await side.eventually(find, (found) => found !== undefined)
  expect(event).toMatchObject({
    id: expect.stringMatching(/^evt_/),
    object: 'event',
    type: 'customer.created',
    livemode: false,
    request: { id: made.lastResponse.requestId, idempotency_key: idempotencyKey },
    data: { object: { id: made.id, object: 'customer', name: 'Ida' } },
  })
})

test('the platform does not see the events of a connected account among its own', async () => {
  const made = await stripe.customers.create({ name: 'Ida' }, on)
  const { data } = await stripe.events.list({ type: 'customer.created', limit: 100 })
  expect(data.filter((event) => 'id' in event.data.object && event.data.object.id === made.id)).toEqual([])
})

test('an application fee is an event of the platform', async () => {
  const intent = await stripe.paymentIntents.create(
    {
      amount: 5_000,
      currency: 'usd',
      confirm: true,
      payment_method: 'pm_card_visa',
      application_fee_amount: 50,
      return_url: 'https://example.com/',
    },
    on,
  )
  const find = async () => {
    const { data } = await stripe.events.list({ type: 'application_fee.created', limit: 100 })
    return data.find((event) => event.type === 'application_fee.created' && event.data.object.charge === intent.latest_charge)
  }
  expect((await side.eventually(find, (found) => found !== undefined))?.data.object).toMatchObject({
    amount: 50,
    account: on.stripeAccount,
  })
})

test('a webhook endpoint tells its secret once, when it is made', async () => {
  const made = await stripe.webhookEndpoints.create({
    url: 'https://example.com/hook',
    enabled_events: ['payout.paid'],
    connect: true,
  })
  expect(made).toMatchObject({
    status: 'enabled',
    secret: expect.stringMatching(/^whsec_/),
    application: expect.stringMatching(/^ca_/),
  })
  expect((await stripe.webhookEndpoints.retrieve(made.id)).secret).toBeUndefined()
  expect((await stripe.webhookEndpoints.update(made.id, { disabled: true })).status).toBe('disabled')
  expect(await stripe.webhookEndpoints.del(made.id)).toMatchObject({ id: made.id, deleted: true })
})
