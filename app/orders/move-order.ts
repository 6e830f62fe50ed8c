import { sql, type Updateable } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Orders } from '../db/schema.ts'
import { Problem } from '../problem.ts'
import type { OrderRow } from './lock-order.ts'
import { assertMove, type CauseOfVoid, causesOfVoid, type Fact, type StateOf } from './order-states.ts'

export type Moves = { [F in Fact]?: StateOf<F> }
/** When it happened, for a history told afterwards (the demo's), the database's now otherwise; and why an order is voided. */
type About = { at?: Date | undefined; because?: CauseOfVoid }

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
 * @returns whether anything moved. @throws Problem 409 when a move is not allowed; nothing has changed then.
 */
export async function moveOrder(tx: Tx, order: OrderRow, wanted: Moves, { at, because = 'asked' }: About = {}): Promise<boolean> {
  const moved = (Object.keys(wanted) as Fact[]).filter((fact) => wanted[fact] !== (order[columns[fact]] ?? 'none'))
  for (const fact of moved) assertMove(fact, order[columns[fact]] ?? 'none', wanted[fact]!)
  if (moved.length === 0) return false
  if (wanted.order === 'voided') assertCause(order, because)
  const changes: Updateable<Orders> = Object.fromEntries(
    moved.map((fact) => [columns[fact], wanted[fact] === 'none' ? null : wanted[fact]]),
  )
  const now = at ?? sql<Date>`clock_timestamp()`
  const after = await tx
    .updateTable('orders')
    .set(changes)
    .$if(changes.order_state === 'voided', (update) => update.set({ voided_at: now, voided_because: because }))
    .$if(changes.fulfilment_state === 'shipped', (update) => update.set({ shipped_at: now, ...notShipping }))
    .where('company_id', '=', order.company_id)
    .where('id', '=', order.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  Object.assign(order, after)
  return true
}

/** Nothing waits to be posted any more. */
export const notShipping = { shipping_id: null, shipping_at: null, shipping_by_user_id: null, shipping_by_name: null }

function assertCause({ order_state: from }: OrderRow, because: CauseOfVoid): void {
  const may: readonly string[] = causesOfVoid[because]
  if (!may.includes(from)) throw new Problem('order-state', { fact: 'order', from, to: 'voided' })
}
