import type Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import type { Simulator } from '../src/index.ts'
import { readyAccount, start, startWithWebhooks } from './stage.ts'

/** Presses a button as a browser on the simulator's own pages would. @returns what the next screen says, and its status. */
async function press(simulator: Simulator, action: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const answer = await fetch(`${simulator.url}/dashboard/do/${action}`, {
    method: 'POST',
    body: new URLSearchParams({ back: '/dashboard/clock', ...fields }),
    headers: { 'sec-fetch-site': 'same-origin', ...headers },
    redirect: 'manual',
  })
  const next = new URL(answer.headers.get('location') ?? '/nowhere', simulator.url)
  return {
    status: answer.status,
    told: next.searchParams.get('told'),
    refused: next.searchParams.get('refused'),
    path: next.pathname,
  }
}

const screen = async (simulator: Simulator, path: string) => {
  const answer = await fetch(`${simulator.url}${path}`)
  return { status: answer.status, text: await answer.text() }
}

async function paid() {
  const { simulator, stripe } = await start()
  const on = await readyAccount(simulator, stripe)
  const intent = await stripe.paymentIntents.create(
    {
      amount: 10_000,
      currency: 'usd',
      payment_method: 'pm_card_bypassPending',
      confirm: true,
      application_fee_amount: 200,
      metadata: { order: '<b>7</b>' },
    },
    on,
  )
  return { simulator, stripe, on, intent, charge: String(intent.latest_charge), account: on.stripeAccount }
}

