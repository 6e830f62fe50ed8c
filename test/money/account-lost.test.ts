import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../app/identity/actor.ts'
import { disconnectStripe, releaseAccount } from '../../app/integrations/disconnect-stripe.ts'
import { refreshStripeAccount } from '../../app/integrations/refresh-stripe-account.ts'
import { voidUnpaidOrder } from '../../app/orders/void-unpaid-order.ts'
import { closePages } from '../../app/payments/close-pages.ts'
import { endLiveAttempt } from '../../app/payments/end-live-attempt.ts'
import { lookAtUnknown } from '../../app/payments/look-at-unknown.ts'
import { buyersOrderPayment } from '../../app/payments/order-payment.ts'
import { refreshOrderPayment } from '../../app/payments/refresh-order-payment.ts'
import { openStripe } from '../../app/stripe/port.ts'
import { runJanitorOnce } from '../../app/worker/janitor.ts'
import { type MoneyStage, openMoneyStage } from '../support/money-stage.ts'
import { createTestDatabase } from '../support/test-database.ts'

let stage: MoneyStage
let admin: Actor
beforeEach(async () => {
  stage = await openMoneyStage(await createTestDatabase())
  admin = { ...stage.buyer, name: 'Ada Admin', customerId: null }
})
afterEach(() => stage.close())

const visa = { card: '4242424242424242' }
const pages = (companyId: string, account: string) => closePages(stage.deps, companyId, account)
const disconnect = async () => {
  const { rows } = await stage.db.owner.query('SELECT id FROM stripe_accounts WHERE stripe_account = $1', [stage.stripeAccount])
  return disconnectStripe(stage.deps, pages, admin, { id: rows[0].id, reason: 'We change banks' })
}
const linkedBy = (how: 'oauth' | 'onboarding') => stage.db.owner.query('UPDATE stripe_accounts SET linked_by = $1', [how])
const voidIt = (orderId: string) =>
  voidUnpaidOrder(stage.deps, (companyId, id) => endLiveAttempt(stage.deps, companyId, id), admin, {
    orderId,
    reason: 'not wanted',
  })
const view = (orderId: string) =>
  stage.deps.db.withCompany(stage.companyId, (tx) =>
    buyersOrderPayment(tx, { companyId: stage.companyId, customerId: stage.customerId, mayPay: true }, orderId),
  )
/** Everything Stripe still tells the platform about, and every job that is due. */
const ownerLeaves = async () => {
  await stage.control(`/accounts/${stage.stripeAccount}/disconnect`)
  await refreshStripeAccount(stage.deps, stage.companyId, stage.stripeAccount)
}
const said = async (action: string) =>
  (await stage.db.owner.query('SELECT summary FROM activity WHERE action = $1', [action])).rows.map(
    (row) => row.summary as string,
  )

