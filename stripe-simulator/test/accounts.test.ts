import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { errorOf, readyAccount, start, startWithWebhooks } from './stage.ts'

const control = (url: string, path: string, body: object) =>
  fetch(`${url}/_simulator${path}`, { method: 'POST', body: JSON.stringify(body) })

const typed = (account_number: string, more: object = {}) => ({
  external_account: {
    object: 'bank_account',
    country: 'US',
    currency: 'usd',
    account_number,
    routing_number: '110000000',
    ...more,
  } as const,
})

test('a bank account given beforehand is not asked for again, and payouts go to the one that is the default', async () => {
  const { simulator, stripe } = await start()
  const account = await stripe.accounts.create({ external_account: 'btok_us_verified' })
  expect(account.requirements?.currently_due).not.toContain('external_account')
  const none = await stripe.accounts.create({})
  expect(none.requirements?.currently_due).toContain('external_account')
  simulator.onboard(account.id)
  const first = (await stripe.accounts.listExternalAccounts(account.id)).data
  expect(first).toMatchObject([{ last4: '6789', default_for_currency: true, status: 'new', account: account.id }])
  const second = await stripe.accounts.createExternalAccount(account.id, typed('000123456789'))
  expect(second.default_for_currency).toBe(false)
  const refusal = await errorOf(stripe.accounts.deleteExternalAccount(account.id, first[0]?.id ?? ''))
  expect(refusal.message).toContain('You cannot delete the default external account')
  await stripe.accounts.updateExternalAccount(account.id, second.id, { default_for_currency: true, metadata: { a: '1' } })
  expect(await stripe.accounts.deleteExternalAccount(account.id, first[0]?.id ?? '')).toMatchObject({ deleted: true })
  const shown = (await stripe.accounts.retrieve(account.id)).external_accounts?.data
  expect(shown).toMatchObject([{ id: second.id, default_for_currency: true, metadata: { a: '1' } }])
  const gone = stripe.accounts.retrieveExternalAccount(account.id, first[0]?.id ?? '')
  expect(await errorOf(gone)).toMatchObject({ statusCode: 404, code: 'resource_missing' })
})

test('only published test bank accounts are taken, and no other number is repeated or kept', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const refusals: [Stripe.AccountCreateExternalAccountParams, string][] = [
    [typed('987654321987'), 'external_account[account_number]'],
    [typed('000123456789', { routing_number: '021000021' }), 'external_account[routing_number]'],
    [{ external_account: 'btok_other' }, 'external_account'],
    [{ external_account: 'btok_us_verified_constructor' }, 'external_account'],
  ]
  for (const [params, param] of refusals) {
    const error = await errorOf(stripe.accounts.createExternalAccount(on.stripeAccount, params))
    expect(error).toMatchObject({ statusCode: 400, param })
    expect(JSON.stringify(error.raw)).not.toContain('987654321987')
  }
  expect(JSON.stringify([...simulator.state.tables.bank_account.rows(), simulator.state.records])).not.toContain('987654321987')
  expect((await stripe.accounts.listExternalAccounts(on.stripeAccount)).data).toHaveLength(1)
})

test('the people of an account are kept without their identity numbers, and found by what they are', async () => {
  const { stripe, simulator } = await startWithWebhooks()
  const { id } = await stripe.accounts.create({})
  const person = await stripe.accounts.createPerson(id, {
    first_name: 'Jane',
    id_number: '123456789',
    relationship: { owner: true, percent_ownership: 60 },
  })
  expect(person).toMatchObject({ first_name: 'Jane', id_number_provided: true, relationship: { owner: true, director: false } })
  await stripe.accounts.createPerson(id, { first_name: 'Joe', relationship: { director: true } })
  const updated = await stripe.accounts.updatePerson(id, person.id, {
    relationship: { title: 'Boss' },
    address: { city: 'Bergen' },
  })
  expect(updated).toMatchObject({
    relationship: { owner: true, percent_ownership: 60, title: 'Boss' },
    address: { city: 'Bergen' },
  })
  expect((await stripe.accounts.listPersons(id, { relationship: { owner: true } })).data.map((one) => one.id)).toEqual([
    person.id,
  ])
  expect(await stripe.accounts.deletePerson(id, person.id)).toEqual(expect.objectContaining({ deleted: true }))
  expect(await errorOf(stripe.accounts.retrievePerson(id, person.id))).toMatchObject({ statusCode: 404 })
  const events = (await stripe.events.list({ type: 'person.*' }, { stripeAccount: id })).data
  expect(events.map((event) => event.type)).toEqual(['person.deleted', 'person.updated', 'person.created', 'person.created'])
  expect(events[1]?.data.previous_attributes).toMatchObject({ relationship: { title: null } })
  expect(JSON.stringify(simulator.state.tables.person.rows())).not.toContain('123456789')
})

