import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import type { Simulator } from '../src/index.ts'
import { errorOf, readyAccount, start, startWithWebhooks } from './stage.ts'

const dayMs = 86_400_000
const agreed: Stripe.PaymentIntentCreateParams.MandateData = {
  customer_acceptance: { type: 'online', online: { ip_address: '127.0.0.1', user_agent: 'Browser' } },
}
type On = { stripeAccount: string }

/** An account that may debit bank accounts. */
async function debitAccount(simulator: Simulator, stripe: Stripe): Promise<On> {
  const on = await readyAccount(simulator, stripe)
  await stripe.accounts.updateCapability(on.stripeAccount, 'us_bank_account_ach_payments', { requested: true })
  return on
}

const debit = (stripe: Stripe, on: On, payment_method: string, more: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create(
    { amount: 20_000, currency: 'usd', confirm: true, payment_method, mandate_data: agreed, ...more },
    on,
  )

const typed = (account_number: string) =>
  ({
    type: 'us_bank_account',
    us_bank_account: { account_holder_type: 'company', account_number, routing_number: '110000000' },
    billing_details: { name: 'Bay Street Deli' },
  }) as const

test('a debit is processing for days, then succeeds with its balance transaction and its own fee', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  const on = await debitAccount(simulator, stripe)
  const intent = await debit(stripe, on, 'pm_usBankAccount_success', { application_fee_amount: 200, expand: ['latest_charge'] })
  expect(intent).toMatchObject({ status: 'processing', amount_received: 0, payment_method_types: ['card', 'us_bank_account'] })
  expect(intent.latest_charge).toMatchObject({ status: 'pending', paid: false, balance_transaction: null })
  simulator.clock.advance(3 * dayMs)
  expect((await stripe.paymentIntents.retrieve(intent.id, {}, on)).status).toBe('processing')
  simulator.clock.advance(2 * dayMs)
  const expand = ['latest_charge.balance_transaction', 'latest_charge.payment_method_details.us_bank_account.mandate']
  const paid = await stripe.paymentIntents.retrieve(intent.id, { expand }, on)
  expect(paid).toMatchObject({ status: 'succeeded', amount_received: 20_000 })
  expect(paid.latest_charge).toMatchObject({
    status: 'succeeded',
    paid: true,
    captured: true,
    balance_transaction: { type: 'payment', amount: 20_000, fee: 160 + 200, net: 19_640 },
    payment_method_details: {
      type: 'us_bank_account',
      us_bank_account: { last4: '6789', mandate: { type: 'single_use', status: 'active' } },
    },
  })
  await simulator.webhooks.flush()
  const types = receiver.received.map((one) => one.event.type).filter((type) => /^(charge|payment_intent)/.test(type))
  expect(types).toEqual([
    'payment_intent.created',
    'charge.pending',
    'payment_intent.processing',
    'charge.succeeded',
    'payment_intent.succeeded',
  ])
})

test('a debit on its way cannot be refunded; once it has succeeded it can, and the receipt names the bank', async () => {
  const { simulator, stripe } = await start()
  const on = await debitAccount(simulator, stripe)
  const { id } = await debit(stripe, on, 'pm_usBankAccount_success')
  expect(await errorOf(stripe.refunds.create({ payment_intent: id }, on))).toMatchObject({ statusCode: 400 })
  simulator.clock.advance(5 * dayMs)
  const refund = await stripe.refunds.create({ payment_intent: id, amount: 500, expand: ['charge', 'balance_transaction'] }, on)
  expect(refund).toMatchObject({
    status: 'pending',
    pending_reason: 'processing',
    destination_details: { type: 'us_bank_transfer' },
    balance_transaction: { type: 'payment_refund', amount: -500 },
  })
  const receipt = await (await fetch((refund.charge as Stripe.Charge).receipt_url ?? '')).text()
  expect(receipt).toContain('STRIPE TEST BANK ending in 6789')
  simulator.clock.advance(3 * dayMs)
  const arrived = await stripe.refunds.retrieve(refund.id, {}, on)
  expect([arrived.status, arrived.pending_reason]).toEqual(['succeeded', undefined])
})