describe('a seller who disconnects while payment pages are open', () => {
  test('has them closed at Stripe, and is told how many', async () => {
    const urls = []
    for (const amount of [1_000, 2_000, 3_000]) urls.push((await stage.pay(await stage.placeOrder(amount))).url)
    expect(await disconnect()).toEqual({ closed: 3, paid: 0, unknown: 0, open: 0 })
    expect(await said('stripe_account.pages_closed')).toEqual(['3 open payment pages were closed.'])
    for (const url of urls) expect(await stage.simulator.payCheckout(url, visa)).toMatchObject({ status: 'closed' })
    expect(await stage.openBreaks()).toEqual([])
  })

  test('has what was paid just before booked', async () => {
    const order = await stage.placeOrder(4_000)
    const { url } = await stage.pay(order)
    await stage.simulator.payCheckout(url, visa)
    expect(await disconnect()).toMatchObject({ paid: 1, closed: 0 })
    expect(await stage.orderRow(order)).toMatchObject({ payment_state: 'paid' })
    await stage.expectBooksInOrder()
  })

  test('can link another account: a new page is on that one, and the old one is dead', async () => {
    const order = await stage.placeOrder(5_000)
    const old = await stage.pay(order)
    await disconnect()
    await expect(stage.pay(order)).rejects.toMatchObject({ kind: 'stripe-not-ready' })
    const other = await stage.linkAccount()
    const fresh = await stage.pay(order)
    expect(fresh.url).not.toBe(old.url)
    expect(await stage.attemptsOf(order)).toEqual([
      { state: 'expired', stripe_account: stage.stripeAccount },
      { state: 'open', stripe_account: other },
    ])
    await stage.simulator.payCheckout(fresh.url, visa)
    await refreshOrderPayment(stage.deps, stage.companyId, order)
    expect(await stage.orderRow(order)).toMatchObject({ payment_state: 'paid' })
  })

  test('while Stripe does not answer: the page is never handed out again, and closing goes on by itself', async () => {
    const order = await stage.placeOrder(6_000)
    const { url } = await stage.pay(order)
    stage.simulator.faults.add({ method: 'POST', path: '/v1/checkout/sessions/*/expire', kind: 'error_500', times: 20 })
    expect(await disconnect()).toMatchObject({ open: 1 })
    await expect(stage.pay(order)).rejects.toMatchObject({ kind: 'stripe-unreachable' })
    stage.simulator.faults.clear()
    await runJanitorOnce(stage.deps, 0)
    expect(await stage.attemptsOf(order)).toMatchObject([{ state: 'expired' }])
    expect(await stage.simulator.payCheckout(url, visa)).toMatchObject({ status: 'closed' })
  })

  test('has an account that was linked by consent released at Stripe, but only after its pages are closed', async () => {
    await linkedBy('oauth')
    const order = await stage.placeOrder(7_000)
    await stage.pay(order)
    expect(await disconnect()).toMatchObject({ closed: 1 })
    await stage.workAll()
    await expect(stage.deps.stripe.readAccount(stage.stripeAccount)).rejects.toMatchObject({ status: 403 })
    expect(await stage.attemptsOf(order)).toMatchObject([{ state: 'expired' }])
  })

  test('keeps an account that was linked again before its release came to its turn', async () => {
    await linkedBy('oauth')
    await disconnect()
    await stage.db.owner.query('UPDATE stripe_accounts SET disconnected_at = NULL')
    await releaseAccount(stage.deps, pages, { companyId: stage.companyId, stripeAccount: stage.stripeAccount })
    await expect(stage.deps.stripe.readAccount(stage.stripeAccount)).resolves.toBeDefined()
  })
})

describe('an owner who ends the connection at Stripe while payment pages are open', () => {
  test('leaves no dead end: the page is a person’s task, refreshing says so, and the order is paid anew or voided', async () => {
    const [first, second] = [await stage.placeOrder(8_000), await stage.placeOrder(9_000)]
    await stage.pay(first)
    const old = await stage.pay(second)
    await ownerLeaves()
    await refreshOrderPayment(stage.deps, stage.companyId, first)
    expect(await stage.attemptsOf(first)).toMatchObject([{ state: 'unknown' }])
    expect(await view(first)).toMatchObject({ state: 'unknown', canPay: false })
    await voidIt(first)
    expect(await stage.orderRow(first)).toMatchObject({ order_state: 'voided' })

    await expect(stage.pay(second)).rejects.toMatchObject({ kind: 'stripe-not-ready' })
    const other = await stage.linkAccount()
    expect(await view(second)).toMatchObject({ canPay: true })
    const fresh = await stage.pay(second)
    expect(fresh.url).not.toBe(old.url)
    expect(await stage.attemptsOf(second)).toEqual([
      { state: 'unknown', stripe_account: stage.stripeAccount },
      { state: 'open', stripe_account: other },
    ])
    const tasks = await stage.openBreaks()
    expect(tasks.map(({ kind, facts }) => [kind, facts.amountMinor])).toEqual([
      ['attempt_unknown', 8_000],
      ['attempt_unknown', 9_000],
    ])
  })

  test('is noticed by the event, and every open page becomes a task at once', async () => {
    const order = await stage.placeOrder(8_100)
    await stage.pay(order)
    await stage.control(`/accounts/${stage.stripeAccount}/disconnect`)
    await stage.db.owner.query(
      `INSERT INTO inbox (endpoint, event, type, stripe_account, company_id, livemode, object_type, object_id, state)
       VALUES ('connect', 'evt_gone', 'account.application.deauthorized', $1, $2, false, 'application', 'ca_x', 'waiting')`,
      [stage.stripeAccount, stage.companyId],
    )
    await stage.workAll()
    expect(await stage.attemptsOf(order)).toMatchObject([{ state: 'unknown' }])
  })

  test('and whose event was lost is noticed by the next who wants to pay, who is told in words', async () => {
    await stage.control(`/accounts/${stage.stripeAccount}/disconnect`)
    const order = await stage.placeOrder(8_200)
    await expect(stage.pay(order)).rejects.toMatchObject({ status: 409, kind: 'stripe-not-ready' })
    expect((await view(order)).lastDecline).toBeNull()
    const { rows } = await stage.db.owner.query('SELECT disconnected_at FROM stripe_accounts')
    expect(rows[0].disconnected_at).not.toBeNull()
  })

  test('and links the same account again has the lost pages looked at again: paid is booked, open is closed, the tasks settle', async () => {
    const [paid, open] = [await stage.placeOrder(8_300), await stage.placeOrder(8_400)]
    const page = await stage.pay(paid)
    const left = await stage.pay(open)
    await stage.simulator.payCheckout(page.url, visa)
    const connection = stage.simulator.state.records.connections[stage.stripeAccount]!
    await ownerLeaves()
    await runJanitorOnce(stage.deps, 0)
    expect(await stage.openBreaks()).toHaveLength(2)

    stage.simulator.state.records.connections[stage.stripeAccount] = connection
    await lookAtUnknown(stage.deps, stage.companyId, stage.stripeAccount)
    expect(await stage.orderRow(paid)).toMatchObject({ payment_state: 'paid' })
    expect(await stage.attemptsOf(open)).toMatchObject([{ state: 'expired' }])
    expect(await stage.simulator.payCheckout(left.url, visa)).toMatchObject({ status: 'closed' })
    expect(await stage.openBreaks()).toEqual([])
    await stage.expectBooksInOrder()
  })
})