test('an account session shows every component with its features; one that enables nothing is refused', async () => {
  const { simulator, stripe } = await start()
  const { stripeAccount: account } = await readyAccount(simulator, stripe)
  const session = await stripe.accountSessions.create({
    account,
    components: { payments: { enabled: true, features: { refund_management: false } }, payouts: { enabled: false } },
  })
  expect(session).toMatchObject({
    account,
    client_secret: expect.stringMatching(/^accs_secret__/),
    components: {
      payments: { enabled: true, features: { refund_management: false, dispute_management: true } },
      payouts: { enabled: false, features: { standard_payouts: false } },
      documents: { enabled: false, features: {} },
    },
  })
  expect(session.expires_at).toBeGreaterThan(simulator.clock.now())
  const none = stripe.accountSessions.create({ account, components: { payouts: { enabled: false } } })
  expect(await errorOf(none)).toMatchObject({ param: 'components' })
  const other = stripe.accountSessions.create({ account: 'acct_other', components: { payouts: { enabled: true } } })
  expect(await errorOf(other)).toMatchObject({ statusCode: 403 })
})

test('login links are for the Express Dashboard, after onboarding', async () => {
  const { simulator, stripe } = await start()
  const { stripeAccount: full } = await readyAccount(simulator, stripe)
  expect(await errorOf(stripe.accounts.createLoginLink(full))).toMatchObject({ statusCode: 400 })
  const express = await stripe.accounts.create({ type: 'express' })
  expect((await errorOf(stripe.accounts.createLoginLink(express.id))).message).toContain('has not completed onboarding')
  simulator.onboard(express.id)
  expect((await fetch((await stripe.accounts.createLoginLink(express.id)).url)).status).toBe(200)
})

test('an account that worked can be restricted later, and works again when it gives what is due', async () => {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const pay = () =>
    stripe.paymentIntents.create({ amount: 900, currency: 'usd', confirm: true, payment_method: 'pm_card_bypassPending' }, on)
  await pay()
  await control(simulator.url, `/accounts/${on.stripeAccount}/restrict`, { due: ['company.tax_id'] })
  expect(await stripe.accounts.retrieve(on.stripeAccount)).toMatchObject({
    charges_enabled: false,
    payouts_enabled: false,
    details_submitted: true,
    capabilities: { card_payments: 'inactive' },
    requirements: { past_due: ['company.tax_id'], disabled_reason: 'requirements.past_due' },
  })
  expect(await errorOf(pay())).toMatchObject({ statusCode: 400 })
  expect(await errorOf(stripe.payouts.create({ amount: 1, currency: 'usd' }, on))).toMatchObject({ code: 'payouts_not_allowed' })
  const [event] = (await stripe.events.list({ type: 'account.updated', limit: 1 }, on)).data
  expect(event?.data.previous_attributes).toMatchObject({ charges_enabled: true, payouts_enabled: true })
  simulator.onboard(on.stripeAccount)
  expect((await pay()).status).toBe('succeeded')
  const wrong = await control(simulator.url, `/accounts/${on.stripeAccount}/restrict`, { reason: 'mood' })
  expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('under_review')])
})

test('what is due by a day restricts the account on that day, unless it is given before', async () => {
  const { simulator, stripe } = await start()
  const [late, early] = [await readyAccount(simulator, stripe), await readyAccount(simulator, stripe)]
  for (const { stripeAccount } of [late, early])
    await control(simulator.url, `/accounts/${stripeAccount}/require`, { due: ['company.tax_id'], seconds: 86_400 })
  const warned = await stripe.accounts.retrieve(late.stripeAccount)
  expect(warned).toMatchObject({
    charges_enabled: true,
    requirements: { currently_due: ['company.tax_id'], past_due: [], disabled_reason: null },
  })
  expect(warned.requirements?.current_deadline).toBeGreaterThan(simulator.clock.now())
  simulator.onboard(early.stripeAccount)
  simulator.clock.advance(2 * 86_400_000)
  expect(await stripe.accounts.retrieve(late.stripeAccount)).toMatchObject({
    charges_enabled: false,
    requirements: { past_due: ['company.tax_id'] },
  })
  expect((await stripe.accounts.retrieve(early.stripeAccount)).charges_enabled).toBe(true)
})

test('a platform rejects only accounts it is liable for, and can take that back', async () => {
  const { simulator, stripe } = await start()
  const { stripeAccount: full } = await readyAccount(simulator, stripe)
  expect(await errorOf(stripe.accounts.reject(full, { reason: 'fraud_other' }))).toMatchObject({ statusCode: 400 })
  const express = await stripe.accounts.create({ type: 'express' })
  simulator.onboard(express.id)
  expect(await errorOf(stripe.accounts.reject(express.id, { reason: 'whim' }))).toMatchObject({ param: 'reason' })
  expect(await stripe.accounts.reject(express.id, { reason: 'fraud_other' })).toMatchObject({
    charges_enabled: false,
    payouts_enabled: false,
    requirements: { disabled_reason: 'rejected.platform_fraud' },
  })
  expect(await stripe.accounts.unreject(express.id)).toMatchObject({
    charges_enabled: true,
    payouts_enabled: true,
    capabilities: { card_payments: 'active' },
    requirements: { disabled_reason: null },
  })
  expect(await errorOf(stripe.accounts.unreject(express.id))).toMatchObject({ statusCode: 400 })
})
