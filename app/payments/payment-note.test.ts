import { expect, test } from 'vitest'
import { paymentNote } from './payment-note.ts'

const payment = {
  controlNumber: '30001',
  amountMinor: 41_250,
  currency: 'usd',
  cardBrand: 'visa',
  cardLast4: '4242',
  authorisationCode: 'A1B2C3',
  charge: 'ch_1',
  paymentIntent: 'pi_1',
  stripeFeeMinor: 1_226,
  convenienceFeeMinor: 216,
  orderNumber: '10482',
  payout: null,
}

test('the note says what a bookkeeper would have typed in', () => {
  expect(paymentNote(payment)).toBe(
    '412.50 USD by Visa ending 4242 through Stripe for order 10482. Authorisation A1B2C3. Charge ch_1, payment intent pi_1. ' +
      'Stripe fee 12.26 USD, convenience fee 2.16 USD, net 398.08 USD. Not paid out yet.',
  )
})

test('what is not known is left out or said to be unknown, never made up', () => {
  const unknown = {
    cardBrand: null,
    cardLast4: null,
    authorisationCode: null,
    paymentIntent: null,
    stripeFeeMinor: null,
    convenienceFeeMinor: null,
  }
  expect(paymentNote({ ...payment, ...unknown, orderNumber: null })).toBe(
    '412.50 USD by card through Stripe. Charge ch_1. Stripe has not told its fees yet. Not paid out yet.',
  )
})
