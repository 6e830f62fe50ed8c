import { sql, type Updateable } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Orders } from '../db/schema.ts'
import { sellerDay } from '../db/seller-day.ts'
import type { OrderRow } from './lock-order.ts'
import { assertMove, type Fact, type StateOf } from './order-states.ts'

export type Moves = { [F in Fact]?: StateOf<F> }

const columns = {
  order: 'order_state',
  fulfilment: 'fulfilment_state',
  payment: 'payment_state',
  approval: 'approval_state',
  hold: 'hold',
} as const satisfies Record<Fact, keyof OrderRow>

/**
 * Moves facts of a locked order, each by the table in order-states.ts; a fact already there stays. The given row is brought up
 * to date too, for whoever holds it.
 *
 * @param at when it happened, for a history told afterwards (the demo's); the database's now otherwise.
 * @returns whether anything moved. @throws Problem 409 when a move is not allowed; nothing has changed then.
 */
export async function moveOrder(tx: Tx, order: OrderRow, wanted: Moves, at?: Date): Promise<boolean> {
  const moved = (Object.keys(wanted) as Fact[]).filter((fact) => wanted[fact] !== (order[columns[fact]] ?? 'none'))
  for (const fact of moved) assertMove(fact, order[columns[fact]] ?? 'none', wanted[fact]!)
  if (moved.length === 0) return false
  const changes: Updateable<Orders> = Object.fromEntries(
    moved.map((fact) => [columns[fact], wanted[fact] === 'none' ? null : wanted[fact]]),
  )
  const now = at ?? sql<Date>`statement_timestamp()`
  const after = await tx
    .updateTable('orders')
    .set(changes)
    .$if(changes.order_state === 'voided', (update) => update.set({ voided_at: now }))
    .$if(changes.fulfilment_state === 'shipped', (update) =>
      update.set({ shipped_at: now, shipped_on: sellerDay(order.company_id, now) }),
    )
    .where('company_id', '=', order.company_id)
    .where('id', '=', order.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  Object.assign(order, after)
  return true
}
