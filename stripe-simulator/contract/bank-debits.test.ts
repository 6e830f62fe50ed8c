import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { openSide, refusalOf } from './side.ts'

const side = await openSide()
const { stripe, on } = side

const agreed: Stripe.PaymentIntentCreateParams.MandateData = {
  customer_acceptance: { type: 'online', online: { ip_address: '127.0.0.1', user_agent: 'Browser' } },
}
const debit = (account: string, more: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create(
    {
      amount: 20_000,
      currency: 'usd',
      confirm: true,
      allowed_payment_method_types: ['us_bank_account'],
      payment_method: `pm_usBankAccount_${account}`,
      mandate_data: agreed,
      expand: ['latest_charge'],
      ...more,
    },
    on,
  )
const ended = (id: string, statuses: string[]) =>
  side.eventually(
    () => stripe.paymentIntents.retrieve(id, { expand: ['latest_charge.balance_transaction'] }, on),
    (intent) => statuses.includes(intent.status),
  )

test('a bank debit is processing: it is not paid, and there is no money yet', async () => {
  const intent = await debit('success')
  expect(intent).toMatchObject({ status: 'processing', amount_received: 0 })
  expect(intent.latest_charge).toMatchObject({ status: 'pending', paid: false, balance_transaction: null })
})

test('a debit that succeeds brings its money with a balance transaction of the type payment, less the application fee', async () => {
  const { id } = await debit('success', { application_fee_amount: 200 })
  const paid = await ended(id, ['succeeded'])
  expect(paid).toMatchObject({ amount_received: 20_000 })
  expect(paid.latest_charge).toMatchObject({
    status: 'succeeded',
    paid: true,
    payment_method_details: { type: 'us_bank_account' },
    balance_transaction: {
      type: 'payment',
      amount: 20_000,
      fee_details: expect.arrayContaining([expect.objectContaining({ type: 'application_fee', amount: 200 })]),
    },
  })
})

test('a debit that fails wants another payment method, and tells why', async () => {
  const { id } = await debit('insufficientFunds')
  const failed = await ended(id, ['requires_payment_method'])
  expect(failed).toMatchObject({ amount_received: 0, last_payment_error: { code: 'insufficient_funds' } })
  expect(failed.latest_charge).toMatchObject({ status: 'failed', balance_transaction: null })
})

test('a debit without the payer’s agreement is refused', async () => {
  const { mandate_data: _none, ...bare } = { mandate_data: agreed, amount: 20_000, currency: 'usd', confirm: true }
  const create = stripe.paymentIntents.create({ ...bare, payment_method: 'pm_usBankAccount_success' }, on)
  expect(await refusalOf(create)).toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError' })
})

test('a debit that succeeded can still come back, as a dispute that is lost', async () => {
  const { id } = await debit('dispute')
  await ended(id, ['succeeded'])
  const { data } = await side.eventually(
    () => stripe.disputes.list({ payment_intent: id }, on),
    (list) => list.data.length > 0,
  )
  expect(data).toMatchObject([{ amount: 20_000, status: 'lost', is_charge_refundable: false }])
})
