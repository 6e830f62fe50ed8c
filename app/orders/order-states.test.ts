import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTradeStage, type TradeStage } from '../../test/support/trade-stage.ts'
import { Problem } from '../problem.ts'
import { lockOrder } from './lock-order.ts'
import { moveOrder } from './move-order.ts'
import { assertMove, type Fact, mayMove, moves } from './order-states.ts'

const facts = Object.keys(moves) as Fact[]
const pairs = facts.flatMap((fact) => {
  const states = Object.keys(moves[fact])
  return states.flatMap((from) => states.map((to) => ({ fact, from, to })))
})
const listed = ({ fact, from, to }: (typeof pairs)[number]) =>
  (moves[fact] as Record<string, readonly string[]>)[from]!.includes(to)

test('every move in the table may be made, and no other', () => {
  for (const pair of pairs) {
    expect(mayMove(pair.fact, pair.from, pair.to)).toBe(listed(pair))
    if (!listed(pair)) expect(() => assertMove(pair.fact, pair.from, pair.to)).toThrow(Problem)
  }
})

test('a state nobody knows moves nowhere, whatever it is called', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...facts),
      fc.oneof(fc.string(), fc.constantFrom('constructor', '__proto__', 'toString')),
      fc.string(),
      (fact, from, to) => {
        fc.pre(!Object.hasOwn(moves[fact], from))
        expect(mayMove(fact, from, to)).toBe(false)
      },
    ),
  )
})

test('paid, shipped and voided are final', () => {
  expect([moves.payment.paid, moves.fulfilment.shipped, moves.order.voided]).toEqual([[], [], []])
})

let stage: TradeStage
let orderId: string
beforeAll(async () => {
  stage = await openTradeStage()
  orderId = (await stage.buy(stage.cookies.net, stage.seller.rosesId)).id
})
afterAll(() => stage.close())

const columns = {
  order: 'order_state',
  fulfilment: 'fulfilment_state',
  payment: 'payment_state',
  approval: 'approval_state',
  hold: 'hold',
}
const refused = pairs.filter((pair) => pair.from !== pair.to && !listed(pair))

test.each(refused)('the database keeps an order whose $fact would go from $from to $to', async ({ fact, from, to }) => {
  await stage.inSeller(async (tx) => {
    const order = await lockOrder(tx, orderId)
    const asIf = { ...order, [columns[fact]]: from === 'none' ? null : from }
    await expect(moveOrder(tx, asIf, { [fact]: to })).rejects.toThrow(Problem)
    expect(await lockOrder(tx, orderId)).toEqual(order)
  })
})

test('one move that is not allowed keeps all moves of the same call from happening', async () => {
  await stage.inSeller(async (tx) => {
    const order = await lockOrder(tx, orderId)
    await expect(moveOrder(tx, order, { payment: 'paid', approval: 'approved' })).rejects.toThrow(Problem)
    expect((await lockOrder(tx, orderId)).payment_state).toBe('unpaid')
  })
})
