import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endLiveAttempt } from '../../app/payments/end-live-attempt.ts'
import { receiveEvent } from '../../app/payments/receive-event.ts'
import { refreshOrderPayment } from '../../app/payments/refresh-order-payment.ts'
import { startPayment } from '../../app/payments/start-payment.ts'
import { ForgedEvent, UnreadableEvent } from '../../app/stripe/events.ts'
import type { EventHint } from '../../app/stripe/facts.ts'
import { runInboxOnce } from '../../app/worker/inbox.ts'
import { type MoneyStage, openMoneyStage } from '../support/money-stage.ts'
import { createTestDatabase } from '../support/test-database.ts'

let stage: MoneyStage

beforeAll(async () => {
  stage = await openMoneyStage(await createTestDatabase())
})
afterAll(() => stage.close())

const visa = { card: '4242424242424242' }

describe('money that is not as agreed', () => {
  test('money nobody here asked for goes to suspense, and a person is told', async () => {
    await stage.atStripe('payment_intents', {
      amount: '4321',
      currency: 'usd',
      payment_method: 'pm_card_visa',
      confirm: 'true',
      'automatic_payment_methods[enabled]': 'true',
      'automatic_payment_methods[allow_redirects]': 'never',
    })
    await stage.receiveEverything()
    await stage.workAll()
    const { rows } = await stage.db.owner.query('SELECT customer_id, amount_minor FROM payments WHERE amount_minor = 4321')
    expect(rows).toEqual([{ customer_id: null, amount_minor: 4321 }])
    expect(await stage.openBreaks()).toMatchObject([{ kind: 'unknown_charge' }])
    await stage.expectBooksInOrder()
  })

  test('more than was due is applied up to what was due; the rest stays with the customer, and a person is told', async () => {
    const order = await stage.placeOrder(10_000)
    const { url } = await stage.pay(order)
    await stage.db.owner.query('UPDATE orders SET goods_minor = 8000, total_minor = 8000 WHERE id = $1', [order])
    await stage.simulator.payCheckout(url, visa)
    await refreshOrderPayment(stage.deps, stage.companyId, order)
    const { rows } = await stage.db.owner.query('SELECT sum(amount_minor)::int AS applied FROM allocations WHERE order_id = $1', [
      order,
    ])
    expect(rows[0].applied).toBe(8_000)
    expect(await stage.openBreaks()).toContainEqual(expect.objectContaining({ kind: 'overpaid' }))
    expect(await stage.orderRow(order)).toMatchObject({ payment_state: 'paid' })
    await stage.expectBooksInOrder()
  })

  test('a refund made in Stripe un-pays nothing by itself; it is shown to a person', async () => {
    const order = await stage.placeOrder(2_500)
    const { url } = await stage.pay(order)
    await stage.simulator.payCheckout(url, visa)
    await refreshOrderPayment(stage.deps, stage.companyId, order)
    const { rows } = await stage.db.owner.query('SELECT charge FROM payments WHERE amount_minor = 2500')
    await stage.atStripe('refunds', { charge: rows[0].charge, amount: '500' })
    await stage.receiveEverything()
    await stage.workAll()
    expect(await stage.openBreaks()).toContainEqual(expect.objectContaining({ kind: 'refund_not_booked' }))
    expect(await stage.orderRow(order)).toMatchObject({ payment_state: 'paid' })
  })
})

describe('the end of an attempt', () => {
  test('an open page is closed at Stripe before the order may be paid otherwise; nobody can pay it any more', async () => {
    const order = await stage.placeOrder(1_500)
    const { url } = await stage.pay(order)
    await endLiveAttempt(stage.deps, stage.companyId, order)
    const paid = await stage.simulator.payCheckout(url, visa)
    expect(paid.status).toBe('closed')
    const again = await stage.pay(order)
    expect(again.url).not.toBe(url)
  })

  test('closing a page that was just paid books the money instead', async () => {
    const order = await stage.placeOrder(1_600)
    const { url } = await stage.pay(order)
    await stage.simulator.payCheckout(url, visa)
    await endLiveAttempt(stage.deps, stage.companyId, order)
    expect(await stage.orderRow(order)).toMatchObject({ payment_state: 'paid' })
  })

  test('a seller who disconnects while a buyer pays still gets the payment booked', async () => {
    const order = await stage.placeOrder(1_700)
    const { url } = await stage.pay(order)
    await stage.db.owner.query('UPDATE stripe_accounts SET disconnected_at = now()')
    await stage.simulator.payCheckout(url, visa)
    await refreshOrderPayment(stage.deps, stage.companyId, order)
    await stage.db.owner.query('UPDATE stripe_accounts SET disconnected_at = NULL')
    expect(await stage.orderRow(order)).toMatchObject({ payment_state: 'paid' })
  })

  test('what Stripe will not take ends the attempt with Stripe’s reason, and the order can be paid later', async () => {
    const order = await stage.placeOrder(2_000)
    const odd = startPayment(stage.deps, { ...stage.buyer, email: 'nobody' }, order)
    await expect(odd).rejects.toMatchObject({ status: 422, kind: 'stripe-refused' })
    const { rows } = await stage.db.owner.query('SELECT state FROM payment_attempts WHERE order_id = $1', [order])
    expect(rows).toEqual([{ state: 'failed' }])
    await expect(stage.pay(order)).resolves.toBeDefined()
  })

  test('an amount that Stripe does not take is refused before Stripe is asked, and leaves nothing behind', async () => {
    const order = await stage.placeOrder(20)
    await expect(stage.pay(order)).rejects.toMatchObject({ status: 409, kind: 'payment-not-available' })
    const { rows } = await stage.db.owner.query('SELECT state FROM payment_attempts WHERE order_id = $1', [order])
    expect(rows).toEqual([])
  })
})