describe('an account that Stripe restricts while payment pages are open', () => {
  test('and whose event was lost is noticed by the next who wants to pay, who is told in words', async () => {
    await stage.control(`/accounts/${stage.stripeAccount}/restrict`, { reason: 'requirements.past_due' })
    const order = await stage.placeOrder(9_050)
    await expect(stage.pay(order)).rejects.toMatchObject({ status: 409, kind: 'stripe-not-ready' })
    const { rows } = await stage.db.owner.query('SELECT charges_enabled FROM stripe_accounts')
    expect(rows).toEqual([{ charges_enabled: false }])
  })

  test('has them closed as soon as Stripe tells; they are never handed out again', async () => {
    const order = await stage.placeOrder(9_100)
    const { url } = await stage.pay(order)
    await stage.control(`/accounts/${stage.stripeAccount}/restrict`, { reason: 'requirements.past_due' })
    await refreshStripeAccount(stage.deps, stage.companyId, stage.stripeAccount)
    await expect(stage.pay(order)).rejects.toMatchObject({ kind: 'stripe-not-ready' })
    expect(await stage.simulator.payCheckout(url, visa)).not.toMatchObject({ status: 'paid' })
    expect(await stage.attemptsOf(order)).toMatchObject([{ state: 'expired' }])

    stage.simulator.onboard(stage.stripeAccount)
    await refreshStripeAccount(stage.deps, stage.companyId, stage.stripeAccount)
    expect((await stage.pay(order)).url).not.toBe(url)
  })

  test('has them closed by its event, without anybody asking', async () => {
    const order = await stage.placeOrder(9_200)
    await stage.pay(order)
    await stage.control(`/accounts/${stage.stripeAccount}/restrict`, { reason: 'requirements.past_due' })
    await stage.receiveEverything()
    await stage.workAll()
    expect(await stage.attemptsOf(order)).toMatchObject([{ state: 'expired' }])
  })
})

test('a key that Stripe does not take says nothing of the account: nothing is disconnected, no page is given up', async () => {
  const order = await stage.placeOrder(9_300)
  await stage.pay(order)
  const stripe = openStripe({ ...stage.deps.config.stripe!, secretKey: 'sk_test_of_somebody_else0000000' })
  const deps = { ...stage.deps, stripe }
  await expect(refreshStripeAccount(deps, stage.companyId, stage.stripeAccount)).rejects.toMatchObject({ status: 401 })
  await refreshOrderPayment(deps, stage.companyId, order)
  await runJanitorOnce(deps, 0)
  expect(await stage.attemptsOf(order)).toMatchObject([{ state: 'open' }])
  await expect(stage.pay(order)).resolves.toBeDefined()
})