test('each failing test account comes back after days with its own code, and the intent wants another payment method', async () => {
  const { simulator, stripe } = await start()
  const on = await debitAccount(simulator, stripe)
  const codes = { accountClosed: 'account_closed', noAccount: 'no_account', insufficientFunds: 'insufficient_funds' }
  for (const [name, code] of Object.entries({ ...codes, debitNotAuthorized: 'debit_not_authorized' })) {
    const { id } = await debit(stripe, on, `pm_usBankAccount_${name}`)
    simulator.clock.advance(5 * dayMs)
    expect(await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] }, on)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code },
      latest_charge: { status: 'failed', failure_code: code, balance_transaction: null },
    })
  }
  const forever = await debit(stripe, on, 'pm_usBankAccount_processing')
  simulator.clock.advance(30 * dayMs)
  expect((await stripe.paymentIntents.retrieve(forever.id, {}, on)).status).toBe('processing')
  expect((await stripe.paymentIntents.cancel(forever.id, {}, on)).status).toBe('canceled')
  expect((await stripe.balanceTransactions.list({}, on)).data).toEqual([])
})

test('a debit that had succeeded comes back as a dispute that is lost at once', async () => {
  const { simulator, stripe } = await start()
  const on = await debitAccount(simulator, stripe)
  const { id } = await debit(stripe, on, 'pm_usBankAccount_dispute')
  simulator.clock.advance(5 * dayMs)
  expect((await stripe.paymentIntents.retrieve(id, {}, on)).status).toBe('succeeded')
  simulator.clock.advance(3 * dayMs)
  const [dispute] = (await stripe.disputes.list({ payment_intent: id }, on)).data
  expect(dispute).toMatchObject({ status: 'lost', reason: 'debit_not_authorized', amount: 20_000, is_charge_refundable: false })
  expect(dispute?.payment_method_details).toBeUndefined()
  const events = (await stripe.events.list({ types: ['charge.dispute.created', 'charge.dispute.closed'] }, on)).data
  expect(events.map((event) => event.type)).toEqual(['charge.dispute.closed', 'charge.dispute.created'])
  expect(await errorOf(stripe.disputes.update(dispute?.id ?? '', { evidence: { uncategorized_text: 'x' } }, on))).toMatchObject({
    statusCode: 400,
  })
})

test('a typed account number has to be proven by micro-deposits: the code, the amounts, or not at all', async () => {
  const { simulator, stripe } = await start()
  const on = await debitAccount(simulator, stripe)
  const begin = async () => {
    const method = await stripe.paymentMethods.create(typed('000123456789'), on)
    return debit(stripe, on, method.id)
  }
  const first = await begin()
  expect(first).toMatchObject({
    status: 'requires_action',
    next_action: { type: 'verify_with_microdeposits', verify_with_microdeposits: { microdeposit_type: 'descriptor_code' } },
  })
  const verify = (id: string, params: Stripe.PaymentIntentVerifyMicrodepositsParams) =>
    stripe.paymentIntents.verifyMicrodeposits(id, params, on)
  expect(await errorOf(verify(first.id, { descriptor_code: 'SM00AA' }))).toMatchObject({
    code: 'payment_method_microdeposit_verification_descriptor_code_mismatch',
  })
  expect(await errorOf(verify(first.id, {}))).toMatchObject({ statusCode: 400 })
  expect(await verify(first.id, { descriptor_code: 'SM11AA' })).toMatchObject({ status: 'processing', next_action: null })
  expect(await errorOf(verify(first.id, { descriptor_code: 'SM11AA' }))).toMatchObject({
    code: 'payment_intent_unexpected_state',
  })
  expect((await verify((await begin()).id, { amounts: [45, 32] })).status).toBe('processing')
  const ended = await begin()
  expect(await errorOf(verify(ended.id, { amounts: [10, 11] }))).toMatchObject({
    code: 'payment_method_microdeposit_verification_attempts_exceeded',
  })
  expect((await stripe.paymentIntents.retrieve(ended.id, {}, on)).status).toBe('requires_payment_method')
  const tried = await begin()
  for (const attempt of [1, 2, 3])
    expect(await errorOf(verify(tried.id, { amounts: [attempt, 50] }))).toMatchObject({
      code: `payment_method_microdeposit_verification_${attempt < 3 ? 'amounts_mismatch' : 'attempts_exceeded'}`,
    })
  const late = await begin()
  simulator.clock.advance(11 * dayMs)
  expect(await stripe.paymentIntents.retrieve(late.id, {}, on)).toMatchObject({
    status: 'requires_payment_method',
    last_payment_error: { code: 'payment_method_microdeposit_verification_timeout' },
  })
  const unreachable = await debit(stripe, on, (await stripe.paymentMethods.create(typed('000666666661'), on)).id)
  simulator.clock.advance(3 * dayMs)
  expect(await stripe.paymentIntents.retrieve(unreachable.id, {}, on)).toMatchObject({
    last_payment_error: { code: 'payment_method_microdeposit_failed' },
  })
})

