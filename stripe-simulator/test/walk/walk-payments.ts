import { sessionParams } from '../stage.ts'
import { refusal, type Walk } from './walk.ts'

/** Payment intents and Checkout. */
export async function walkPayments(walk: Walk): Promise<void> {
  await walkIntents(walk)
  await walkTokens(walk)
  await walkCheckout(walk)
}

async function walkIntents({ stripe, on }: Walk): Promise<void> {
  const intent = await stripe.paymentIntents.create(
    {
      amount: 900,
      currency: 'usd',
      payment_method: 'pm_card_visa',
      capture_method: 'manual',
      application_fee_amount: 9,
      receipt_email: 'ida@shop.example',
      statement_descriptor_suffix: 'FJORD',
      metadata: { a: '1' },
    },
    on,
  )
  await stripe.paymentIntents.update(intent.id, { description: 'y', metadata: { a: '2' } }, on)
  await stripe.paymentIntents.retrieve(intent.id, {}, on)
  await stripe.paymentIntents.confirm(intent.id, { return_url: 'http://a.example/r' }, on)
  await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 800, application_fee_amount: 8 }, on)
  const challenged = await stripe.paymentIntents.create(
    { amount: 900, currency: 'usd', confirm: true, payment_method: 'pm_card_authenticationRequired' },
    on,
  )
  await stripe.paymentIntents.cancel(challenged.id, { cancellation_reason: 'abandoned' }, on)
  await stripe.paymentIntents.list({ limit: 2 }, on)
  const declined = { amount: 500, currency: 'usd', confirm: true, payment_method: 'pm_card_chargeDeclined' }
  await refusal(stripe.paymentIntents.create(declined, on))
  await refusal(stripe.paymentIntents.create({ ...declined, amount: 1 }, on))
}

async function walkTokens({ stripe, on, send }: Walk): Promise<void> {
  const kept = { payment_method: 'pm_card_visa', return_url: 'http://a.example/r', setup_future_usage: 'off_session' as const }
  const token = await stripe.testHelpers.confirmationTokens.create(kept, on)
  const wanted = { amount: 900, currency: 'usd', confirmation_token: token.id, confirm: true }
  await stripe.paymentIntents.create(wanted, on)
  await stripe.confirmationTokens.retrieve(token.id, {}, on)
  await send('POST', '/v1/confirmation_tokens', { payment_method: 'pm_card_visa', return_url: 'http://a.example/r' })
}

async function walkCheckout({ stripe, simulator, on, send }: Walk): Promise<void> {
  const session = await stripe.checkout.sessions.create({ ...sessionParams(41_250, 413), customer_email: 'ida@shop.example' }, on)
  await simulator.payCheckout(session.id, { card: '4000000000000002' })
  await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent', 'line_items'] }, on)
  await simulator.payCheckout(session.id, { card: '4242424242424242' })
  await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent.latest_charge.balance_transaction'] }, on)
  await stripe.checkout.sessions.update(session.id, { metadata: { a: '1' } }, on)
  await stripe.checkout.sessions.listLineItems(session.id, { limit: 5 }, on)
  const second = await stripe.checkout.sessions.create({ ...sessionParams(), allowed_payment_method_types: ['card'] }, on)
  await stripe.checkout.sessions.expire(second.id, {}, on)
  await stripe.checkout.sessions.list({ status: 'expired' }, on)
  const third = await stripe.checkout.sessions.create(sessionParams(), on)
  await send('GET', `/v1/payment_pages/${third.id}`, {}, on.stripeAccount)
  await send('POST', `/v1/payment_pages/${third.id}/confirm`, { payment_method: 'pm_card_visa' }, on.stripeAccount)
}
