import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { linkStripe, openTradeStage, type TradeStage } from '../../test/support/trade-stage.ts'
import { orderSorts } from './list-orders.ts'

let stage: TradeStage
let seller: TradeStage['seller']
let cookies: TradeStage['cookies']
/** Order numbers by what happened to them. */
let numbers: Record<'open' | 'shipped' | 'voided' | 'held' | 'partly', string>

beforeAll(async () => {
  stage = await openTradeStage()
  ;({ seller, cookies } = stage)
  const open = await stage.buy(cookies.net, seller.rosesId, 1, { poNumber: 'Spring-100%' })
  const shipped = await stage.buy(cookies.net, seller.rosesId, 2)
  await stage.world.call(cookies.warehouse, 'POST', `/api/orders/${shipped.id}/ship`)
  const voided = await stage.buy(cookies.net, seller.rosesId, 3)
  await stage.world.call(cookies.sales, 'POST', `/api/orders/${voided.id}/void`, { reason: 'a test of lists' })
  await linkStripe(stage)
  await stage.setCustomer(seller.codId, 'pay_online = true, payment_required_at_checkout = true')
  const held = await stage.buy(cookies.cod, seller.rosesId, 4, { payWith: 'card' })
  const partly = await stage.buy(cookies.cod, seller.rosesId, 5, { payWith: 'card' })
  await pay(partly.id, 1_000)
  numbers = { open: open.number, shipped: shipped.number, voided: voided.number, held: held.number, partly: partly.number }
})
afterAll(() => stage.close())

/** Money allocated to an order, as a payment leaves it. */
async function pay(orderId: string, minor: number) {
  await stage.world.db.owner.query(
    `WITH paid AS (INSERT INTO payments (company_id, control_number, method, customer_id, amount_minor, currency, received_at, received_on, stripe_account, charge)
       VALUES ($1, '30001', 'card', $2, $4, 'usd', now(), current_date, 'acct_ready', 'ch_1') RETURNING id),
     moved AS (UPDATE orders SET payment_state = 'partly_paid' WHERE id = $3)
     INSERT INTO allocations (company_id, payment_id, order_id, amount_minor, accounting_date) SELECT $1, id, $3, $4, current_date FROM paid`,
    [seller.companyId, seller.codId, orderId, minor],
  )
}
const list = async (query: string, cookie = cookies.admin) =>
  (await stage.world.call(cookie, 'GET', `/api/orders?${query}`)).json()
const numbersOf = (page: { items: { number: string }[] }) => page.items.map((item) => item.number)

describe('the list of orders', () => {
  test.each([
    ['state=voided', ['voided']],
    ['fulfilment=shipped', ['shipped']],
    ['hold=any', ['held', 'partly']],
    ['hold=awaiting_payment&payment=unpaid', ['held']],
    ['payment=partly_paid', ['partly']],
    ['state=confirmed&hold=none&fulfilment=unfulfilled', ['open']],
    ['search=petal', ['held', 'partly']],
    ['search=100%25%20spring', ['open']],
    ['search=%25', []],
    ['search=SPRING', ['open']],
    ['search=_', []],
  ] as const)('%s finds its own', async (query, wanted) => {
    expect(numbersOf(await list(query)).sort()).toEqual(wanted.map((name) => numbers[name]).sort())
  })

  test('sums up everything that matches, not only the page; a voided order is owed nothing, a paid part is taken off', async () => {
    const { items, totals } = await list('limit=1')
    expect(items).toHaveLength(1)
    const each = [1, 2, 3, 4, 5].map((quantity) => quantity * 2_150 + 1_850 + Math.floor((quantity * 2_150 * 7 + 50) / 100))
    const total = each.reduce((sum, minor) => sum + minor, 0)
    const balanceDue = { minor: total - each[2]! - 1_000, currency: 'usd' }
    expect(totals).toEqual([{ count: 5, total: { minor: total, currency: 'usd' }, balanceDue }])
  })

  test.each(orderSorts)('sorted by %s it is paged without losing or repeating anything', async (sort) => {
    const whole = numbersOf(await list(`sort=${sort}`))
    const paged: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: { number: string }[]; nextCursor: string | null } = await list(
        `limit=2&sort=${sort}${cursor && `&cursor=${cursor}`}`,
      )
      paged.push(...numbersOf(page))
      cursor = page.nextCursor
    }
    expect(paged).toEqual(whole)
    expect(whole).toHaveLength(5)
  })

  test('shows a customer’s buyers their own orders alone', async () => {
    const { items } = (await stage.world.call(cookies.cod, 'GET', '/api/shop/orders')).json()
    expect(numbersOf({ items }).sort()).toEqual([numbers.held, numbers.partly].sort())
  })
})
