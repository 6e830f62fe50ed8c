import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assertWalls } from '../../app/db/assert-walls.ts'
import { migrate } from '../../app/db/migrate.ts'
import { shipAndInvoice } from '../../app/receivables/ship-and-invoice.ts'
import { cloneDatabase } from '../support/clone-database.ts'
import { type MoneyStage, openMoneyStage } from '../support/money-stage.ts'
import { type OlderServer, olderMajors, startOlderServer } from './older-server.ts'

describe.each(olderMajors)('on PostgreSQL %i, with one login that owns everything', (major) => {
  let server: OlderServer
  let stage: MoneyStage

  beforeAll(async () => {
    server = await startOlderServer(major)
    // One login for both: it owns the schema, is no superuser, and steps down in every transaction.
    await migrate(server.servingUrl)
    stage = await openMoneyStage(await cloneDatabase(server.ownerUrl, server.servingUrl))
  })
  afterAll(async () => {
    await stage?.close()
    await server?.stop()
  })

  test('the walls stand, and history can only be added to', async () => {
    expect(server.version.startsWith(`${major}.`)).toBe(true)
    await assertWalls(stage.db)
    const seen = await stage.db.withCompany('', (tx) => tx.selectFrom('orders').selectAll().execute())
    expect(seen).toEqual([])
    const change = stage.db.withCompany(stage.companyId, (tx) => tx.deleteFrom('journal_entries').execute())
    await expect(change).rejects.toMatchObject({ code: '42501' })
  })

  test('a payment posts, applies and ships as anywhere', async () => {
    const order = await stage.placeOrder(41_250)
    const { url } = await stage.pay(order)
    await stage.simulator.payCheckout(url, { card: '4242424242424242' })
    await stage.receiveEverything()
    await stage.workAll()
    expect(await stage.orderRow(order)).toMatchObject({ payment_state: 'paid', order_state: 'confirmed', hold: null })
    await shipAndInvoice(stage.deps, stage.companyId, { kind: 'system' }, order)
    await stage.expectBooksInOrder()
  })
})
