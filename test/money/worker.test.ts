import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWorker } from '../../app/worker/run-worker.ts'
import { type MoneyStage, openMoneyStage } from '../support/money-stage.ts'
import { createTestDatabase } from '../support/test-database.ts'

let stage: MoneyStage

beforeAll(async () => {
  stage = await openMoneyStage(await createTestDatabase())
})
afterAll(() => stage?.close())

/** Starts a worker and ends it in order: each of its loops has then come round once, at least. Some of Stripe does not answer. */
async function workOnceWithout(...paths: string[]): Promise<void> {
  for (const path of paths) stage.simulator.faults.add({ kind: 'error_500', path, times: 1_000 })
  const worker = await startWorker(stage.deps, stage.db.url)
  await worker.stop()
  stage.simulator.faults.clear()
}

async function paidInSilence(): Promise<string> {
  const order = await stage.placeOrder(4_200)
  const { url } = await stage.pay(order)
  await stage.simulator.payCheckout(url, { card: '4242424242424242' })
  return order
}

describe('a worker, by itself', () => {
  test('settles a payment that went quiet while none ran', async () => {
    const order = await paidInSilence()
    await stage.db.owner.query(
      `UPDATE payment_attempts SET state_changed_at = state_changed_at - interval '10 minutes' WHERE order_id = $1`,
      [order],
    )
    await workOnceWithout('/v1/events', '/v1/balance_transactions')
    expect(await stage.orderRow(order)).toMatchObject({ payment_state: 'paid', hold: null })
    await stage.expectBooksInOrder()
  })

  test('finds the events that no webhook brought', async () => {
    const order = await paidInSilence()
    await workOnceWithout('/v1/balance_transactions') // sweeps them into the inbox
    await workOnceWithout('/v1/balance_transactions') // acts on them
    expect(await stage.orderRow(order)).toMatchObject({ payment_state: 'paid', hold: null })
    await stage.expectBooksInOrder()
  })

  test('finds the charges that no event told of', async () => {
    const order = await paidInSilence()
    await workOnceWithout('/v1/events')
    expect(await stage.orderRow(order)).toMatchObject({ payment_state: 'paid', hold: null })
    await stage.expectBooksInOrder()
  })

  test('hands a payment to a person that Stripe leaves undecided for two days; once', async () => {
    const order = await stage.placeOrder(5_300)
    await stage.pay(order)
    const tasks = async () =>
      (await stage.db.owner.query(`SELECT subject_id FROM breaks WHERE kind = 'attempt_undecided'`)).rows as object[]
    const age = (hours: number) =>
      stage.db.owner.query(
        'UPDATE payment_attempts SET state_changed_at = now() - make_interval(hours => $2) WHERE order_id = $1',
        [order, hours],
      )
    await age(47)
    await workOnceWithout('/v1/checkout/sessions/*')
    expect(await tasks()).toEqual([])
    await age(49)
    await workOnceWithout('/v1/checkout/sessions/*')
    await workOnceWithout('/v1/checkout/sessions/*')
    expect(await tasks()).toEqual([{ subject_id: order }])
  })
})
