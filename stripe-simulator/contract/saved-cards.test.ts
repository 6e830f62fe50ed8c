import { expect, test } from 'vitest'
import { openSide, refusalOf } from './side.ts'

const side = await openSide()
const { stripe, on } = side
const base = { amount: 2_000, currency: 'usd', confirm: true } as const
const noRedirect = { enabled: true, allow_redirects: 'never' } as const

test('a card paid with for future use stays with its customer, and pays later with nobody there', async () => {
  const customer = await stripe.customers.create({ name: 'Ida' }, on)
  const first = await stripe.paymentIntents.create(
    {
      ...base,
      customer: customer.id,
      payment_method: 'pm_card_visa',
      setup_future_usage: 'off_session',
      automatic_payment_methods: noRedirect,
    },
    on,
  )
  expect(first.status).toBe('succeeded')
  const [saved] = (await stripe.customers.listPaymentMethods(customer.id, { type: 'card' }, on)).data
  expect(saved).toMatchObject({ id: first.payment_method, customer: customer.id, card: { last4: '4242' } })
  const later = await stripe.paymentIntents.create(
    { ...base, customer: customer.id, payment_method: saved?.id ?? '', off_session: true },
    on,
  )
  expect(later.status).toBe('succeeded')
})

test('a bank that wants to see the buyer declines a payment made while nobody is there: 402 authentication_required', async () => {
  const customer = await stripe.customers.create({ name: 'Ida' }, on)
  const method = await stripe.paymentMethods.attach('pm_card_authenticationRequired', { customer: customer.id }, on)
  const pay = stripe.paymentIntents.create({ ...base, customer: customer.id, payment_method: method.id, off_session: true }, on)
  expect(await refusalOf(pay)).toMatchObject({
    statusCode: 402,
    type: 'StripeCardError',
    code: 'authentication_required',
    payment_intent: { status: 'requires_payment_method', last_payment_error: { code: 'authentication_required' } },
  })
})

test('the same card asks for the buyer when he is there', async () => {
  const asked = await stripe.paymentIntents.create(
    { ...base, payment_method: 'pm_card_authenticationRequired', return_url: 'https://example.com/back' },
    on,
  )
  expect(asked).toMatchObject({ status: 'requires_action', next_action: { type: expect.stringMatching(/redirect|sdk/) } })
})

test('a payment method of one customer cannot be attached to another', async () => {
  const one = await stripe.customers.create({ name: 'Ida' }, on)
  const other = await stripe.customers.create({ name: 'Olaf' }, on)
  const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: one.id }, on)
  expect(await refusalOf(stripe.paymentMethods.attach(method.id, { customer: other.id }, on))).toMatchObject({ statusCode: 400 })
})

test('a detached payment method belongs to nobody and pays no more', async () => {
  const customer = await stripe.customers.create({ name: 'Ida' }, on)
  const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id }, on)
  expect((await stripe.paymentMethods.detach(method.id, {}, on)).customer).toBeNull()
  expect((await stripe.customers.listPaymentMethods(customer.id, {}, on)).data).toEqual([])
})

test('a card can be saved without a payment, and pays later with nobody there', async () => {
  const customer = await stripe.customers.create({ name: 'Ida' }, on)
  const setup = await stripe.setupIntents.create(
    {
      customer: customer.id,
      payment_method: 'pm_card_visa',
      usage: 'off_session',
      confirm: true,
      automatic_payment_methods: noRedirect,
    },
    on,
  )
  expect(setup).toMatchObject({ status: 'succeeded', usage: 'off_session', customer: customer.id })
  const later = { ...base, customer: customer.id, payment_method: String(setup.payment_method), off_session: true }
  expect((await stripe.paymentIntents.create(later, on)).status).toBe('succeeded')
})

test('a card that is refused while it is saved answers 402 with the setup intent', async () => {
  const create = stripe.setupIntents.create(
    { payment_method: 'pm_card_visa_chargeDeclined', confirm: true, automatic_payment_methods: noRedirect },
    on,
  )
  expect(await refusalOf(create)).toMatchObject({
    statusCode: 402,
    code: 'card_declined',
    setup_intent: { status: 'requires_payment_method', last_setup_error: { code: 'card_declined' } },
  })
})
