import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { Problem } from '../problem.ts'

/** Stock of one company at one location, by product. */
export type Place = { companyId: string; locationId: string }
export type Quantity = { productId: string; quantity: number }

/** A product of which there is less than was asked for. */
export type Shortage = { productId: string; asked: number; available: number }

/**
 * Promises goods to an order: raises `committed` when everything is there, and nothing otherwise.
 * Rows are locked in one order, so that two orders never wait for each other crosswise.
 *
 * @param wanted each product at most once.
 * @returns what is short; empty when all was promised.
 */
export async function commitStock(tx: Tx, place: Place, wanted: Quantity[]): Promise<Shortage[]> {
  const held = await lockStock(tx, place, wanted)
  const shortages = wanted
    .map(({ productId, quantity }) => ({ productId, asked: quantity, available: held.get(productId) ?? 0 }))
    .filter(({ asked, available }) => asked > available)
  if (shortages.length === 0) await moveStock(tx, place, wanted, { onHand: 0, committed: 1 })
  return shortages
}

/** Takes back the promise of an order that will not ship. */
export async function releaseStock(tx: Tx, place: Place, quantities: Quantity[]): Promise<void> {
  await lockStock(tx, place, quantities)
  await moveStock(tx, place, quantities, { onHand: 0, committed: -1 })
}

/** The promised goods leave the house. */
export async function takeStock(tx: Tx, place: Place, quantities: Quantity[]): Promise<void> {
  await lockStock(tx, place, quantities)
  await moveStock(tx, place, quantities, { onHand: -1, committed: -1 })
}

/** Sets what was counted. @throws Problem 409 when more of something is promised to orders already; then nothing is set. */
export async function setStock(tx: Tx, place: Place, counted: Quantity[]): Promise<void> {
  const { rows } = await sql`
    INSERT INTO stock (company_id, location_id, product_id, on_hand)
    SELECT ${place.companyId}, ${place.locationId}, product_id, quantity FROM ${unnested(counted)}
    ON CONFLICT (company_id, location_id, product_id) DO UPDATE SET on_hand = excluded.on_hand
      WHERE stock.committed <= excluded.on_hand
    RETURNING product_id`.execute(tx)
  if (rows.length < counted.length) throw new Problem('stock-promised')
}

async function lockStock(tx: Tx, place: Place, quantities: Quantity[]): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('stock')
    .select(['product_id', 'on_hand', 'committed'])
    .where('company_id', '=', place.companyId)
    .where('location_id', '=', place.locationId)
    .where('product_id', 'in', idsOf(quantities))
    .orderBy('product_id')
    .forUpdate()
    .execute()
  return new Map(rows.map((row) => [row.product_id, row.on_hand - row.committed]))
}

async function moveStock(tx: Tx, place: Place, quantities: Quantity[], by: { onHand: -1 | 0; committed: -1 | 1 }): Promise<void> {
  await sql`
    UPDATE stock SET on_hand = on_hand + moved.quantity * ${by.onHand}::integer, committed = committed + moved.quantity * ${by.committed}::integer
    FROM ${unnested(quantities)}
    WHERE stock.company_id = ${place.companyId} AND stock.location_id = ${place.locationId}
      AND stock.product_id = moved.product_id`.execute(tx)
}

/** The quantities as rows, sorted so that locks are taken in one order. */
function unnested(quantities: Quantity[]) {
  const amounts = quantities.map((each) => each.quantity)
  return sql`(SELECT * FROM unnest(${idsOf(quantities)}::uuid[], ${amounts}::integer[]) AS each(product_id, quantity)
    ORDER BY product_id) AS moved`
}

function idsOf(quantities: Quantity[]): string[] {
  return quantities.map((each) => each.productId)
}