test('a debit needs an agreement; a saved account carries one until it is taken away', async () => {
  const { simulator, stripe, receiver } = await startWithWebhooks()
  const on = await debitAccount(simulator, stripe)
  const bare = { amount: 900, currency: 'usd', confirm: true }
  expect(await errorOf(stripe.paymentIntents.create({ ...bare, payment_method: 'pm_usBankAccount_success' }, on))).toMatchObject({
    code: 'payment_intent_mandate_invalid',
  })
  const customer = await stripe.customers.create({ name: 'Ida' }, on)
  const setup = await stripe.setupIntents.create(
    {
      customer: customer.id,
      confirm: true,
      payment_method: 'pm_usBankAccount_success',
      mandate_data: agreed,
      expand: ['mandate'],
    },
    on,
  )
  const mandate = setup.mandate as Stripe.Mandate
  expect([setup.status, mandate.type, mandate.status]).toEqual(['succeeded', 'multi_use', 'active'])
  const later = { ...bare, customer: customer.id, payment_method: String(setup.payment_method), off_session: true }
  const paid = await stripe.paymentIntents.create({ ...later, expand: ['latest_charge'] }, on)
  expect(paid.latest_charge).toMatchObject({ payment_method_details: { us_bank_account: { mandate: mandate.id } } })
  await stripe.paymentMethods.detach(String(setup.payment_method), {}, on)
  expect((await stripe.mandates.retrieve(mandate.id, {}, on)).status).toBe('inactive')
  expect(await errorOf(stripe.paymentIntents.create(later, on))).toMatchObject({ param: 'payment_method' })
  await simulator.webhooks.flush()
  expect(receiver.received.map((one) => one.event.type)).toContain('mandate.updated')
})

test('an account saved with a payment carries its agreement, until its holder forbids debits', async () => {
  const { simulator, stripe } = await start()
  const on = await debitAccount(simulator, stripe)
  const customer = (await stripe.customers.create({}, on)).id
  const first = await debit(stripe, on, 'pm_usBankAccount_debitNotAuthorized', { customer, setup_future_usage: 'off_session' })
  const later = { amount: 900, currency: 'usd', confirm: true, off_session: true, customer }
  const payment_method = String(first.payment_method)
  expect((await stripe.paymentIntents.create({ ...later, payment_method }, on)).status).toBe('processing')
  simulator.clock.advance(5 * dayMs)
  expect(await errorOf(stripe.paymentIntents.create({ ...later, payment_method }, on))).toMatchObject({
    code: 'payment_intent_mandate_invalid',
  })
})

