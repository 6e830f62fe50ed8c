import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTradeStage, type TradeStage } from '../../test/support/trade-stage.ts'
import { lockOrder } from '../orders/lock-order.ts'
import { applyPayment } from './apply-payment.ts'
import { shipAndInvoice } from './ship-and-invoice.ts'

let stage: TradeStage
let seller: TradeStage['seller']
let cookies: TradeStage['cookies']
beforeAll(async () => {
  stage = await openTradeStage()
  ;({ seller, cookies } = stage)
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const call = (cookie: string, method: 'GET' | 'PATCH' | 'POST', url: string, body?: object) =>
  stage.world.call(cookie, method, url, body)
const papers = (body: object, cookie = cookies.admin) => call(cookie, 'PATCH', '/api/company/papers', body)
const read = async (id: string) => (await call(cookies.admin, 'GET', `/api/invoices/${id}`)).json()
const wim = { kind: 'person', userId: 'wim', name: 'Wim Warehouse' } as const

const lily = {
  line1: '1200 Lily Lane',
  line2: '',
  city: 'Miami',
  region: 'FL',
  postalCode: '33101',
  country: 'US',
  phone: '+1 555 0100',
  email: 'accounts@lily.example',
  taxId: '59-1234567',
  paymentInstructions: 'Lily Bank, routing 067000000\nAccount 123456',
}

async function invoiced(change: object = {}) {
  const order = await stage.buy(cookies.net, seller.rosesId, 2, { poNumber: 'PO 4711', ...change })
  const { invoice } = await shipAndInvoice(stage.world.deps, seller.companyId, wim, order.id)
  return { order, invoice }
}

/** Part of a payment that is in the books already, applied to what the order owes. */
async function applied(orderId: string, minor: number) {
  await stage.inSeller(async (tx) => {
    const order = await lockOrder(tx, orderId)
    const { id, control_number: controlNumber } = await tx
      .insertInto('payments')
      .values({
        company_id: seller.companyId,
        control_number: `7${minor}`,
        customer_id: seller.netId,
        method: 'card',
        amount_minor: minor,
        currency: 'usd',
        charge: `ch_${minor}`,
        stripe_account: 'acct_1',
        received_at: stage.time.now,
        received_on: '2026-11-14',
      } as never)
      .returning(['id', 'control_number'])
      .executeTakeFirstOrThrow()
    const money = { id, companyId: seller.companyId, customerId: seller.netId, controlNumber, currency: 'usd' }
    await applyPayment(tx, { ...money, receivedAt: stage.time.now, by: { kind: 'stripe' } }, order, minor)
  })
}

describe('an invoice', () => {
  test('carries seller and buyer, their addresses, PO number, terms, dates and numbers', async () => {
    expect((await papers(lily)).statusCode).toBe(200)
    const { order, invoice } = await invoiced()
    expect(await read(invoice.id)).toMatchObject({
      number: invoice.number,
      order: { number: order.number },
      seller: { name: 'lily', address: { lines: ['1200 Lily Lane', 'Miami, FL 33101'], country: 'US' }, taxId: '59-1234567' },
      billTo: { name: 'Garden Gate', number: '1001', address: { lines: ['1 Main Street', 'Miami, FL 33101'] } },
      shipTo: { label: 'Shop', address: { lines: ['1 Main Street', 'Miami, FL 33101'] } },
      poNumber: 'PO 4711',
      terms: { terms: 'net', termsDays: 30 },
      shippedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    })
  })

  test('goes to the address for bills, the goods to the address of the order', async () => {
    const nassau = { label: 'Nassau', line1: 'Bay Street', city: 'Nassau', country: 'BS', isBillTo: true }
    const added = await call(cookies.sales, 'POST', `/api/customers/${seller.netId}/addresses`, nassau)
    const { invoice } = await invoiced()
    expect(await read(invoice.id)).toMatchObject({
      billTo: { address: { lines: ['Bay Street', 'Nassau'], country: 'BS' } },
      shipTo: { label: 'Shop' },
    })
    const id = added.json().addresses.find((each: { label: string }) => each.label === 'Nassau').id
    await stage.world.call(cookies.sales, 'DELETE', `/api/customers/${seller.netId}/addresses/${id}`)
  })

  test('does not change when names, addresses or bank details do', async () => {
    await papers(lily)
    const { invoice } = await invoiced()
    const before = await read(invoice.id)
    await papers({ line1: '9 New Street', paymentInstructions: '', taxId: '' })
    await call(cookies.admin, 'PATCH', `/api/customers/${seller.netId}`, { name: 'Garden Gate Inc', terms: 'cod' })
    const address = before.billTo.address
    const { addresses } = (await call(cookies.admin, 'GET', `/api/customers/${seller.netId}`)).json()
    await call(cookies.admin, 'PATCH', `/api/customers/${seller.netId}/addresses/${addresses[0].id}`, { line1: '2 Other Street' })
    const { seller: said, billTo, shipTo, terms } = await read(invoice.id)
    expect({ said, billTo, shipTo, terms }).toEqual({
      said: before.seller,
      billTo: before.billTo,
      shipTo: before.shipTo,
      terms: before.terms,
    })
    await call(cookies.admin, 'PATCH', `/api/customers/${seller.netId}`, { name: 'Garden Gate', terms: 'net' })
    await call(cookies.admin, 'PATCH', `/api/customers/${seller.netId}/addresses/${addresses[0].id}`, { line1: address.line1 })
  })

  test('has a history: issued, and each payment applied with what is left; who may read no invoices reads none of it', async () => {
    const { order, invoice } = await invoiced()
    await applied(order.id, 1_000)
    const timeline = `/api/activity?subjectType=invoice&subjectId=${invoice.id}`
    const { items } = (await call(cookies.admin, 'GET', timeline)).json()
    expect(items).toMatchObject([
      {
        action: 'invoice.payment-applied',
        actor: { kind: 'stripe' },
        details: { amount: { minor: 1_000, currency: 'usd' }, balance: { minor: order.total.minor - 1_000, currency: 'usd' } },
      },
      { action: 'invoice.issued', actor: { name: 'Wim Warehouse' } },
    ])
    for (const cookie of [cookies.sales, cookies.warehouse]) expect((await call(cookie, 'GET', timeline)).statusCode).toBe(403)
  })

  test('tells in its history what was paid before it was issued', async () => {
    const order = await stage.buy(cookies.net, seller.rosesId)
    await applied(order.id, 700)
    const { invoice } = await shipAndInvoice(stage.world.deps, seller.companyId, wim, order.id)
    const { items } = (await call(cookies.admin, 'GET', `/api/activity?subjectType=invoice&subjectId=${invoice.id}`)).json()
    expect(items.map((item: { action: string }) => item.action)).toEqual(['invoice.payment-applied', 'invoice.issued'])
  })
})

describe('what stands on a company’s papers', () => {
  test('is an address or none, and says what is wrong with it', async () => {
    await papers({ line1: '', line2: '', city: '', region: '', postalCode: '' })
    expect((await papers({ city: 'Miami' })).json().errors.map((error: { field: string }) => error.field)).toEqual([
      'line1',
      'region',
      'postalCode',
    ])
    expect((await papers({ country: 'UK' })).json().errors).toMatchObject([{ field: 'country' }])
    expect((await call(cookies.admin, 'GET', '/api/company/papers')).json()).toMatchObject({ address: null, country: 'US' })
  })

  test('is for administrators to change; the history tells what was and what is', async () => {
    expect((await papers({ phone: '1' }, cookies.sales)).statusCode).toBe(403)
    await papers({ ...lily, phone: '1' })
    await papers({ phone: '2' })
    await papers({ phone: '2' })
    const { items } = (await call(cookies.admin, 'GET', '/api/activity?subjectType=company')).json()
    expect(items[0].details).toEqual({ before: { phone: '1' }, after: { phone: '2' } })
    expect(items).toHaveLength(2)
  })
})
