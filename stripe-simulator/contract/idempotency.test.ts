import { randomUUID } from 'node:crypto'
import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { openSide, refusalOf } from './side.ts'

const side = await openSide()
const { stripe, on } = side
const params: Stripe.PaymentIntentCreateParams = { amount: 1_500, currency: 'usd' }
const withKey = (): Stripe.RequestOptions => ({ ...on, idempotencyKey: `contract-${randomUUID()}` })

test('the same key with the same parameters gives the same answer, and says that it is a replay', async () => {
  const options = withKey()
  const first = await stripe.paymentIntents.create(params, options)
  const again = await stripe.paymentIntents.create(params, options)
  expect(again.id).toBe(first.id)
  expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined()
  expect(again.lastResponse.headers['idempotent-replayed']).toBe('true')
  expect(again.lastResponse.headers['original-request']).toBe(first.lastResponse.requestId)
})

test('the same key with other parameters is an idempotency error', async () => {
  const options = withKey()
  await stripe.paymentIntents.create(params, options)
  const other = stripe.paymentIntents.create({ ...params, amount: 1_501 }, options)
  expect(await refusalOf(other)).toMatchObject({ statusCode: 400, type: 'StripeIdempotencyError' })
})

test('the same key on another route is an idempotency error', async () => {
  const options = withKey()
  await stripe.paymentIntents.create(params, options)
  expect(await refusalOf(stripe.customers.create({ name: 'Ida' }, options))).toMatchObject({ type: 'StripeIdempotencyError' })
})

test('a request that was refused for its parameters has not used its key up', async () => {
  const options = withKey()
  const wrong = stripe.paymentIntents.create({ ...params, amount: 0 }, options)
  expect(await refusalOf(wrong)).toMatchObject({ statusCode: 400, param: 'amount' })
  expect((await stripe.paymentIntents.create(params, options)).object).toBe('payment_intent')
})

test('a decline is kept under its key and comes back', async () => {
  const options = withKey()
  const declined = { ...params, confirm: true, payment_method: 'pm_card_visa_chargeDeclined' }
  const first = await refusalOf(stripe.paymentIntents.create(declined, options))
  const again = await refusalOf(stripe.paymentIntents.create(declined, options))
  expect([first.statusCode, again.statusCode]).toEqual([402, 402])
  expect(again.charge).toBe(first.charge)
})

test('a key belongs to the account it was used on', async () => {
  const { idempotencyKey } = withKey()
  const one = await stripe.customers.create({ name: 'Ida' }, { ...on, idempotencyKey })
  const other = await stripe.customers.create({ name: 'Ida' }, { idempotencyKey })
  expect(other.id).not.toBe(one.id)
})

test('two calls at the same time with one key do the work once', async () => {
  const options = { ...withKey(), maxNetworkRetries: 0 }
  const both = await Promise.allSettled([1, 2].map(() => stripe.paymentIntents.create(params, options)))
  const made = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []))
  expect(new Set(made).size).toBe(1)
  for (const one of both)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' })
})

test('a key of more than 255 characters is refused', async () => {
  const create = stripe.paymentIntents.create(params, { ...on, idempotencyKey: 'k'.repeat(256) })
  expect(await refusalOf(create)).toMatchObject({ statusCode: 400 })
})