describe('the dashboard', () => {
  test('refunds a part with its share of the application fee, and refuses more than is left', async () => {
    const { simulator, stripe, on, intent, charge, account } = await paid()
    const said = await press(simulator, 'refund', {
      account,
      charge,
      currency: 'usd',
      amount: '25.00',
      refund_application_fee: 'true',
    })
    expect(said).toMatchObject({ status: 303, told: 'The refund is made.', path: '/dashboard/clock' })
    const [refund] = (await stripe.refunds.list({ payment_intent: intent.id }, on)).data
    expect(refund).toMatchObject({ amount: 2_500, status: 'succeeded' })
    expect((await stripe.applicationFees.list()).data[0]).toMatchObject({ amount_refunded: 50 })
    const more = await press(simulator, 'refund', { account, charge, currency: 'usd', amount: '75.01' })
    expect(more.refused).toContain('greater than unrefunded amount')
    expect((await press(simulator, 'refund', { account, charge, currency: 'usd', amount: '1,2x' })).refused).toContain(
      'not an amount',
    )
  })

  test('opens a dispute and decides it', async () => {
    const { simulator, stripe, on, charge } = await paid()
    await press(simulator, 'dispute', { id: charge, reason: 'duplicate' })
    const [dispute] = (await stripe.disputes.list({ charge }, on)).data
    expect(dispute).toMatchObject({ status: 'needs_response', reason: 'duplicate' })
    await press(simulator, 'decide-dispute', { id: dispute?.id ?? '', outcome: 'won' })
    expect(await stripe.disputes.retrieve(dispute?.id ?? '', {}, on)).toMatchObject({ status: 'won' })
  })

  test('pays out everything that is available, and lets the bank send it back', async () => {
    const { simulator, stripe, on, account } = await paid()
    expect(await press(simulator, 'pay-out', { account, currency: 'usd' })).toMatchObject({ told: 'The payout is on its way.' })
    const [payout] = (await stripe.payouts.list({}, on)).data
    expect((await stripe.balance.retrieve({}, on)).available[0]?.amount).toBe(0)
    await press(simulator, 'fail-payout', { id: payout?.id ?? '' })
    expect(await stripe.payouts.retrieve(payout?.id ?? '', {}, on)).toMatchObject({ status: 'failed' })
  })

  test('changes how far an account is', async () => {
    const { simulator, stripe, account } = await paid()
    await press(simulator, 'onboard', { id: account, outcome: 'under_review' })
    expect(await stripe.accounts.retrieve(account)).toMatchObject({ charges_enabled: false, details_submitted: true })
    await press(simulator, 'onboard', { id: account, outcome: 'complete' })
    expect(await stripe.accounts.retrieve(account)).toMatchObject({ charges_enabled: true })
  })

  test('stops, moves and starts the clock', async () => {
    const { simulator } = await paid()
    await press(simulator, 'freeze', {})
    const before = simulator.clock.now()
    await press(simulator, 'advance', { hours: '48' })
    expect(simulator.clock.now()).toBe(before + 172_800)
    await press(simulator, 'unfreeze', {})
    expect(simulator.clock.isFrozen).toBe(false)
    expect(simulator.clock.now()).toBeGreaterThanOrEqual(before + 172_800)
  })

  test('holds, releases and resends webhooks', async () => {
    const { simulator, stripe, receiver } = await startWithWebhooks()
    await press(simulator, 'hold', {})
    await readyAccount(simulator, stripe)
    expect((await screen(simulator, '/dashboard/webhooks')).text).toContain('Release')
    await press(simulator, 'release', { order: 'as_made', times: '2' })
    await simulator.webhooks.flush()
    const updates = receiver.received.filter(({ event }) => event.type === 'account.updated')
    expect(updates).toHaveLength(2)
    await press(simulator, 'resend', { event: updates[0]?.event.id ?? '', times: '1' })
    await simulator.webhooks.flush()
    expect(receiver.received.filter(({ event }) => event.type === 'account.updated')).toHaveLength(3)
  })

  test('delays deliveries, never makes an event, and rolls a secret', async () => {
    const { simulator, stripe, receiver } = await startWithWebhooks()
    const on = await readyAccount(simulator, stripe)
    await simulator.webhooks.flush()
    const toldOf = () => receiver.received.map(({ event }) => event.type).filter((type) => type.startsWith('customer'))
    await press(simulator, 'lose-events', { type: 'customer.created', count: '1' })
    await stripe.customers.create({ name: 'Lost' }, on)
    await press(simulator, 'delay', { seconds: '60' })
    await stripe.customers.create({ name: 'Late' }, on)
    await simulator.webhooks.flush()
    expect(toldOf()).toEqual([])
    simulator.clock.advance(60_000)
    await simulator.webhooks.flush()
    expect(toldOf()).toEqual(['customer.created'])
    const endpoint = simulator.state.tables.webhook_endpoint.rows()[0]?.[1].id ?? ''
    const before = simulator.state.records.webhookSecrets[endpoint]?.secret
    await press(simulator, 'roll-secret', { id: endpoint, hours: '24' })
    expect(simulator.state.records.webhookSecrets[endpoint]?.secret).not.toBe(before)
  })

  test('plans a fault that the next request meets, and tells of it in the log of requests', async () => {
    const { simulator, stripe, on } = await paid()
    await press(simulator, 'add-fault', { kind: 'error_500', method: 'GET', path: '/v1/balance', nth: '1', times: '1' })
    await expect(stripe.balance.retrieve({}, on)).rejects.toMatchObject({ statusCode: 500 })
    const { text } = await screen(simulator, '/dashboard/requests')
    expect(text).toMatch(/\/v1\/balance[\s\S]{0,200}>500</)
    await press(simulator, 'clear-faults', {})
    expect(simulator.faults.list()).toEqual([])
  })

  test('lets chance inject faults by a seed, and makes answers slow', async () => {
    const { simulator } = await paid()
    await press(simulator, 'seed-faults', { seed: '7', percent: '30', path: '/v1/refunds' })
    await press(simulator, 'add-fault', { kind: 'slow', delayMs: '5' })
    expect(simulator.faults.list()).toMatchObject([
      { seed: 7, percent: 30, path: '/v1/refunds' },
      { kind: 'slow', delayMs: 5 },
    ])
    const { text } = await screen(simulator, '/dashboard/faults')
    expect(text).toContain('30 of 100, by seed 7')
  })

  test('decides a debit of a bank account, and takes it back', async () => {
    const { simulator, stripe } = await start()
    const account = await stripe.accounts.create({ capabilities: { us_bank_account_ach_payments: { requested: true } } })
    simulator.onboard(account.id)
    const on = { stripeAccount: account.id }
    const intent = await stripe.paymentIntents.create(
      {
        amount: 9_000,
        currency: 'usd',
        payment_method: 'pm_usBankAccount_success',
        confirm: true,
        mandate_data: { customer_acceptance: { type: 'offline' } },
      },
      on,
    )
    const id = String(intent.latest_charge)
    expect((await screen(simulator, `/dashboard/accounts/${account.id}/payments/${intent.id}`)).text).toContain('Let it fail')
    await press(simulator, 'decide-debit', { id })
    expect(await stripe.paymentIntents.retrieve(intent.id, {}, on)).toMatchObject({ status: 'succeeded' })
    await press(simulator, 'take-back', { id })
    expect((await stripe.disputes.list({ charge: id }, on)).data).toHaveLength(1)
  })

  test('finds payments by id, amount, e-mail and status, page by page', async () => {
    const { simulator, stripe, on, intent, account } = await paid()
    const customer = await stripe.customers.create({ email: 'gale@gardengate.example' }, on)
    const small = {
      currency: 'usd',
      payment_method: 'pm_card_visa',
      confirm: true,
      customer: customer.id,
    } satisfies Partial<Stripe.PaymentIntentCreateParams>
    for (let index = 0; index < 26; index += 1) await stripe.paymentIntents.create({ ...small, amount: 500 + index }, on)
    const found = async (query: string) => {
      const { text } = await screen(simulator, `/dashboard/accounts/${account}/payments?${query}`)
      return [...text.matchAll(/payments\/(pi_\w+)"/g)].map(([, id]) => id)
    }
    expect(await found(`q=${intent.id.slice(0, 12)}`)).toEqual([intent.id])
    expect(await found('q=100.00')).toEqual([intent.id])
    expect(await found('q=GardenGate')).toHaveLength(25)
    expect(await found('page=2')).toHaveLength(2)
    expect(await found('status=refunded')).toEqual([])
  })

  test('shows what sellers typed as text, never as markup', async () => {
    const { simulator, intent, account } = await paid()
    const { text } = await screen(simulator, `/dashboard/accounts/${account}/payments/${intent.id}`)
    expect(text).toContain('&lt;b&gt;7&lt;/b&gt;')
    expect(text).not.toContain('<b>7')
    const { text: said } = await screen(simulator, '/dashboard?refused=%3Cscript%3E')
    expect(said).not.toContain('<script>')
  })

  test('takes no form from another site, and sends nobody to one', async () => {
    const { simulator } = await paid()
    expect(await press(simulator, 'freeze', {}, { 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 })
    expect(simulator.clock.isFrozen).toBe(false)
    const old = await fetch(`${simulator.url}/dashboard/do/freeze`, {
      method: 'POST',
      headers: { origin: 'http://evil.example' },
      redirect: 'manual',
    })
    expect(old.status).toBe(403)
    expect(await press(simulator, 'unfreeze', { back: '//evil.example/x' })).toMatchObject({ path: '/dashboard' })
  })

  test('tells that there is no such page, button or object', async () => {
    const { simulator, account } = await paid()
    for (const path of [
      '/dashboard/accounts/acct_nobody/payments',
      `/dashboard/accounts/${account}/payments/pi_nothing`,
      '/dashboard/events/evt_none',
    ])
      expect((await screen(simulator, path)).status).toBe(404)
    expect((await press(simulator, 'constructor', {})).status).toBe(404)
    expect((await press(simulator, 'fail-payout', { id: 'po_none' })).refused).toContain('po_none')
  })

  test('never remembers a card number that somebody put into a path', async () => {
    const { simulator } = await paid()
    await fetch(`${simulator.url}/v1/payment_methods/4111111111111111`, { headers: { 'idempotency-key': '4111 1111 1111 1111' } })
    expect((await screen(simulator, '/dashboard/requests')).text).not.toContain('1111')
  })
})
