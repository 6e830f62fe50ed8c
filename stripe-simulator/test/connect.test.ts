import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { errorOf, readyAccount, start, startWithWebhooks } from './stage.ts'

const back = 'http://office.example/return'
const refresh = 'http://office.example/refresh'

async function visit(stripe: Stripe, account: string) {
  const link = await stripe.accountLinks.create({ account, type: 'account_onboarding', return_url: back, refresh_url: refresh })
  const page = await fetch(link.url)
  const submit = (fields: Record<string, string>) =>
    fetch(page.url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  return { link, page, submit }
}

const controller: Stripe.AccountCreateParams.Controller = {
  fees: { payer: 'account' },
  losses: { payments: 'stripe' },
  requirement_collection: 'stripe',
  stripe_dashboard: { type: 'full' },
}

test('a new account cannot charge until its owner has been through onboarding, which tells each step', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  const account = await stripe.accounts.create({ controller, business_profile: { name: 'Fjord' }, metadata: { company: '7' } })
  expect(account).toMatchObject({
    type: 'standard',
    charges_enabled: false,
    details_submitted: false,
    capabilities: { card_payments: 'inactive' },
    metadata: { company: '7' },
  })
  expect(account.requirements?.currently_due).not.toEqual([])
  const { submit } = await visit(stripe, account.id)
  const wrong = await submit({ name: ' ', press: 'submit' })
  expect(await wrong.text()).toContain('Enter the name of your business.')
  expect((await submit({ name: 'Fjord Ltd', press: 'submit' })).headers.get('location')).toBe(back)
  const ready = await stripe.accounts.retrieve(account.id)
  expect(ready).toMatchObject({
    charges_enabled: true,
    payouts_enabled: true,
    details_submitted: true,
    capabilities: { card_payments: 'active' },
    business_profile: { name: 'Fjord Ltd' },
  })
  expect(ready.requirements).toMatchObject({ currently_due: [], disabled_reason: null })
  await simulator.webhooks.flush()
  expect(receiver.received.map((one) => [one.event.type, one.event.account])).toEqual([
    ['capability.updated', account.id],
    ['capability.updated', account.id],
    ['account.updated', account.id],
  ])
})

test('coming back early leaves requirements due; leaving a document leaves the account under review', async () => {
  const { stripe } = await start()
  const account = await stripe.accounts.create({ controller })
  const first = await visit(stripe, account.id)
  expect((await first.submit({ name: '', press: 'later' })).headers.get('location')).toBe(back)
  const early = await stripe.accounts.retrieve(account.id)
  expect([early.charges_enabled, early.details_submitted, early.requirements?.currently_due?.length]).toEqual([false, false, 6])
  const second = await visit(stripe, account.id)
  await second.submit({ name: 'Fjord', press: 'submit', review: 'yes' })
  const reviewed = await stripe.accounts.retrieve(account.id)
  expect(reviewed).toMatchObject({ charges_enabled: false, details_submitted: true, capabilities: { card_payments: 'pending' } })
  expect(reviewed.requirements).toMatchObject({
    pending_verification: ['company.verification.document'],
    disabled_reason: 'requirements.pending_verification',
  })
})

test('an account link opens once and for five minutes; later it asks the application for a new one', async () => {
  const { simulator, stripe } = await start()
  const account = await stripe.accounts.create({ controller })
  const { link } = await visit(stripe, account.id)
  expect((await fetch(link.url, { redirect: 'manual' })).headers.get('location')).toBe(refresh)
  const late = await stripe.accountLinks.create({
    account: account.id,
    type: 'account_onboarding',
    return_url: back,
    refresh_url: refresh,
  })
  simulator.clock.advance(301_000)
  expect((await fetch(late.url, { redirect: 'manual' })).headers.get('location')).toBe(refresh)
  expect((await fetch(`${simulator.url}/connect/onboarding/${account.id}/made-up`)).status).toBe(404)
})

test('an existing account is linked by OAuth, once per code, and can be disconnected again', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: simulator.clientId,
    scope: 'read_write',
    state: 'abc',
    redirect_uri: 'http://office.example/linked',
  })
  const address = `${simulator.url}/oauth/authorize?${query}`
  const page = await (await fetch(address)).text()
  const existing = /value="(acct_\w+)"/.exec(page)?.[1] ?? ''
  expect(await errorOf(stripe.accounts.retrieve(existing))).toMatchObject({ statusCode: 403, code: 'account_invalid' })
  const press = (fields: Record<string, string>) =>
    fetch(address, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  expect((await press({ press: 'cancel' })).headers.get('location')).toContain('error=access_denied')
  const location = new URL((await press({ press: 'connect', account: existing })).headers.get('location') ?? '')
  expect(location.searchParams.get('state')).toBe('abc')
  const code = location.searchParams.get('code') ?? ''
  const token = await stripe.oauth.token({ grant_type: 'authorization_code', code })
  expect(token).toMatchObject({ stripe_user_id: existing, livemode: false, scope: 'read_write' })
  expect((await stripe.accounts.retrieve(existing)).charges_enabled).toBe(true)
  expect(await errorOf(stripe.oauth.token({ grant_type: 'authorization_code', code }))).toMatchObject({
    type: 'StripeInvalidGrantError',
  })
  await stripe.oauth.deauthorize({ client_id: simulator.clientId, stripe_user_id: existing })
  expect(await errorOf(stripe.balance.retrieve({}, { stripeAccount: existing }))).toMatchObject({ statusCode: 403 })
  await simulator.webhooks.flush()
  expect(receiver.received.map((one) => [one.path, one.event.type, one.event.account])).toEqual([
    ['/connect', 'account.application.authorized', existing],
    ['/connect', 'account.application.deauthorized', existing],
  ])
})

test('an authorize link for another application or without a way back is refused', async () => {
  const { simulator } = await start()
  for (const query of [
    'response_type=code&client_id=ca_x&redirect_uri=http://a.example',
    `response_type=code&client_id=${simulator.clientId}`,
  ]) {
    expect((await fetch(`${simulator.url}/oauth/authorize?${query}`)).status).toBe(400)
  }
})

test('capabilities can be read and asked for', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  expect(await stripe.accounts.retrieveCapability(on.stripeAccount, 'card_payments')).toMatchObject({
    status: 'active',
    requested: true,
  })
  await stripe.accounts.updateCapability(on.stripeAccount, 'us_bank_account_ach_payments', { requested: true })
  const listed = await stripe.accounts.listCapabilities(on.stripeAccount)
  expect(listed.data.map((one) => [one.id, one.status])).toEqual([
    ['card_payments', 'active'],
    ['transfers', 'active'],
    ['us_bank_account_ach_payments', 'active'],
  ])
})

test('the platform lists the accounts it is connected to and no others', async () => {
  const { simulator, stripe } = await start()
  const one = await readyAccount(simulator, stripe)
  expect((await stripe.accounts.list()).data.map((account) => account.id)).toEqual([one.stripeAccount])
})
