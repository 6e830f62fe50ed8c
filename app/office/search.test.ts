import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTradeStage, type TradeStage } from '../../test/support/trade-stage.ts'
import { permissionsFor } from '../identity/permissions.ts'
import { listOrders } from '../orders/list-orders.ts'
import { listPayments } from '../payments/list-payments.ts'
import { invoiceFilters, listInvoices } from '../receivables/list-invoices.ts'
import { search } from './search.ts'

let stage: TradeStage
let order: { id: string; number: string }
let invoiceNumber: string
const page = { limit: 50 }

beforeAll(async () => {
  stage = await openTradeStage()
  const { seller, cookies, world } = stage
  await stage.setCustomer(seller.netId, `name = 'Café Fleurs de Zürich', phone = '+1 (305) 555-0142'`)
  order = await stage.buy(cookies.net, seller.rosesId, 2, { poNumber: 'PO-4711' })
  await stage.buy(cookies.net, seller.rosesId, 3)
  const shipped = await world.call(cookies.warehouse, 'POST', `/api/orders/${order.id}/ship`)
  invoiceNumber = shipped.json().invoice.number
  await world.db.owner.query(
    `WITH paid AS (INSERT INTO payments (company_id, control_number, method, customer_id, amount_minor, currency, received_at, received_on, stripe_account,
         charge, payment_intent, application_fee, card_brand, card_last4, balance_transaction, stripe_fee_minor, convenience_fee_minor)
       VALUES ($1, '30001', 'card', $2, 3000, 'usd', now(), current_date, 'acct_1', 'ch_1Abc', 'pi_1', 'fee_1Xyz', 'visa', '4242', 'txn_1', 1, 1) RETURNING id)
     INSERT INTO allocations (company_id, payment_id, invoice_id, amount_minor, accounting_date)
     SELECT $1, paid.id, i.id, 3000, i.issued_on FROM paid, invoices i WHERE i.number = $3 AND i.company_id = $1`,
    [seller.companyId, seller.netId, invoiceNumber],
  )
})
afterAll(() => stage.close())

const everything = new Set(permissionsFor(['admin']))
const kindsFor = async (text: string, may = everything) => {
  const found = await stage.inSeller((tx) => search(tx, stage.seller.companyId, text, may))
  return [...new Set(found.map(({ kind }) => kind))]
}

describe('finding anything', () => {
  test.each([
    ['cafe fleurs', ['customer', 'order', 'payment', 'invoice']],
    ['zurich fleurs', ['customer', 'order', 'payment', 'invoice']],
    ['305 555', ['customer', 'order', 'payment', 'invoice']],
    ['3055550142', ['customer', 'order', 'payment', 'invoice']],
    ['fee_1xyz', ['payment']],
    ['30.00', ['payment']],
    ['$30,00', ['payment']],
    ['visa 4242', ['payment']],
    ['PO 4711', ['order', 'invoice']],
    ['red roses', ['product']],
  ])('%s', async (text, kinds) => {
    expect(await kindsFor(text)).toEqual(kinds)
  })

  test('an order, a payment and an invoice are found by what the invoice says', async () => {
    expect(await kindsFor(`invoice ${invoiceNumber}`)).toEqual(['payment', 'invoice'])
    expect(await kindsFor(`order ${order.number}`)).toEqual(['order', 'invoice'])
  })

  test('nothing is found that the role may not see', async () => {
    expect(await kindsFor('cafe fleurs', new Set(permissionsFor(['warehouse'])))).toEqual(['order'])
  })
})

describe('lists', () => {
  test('sums are counted for the first page and told once', async () => {
    const { companyId } = stage.seller
    await stage.inSeller(async (tx) => {
      const first = await listOrders(tx, companyId, { limit: 1, sort: '-placedAt' })
      expect(first.totals).toHaveLength(1)
      expect((await listOrders(tx, companyId, { limit: 1, sort: '-placedAt', cursor: first.nextCursor! })).totals).toBeNull()
      expect((await listPayments(tx, companyId, page)).totals).toHaveLength(1)
      expect((await listInvoices(tx, companyId, page)).totals).toHaveLength(1)
    })
  })

  test('invoices are filtered by how they stand, and an overdue one is still open', async () => {
    const { companyId } = stage.seller
    const shown = async () => {
      const pages = await stage.inSeller((tx) =>
        Promise.all(invoiceFilters.map((state) => listInvoices(tx, companyId, { ...page, state }))),
      )
      return invoiceFilters.filter((_, index) => pages[index]!.items.some(({ number }) => number === invoiceNumber))
    }
    const dueIn = (days: number) =>
      stage.world.db.owner.query(
        `UPDATE invoices SET issued_on = current_date - 30, due_on = current_date + $1::int WHERE number = $2`,
        [days, invoiceNumber],
      )
    await dueIn(10)
    expect(await shown()).toEqual(['open', 'partly_paid'])
    await dueIn(-10)
    expect(await shown()).toEqual(['open', 'partly_paid', 'overdue'])
  })
})
