import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sweepCharges } from '../../app/reconciliation/sweep-charges.ts'
import { sweepEvents } from '../../app/reconciliation/sweep-events.ts'
import { type MoneyStage, openMoneyStage } from '../support/money-stage.ts'
import { createTestDatabase } from '../support/test-database.ts'

let stage: MoneyStage

beforeAll(async () => {
  stage = await openMoneyStage(await createTestDatabase())
})
afterAll(() => stage?.close())

/** Every walk begins anew, with nothing left to find. */
beforeEach(async () => {
  await sweepEvents(stage.deps)
  await stage.workAll()
  await stage.db.owner.query('DELETE FROM sweeps')
})

async function paidInSilence(): Promise<string> {
  const order = await stage.placeOrder(6_400)
  const { url } = await stage.pay(order)
  await stage.simulator.payCheckout(url, { card: '4242424242424242' })
  return order
}

/** A payment on the seller's account that Florin knows nothing of. */
const elsewhere = (amount: number) =>
  stage.atStripe('payment_intents', {
    amount: String(amount),
    currency: 'usd',
    payment_method: 'pm_card_visa',
    confirm: 'true',
    'automatic_payment_methods[enabled]': 'true',
    'automatic_payment_methods[allow_redirects]': 'never',
  })

describe('with every webhook lost', () => {
  test('the sweep finds the events and the books are the same; sweeping again changes nothing', async () => {
    const order = await paidInSilence()
    expect(await sweepEvents(stage.deps)).toBeGreaterThan(0)
    await stage.workAll()
    expect(await stage.orderRow(order)).toMatchObject({ payment_state: 'paid', hold: null })
    const entries = await stage.count('journal_entries')
    expect(await sweepEvents(stage.deps)).toBe(0)
    await stage.workAll()
    expect(await stage.count('journal_entries')).toBe(entries)
  })

  test('a charge that Stripe made no event of is found on the balance, with a home or without; once', async () => {
    const order = await paidInSilence()
    await elsewhere(7_700)
    expect(await sweepCharges(stage.deps)).toBe(2)
    expect(await stage.orderRow(order)).toMatchObject({ payment_state: 'paid', hold: null })
    const { rows } = await stage.db.owner.query('SELECT customer_id FROM payments WHERE amount_minor = 7700')
    expect(rows).toEqual([{ customer_id: null }])
    const entries = await stage.count('journal_entries')
    await stage.db.owner.query('DELETE FROM sweeps')
    expect(await sweepCharges(stage.deps)).toBe(0)
    expect(await stage.count('journal_entries')).toBe(entries)
    await stage.workAll()
    await stage.expectBooksInOrder()
  })
})

describe('a walk along Stripe’s lists', () => {
  test('begins where the account was linked: what happened before is none of Florin’s money', async () => {
    const moved = async (by: string) =>
      stage.db.owner.query('UPDATE stripe_accounts SET created_at = created_at + $1::interval', [by])
    await moved('1 hour')
    await elsewhere(8_800)
    expect([await sweepEvents(stage.deps), await sweepCharges(stage.deps)]).toEqual([0, 0])
    await moved('-1 hour')
    await stage.db.owner.query('DELETE FROM sweeps')
    expect(await sweepCharges(stage.deps)).toBe(1)
  })

  test('that Stripe breaks off goes on from where it was', async () => {
    await elsewhere(9_900)
    const plan = { kind: 'error_500', path: '/v1/balance_transactions', times: 10 } as const
    stage.simulator.faults.add(plan)
    expect(await sweepCharges(stage.deps)).toBe(0)
    stage.simulator.faults.clear()
    expect(await stage.count("sweeps WHERE kind = 'charges'")).toBe(0)
    expect(await sweepCharges(stage.deps)).toBe(1)
  })

  test('that holds more in one second than is read is told of, and keeps no other account from its walk', async () => {
    const errors: unknown[] = []
    const deps = {
      ...stage.deps,
      log: { ...stage.deps.log, error: (about: { err: Error }) => errors.push(about.err.message) } as typeof stage.deps.log,
      stripe: {
        ...stage.deps.stripe,
        listChargesOnBalance: () => Promise.reject(new RangeError('Stripe lists more than 5000 things of the one second 1')),
      },
    }
    expect(await sweepCharges(deps)).toBe(0)
    expect(errors).toEqual(['Stripe lists more than 5000 things of the one second 1'])
  })
})
