import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWorker } from '../../app/worker/run-worker.ts'
import { type MoneyStage, openMoneyStage } from '../support/money-stage.ts'
import { createTestDatabase } from '../support/test-database.ts'

let stage: MoneyStage

beforeAll(async () => {
  stage = await openMoneyStage(await createTestDatabase())
})
afterAll(() => stage?.close())

/** Starts a worker and ends it in order: each of its loops has then come round once, at least. */
async function workOnce(): Promise<void> {
  const worker = await startWorker(stage.deps, stage.db.url)
  await worker.stop()
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
    const plan = { kind: 'error_500', path: '/v1/events', times: 1_000 } as const
    stage.simulator.faults.add(plan)
    await workOnce()
    stage.simulator.faults.clear()
    expect(await stage.orderRow(order)).toMatchObject({ payment_state: 'paid', hold: null })
    await stage.expectBooksInOrder()
  })

  test('finds the events that no webhook brought', async () => {
    const order = await paidInSilence()
    await workOnce() // sweeps them into the inbox
    await workOnce() // acts on them
    expect(await stage.orderRow(order)).toMatchObject({ payment_state: 'paid', hold: null })
    await stage.expectBooksInOrder()
  })
})