test('how an account is proven can be asked for; once proven it stays so', async () => {
  const { simulator, stripe } = await start()
  const on = await debitAccount(simulator, stripe)
  const proving = (verification_method: 'instant' | 'microdeposits') => ({
    payment_method_options: { us_bank_account: { verification_method } },
  })
  const asked = await debit(stripe, on, 'pm_usBankAccount_success', proving('microdeposits'))
  expect(asked).toMatchObject({ status: 'requires_action', next_action: { type: 'verify_with_microdeposits' } })
  const method = await stripe.paymentMethods.create(typed('000123456789'), on)
  expect((await debit(stripe, on, method.id, proving('instant'))).status).toBe('processing')
  const customer = (await stripe.customers.create({}, on)).id
  const setup = await stripe.setupIntents.create(
    { customer, confirm: true, payment_method_data: typed('000123456789'), mandate_data: agreed },
    on,
  )
  await stripe.setupIntents.verifyMicrodeposits(setup.id, { descriptor_code: 'SM11AA' }, on)
  const later = { amount: 900, currency: 'usd', confirm: true, off_session: true, customer }
  const paid = await stripe.paymentIntents.create({ ...later, payment_method: String(setup.payment_method) }, on)
  expect(paid.status).toBe('processing')
})

test('a setup intent of a typed account waits for the deposits, and its mandate with it', async () => {
  const { simulator, stripe } = await start()
  const on = await debitAccount(simulator, stripe)
  const customer = await stripe.customers.create({}, on)
  const setup = await stripe.setupIntents.create(
    { customer: customer.id, confirm: true, payment_method_data: typed('000123456789'), mandate_data: agreed },
    on,
  )
  expect(setup).toMatchObject({ status: 'requires_action', next_action: { type: 'verify_with_microdeposits' } })
  expect((await stripe.mandates.retrieve(String(setup.mandate), {}, on)).status).toBe('pending')
  expect(await stripe.setupIntents.verifyMicrodeposits(setup.id, { descriptor_code: 'SM11AA' }, on)).toMatchObject({
    status: 'succeeded',
  })
  expect((await stripe.mandates.retrieve(String(setup.mandate), {}, on)).status).toBe('active')
  expect((await stripe.customers.listPaymentMethods(customer.id, { type: 'us_bank_account' }, on)).data).toHaveLength(1)
})

test('bank accounts are offered where the account may take them, in dollars, and not for a reservation', async () => {
  const { simulator, stripe } = await start()
  const plain = await readyAccount(simulator, stripe)
  const on = await debitAccount(simulator, stripe)
  const typesOf = async (params: Partial<Stripe.PaymentIntentCreateParams>, account: On = on) =>
    (await stripe.paymentIntents.create({ amount: 900, currency: 'usd', ...params }, account)).payment_method_types
  expect(await typesOf({}, plain)).toEqual(['card'])
  expect(await typesOf({ currency: 'eur' })).toEqual(['card'])
  expect(await typesOf({ capture_method: 'manual' })).toEqual(['card'])
  expect(await typesOf({ excluded_payment_method_types: ['card'] })).toEqual(['us_bank_account'])
  expect(await typesOf({ allowed_payment_method_types: ['us_bank_account'] })).toEqual(['us_bank_account'])
  expect(await errorOf(typesOf({ allowed_payment_method_types: ['us_bank_account'] }, plain))).toMatchObject({
    code: 'payment_method_unactivated',
  })
  const onlyCards = { allowed_payment_method_types: ['card'] as 'card'[] }
  expect(await errorOf(debit(stripe, on, 'pm_usBankAccount_success', onlyCards))).toMatchObject({
    code: 'payment_intent_incompatible_payment_method',
  })
})

test('any account number but the published test numbers is refused and kept nowhere', async () => {
  const { simulator, stripe } = await start()
  const on = await debitAccount(simulator, stripe)
  const error = await errorOf(stripe.paymentMethods.create(typed('987654321098'), on))
  expect(error).toMatchObject({ code: 'account_number_invalid' })
  expect(error.message).not.toContain('987654321098')
  const state = JSON.stringify([Object.values(simulator.state.tables).map((table) => table.rows()), simulator.state.records])
  expect(state).not.toContain('987654321098')
})