describe('what Stripe tells us', () => {
  const hint: EventHint = {
    event: 'evt_1',
    type: 'charge.succeeded',
    stripeAccount: 'acct_nobody',
    livemode: false,
    objectType: 'charge',
    objectId: 'ch_x',
    createdAt: new Date(0),
  }
  const stateOf = async (event: string) =>
    (await stage.db.owner.query('SELECT state, company_id FROM inbox WHERE event = $1', [event])).rows

  test('an event of an account nobody linked is kept for the operator and never acted on', async () => {
    expect(await receiveEvent(stage.deps, 'connect', hint)).toBe(1)
    await runInboxOnce(stage.deps)
    expect(await stateOf('evt_1')).toEqual([{ state: 'unknown_account', company_id: null }])
  })

  test('a live event on a test installation is kept and ignored', async () => {
    await receiveEvent(stage.deps, 'connect', { ...hint, event: 'evt_live', stripeAccount: stage.stripeAccount, livemode: true })
    expect((await stateOf('evt_live'))[0]).toMatchObject({ state: 'ignored' })
  })

  test('the same event twenty times at once is one row', async () => {
    const same = { ...hint, event: 'evt_same' }
    const written = await Promise.all(Array.from({ length: 20 }, () => receiveEvent(stage.deps, 'connect', same)))
    expect(written.reduce((sum, each) => sum + each, 0)).toBe(1)
  })

  const snapshot = { id: 'evt_9', object: 'event', type: 'x', livemode: false, created: 1, data: { object: {} } }
  const nowSeconds = () => Math.floor(stage.deps.clock.now().getTime() / 1000)
  const signed = (body: string, secret: string, at = nowSeconds()) =>
    `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`
  const verified = (body: string) =>
    stage.deps.stripe.verifyEvent('connect', Buffer.from(body), signed(body, 'whsec_connect'), stage.deps.clock.now())

  test('a signature of the other endpoint, of nobody, or more than five minutes off is refused', async () => {
    const body = JSON.stringify(snapshot)
    const seconds = nowSeconds()
    const sign = (secret: string, at = seconds) => signed(body, secret, at)
    const verify = (signature: string) =>
      stage.deps.stripe.verifyEvent('connect', Buffer.from(body), signature, stage.deps.clock.now())
    await expect(verify(sign('whsec_connect'))).resolves.toMatchObject({ event: 'evt_9' })
    await expect(verify(sign('whsec_platform'))).rejects.toBeInstanceOf(ForgedEvent)
    await expect(verify('t=1,v1=00')).rejects.toBeInstanceOf(ForgedEvent)
    await expect(verify(sign('whsec_connect', seconds - 301))).rejects.toBeInstanceOf(ForgedEvent)
    await expect(verify(sign('whsec_connect', seconds + 299))).resolves.toMatchObject({ event: 'evt_9' })
    await expect(verify(sign('whsec_connect', seconds + 302))).rejects.toBeInstanceOf(ForgedEvent)
    await expect(verify(sign('whsec_connect', seconds + 3600))).rejects.toBeInstanceOf(ForgedEvent)
  })

  test('a thin event is understood: it hints at its object, on its account', async () => {
    const thin = {
      ...{ id: 'evt_thin', object: 'v2.core.event', type: 'v1.charge.succeeded', livemode: false },
      ...{ created: '2026-11-17T14:00:00.000Z', context: stage.stripeAccount },
    }
    const related_object = { id: 'ch_1', type: 'charge', url: '/v1/charges/ch_1' }
    expect(await verified(JSON.stringify({ ...thin, related_object }))).toEqual({
      ...{ event: 'evt_thin', type: 'v1.charge.succeeded', stripeAccount: stage.stripeAccount, livemode: false },
      ...{ objectType: 'charge', objectId: 'ch_1', createdAt: new Date(thin.created) },
    })
    const account = { id: 'acct_9', type: 'v2.core.account', url: '/v2/core/accounts/acct_9' }
    expect(await verified(JSON.stringify({ ...thin, context: null, related_object: account }))).toMatchObject({
      ...{ stripeAccount: 'acct_9', objectType: 'account' },
    })
    // One about nothing is kept, and nothing follows from it.
    expect(await verified(JSON.stringify({ ...thin, related_object: null }))).toMatchObject({ objectType: 'unknown' })
  })

  test.each([
    'null',
    '7',
    '"evt_1"',
    '[]',
    '{}',
    '{"half":',
    JSON.stringify({ ...snapshot, id: undefined }),
    JSON.stringify({ ...snapshot, id: 7 }),
    JSON.stringify({ ...snapshot, id: 'e'.repeat(300) }),
    JSON.stringify({ ...snapshot, data: null }),
    JSON.stringify({ ...snapshot, data: { object: [] } }),
    JSON.stringify({ ...snapshot, livemode: 'no' }),
    JSON.stringify({ ...snapshot, created: 1e20 }),
    JSON.stringify({ ...snapshot, object: 'v3.event' }),
  ])('signed well and still no event, %s is called unreadable, never forged', async (body) => {
    await expect(verified(body)).rejects.toBeInstanceOf(UnreadableEvent)
  })
})
