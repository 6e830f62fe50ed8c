import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { notFound } from '../problem.ts'

/** Who buys: decides which list prices come from and which location the goods leave. */
export type Buyer = { company_id: string; location_id: string; price_list_id: string }

/**
 * How the shop draws a product, without remote images: a glyph (such as rose, tulip, lily, orchid, daisy, sunflower, leaf,
 * branch, sprig, plant, vase, ribbon, tool, box) in a hue of 0 to 359 degrees. A glyph it cannot draw becomes a plain one.
 */
export type Picture = { glyph: string; hue: number }

export type SoldRow = {
  id: string
  sku: string
  name: string
  description: string
  category: string
  unit: string
  pack_size: number
  picture: Picture
  unit_price_minor: number
  currency: string
  available: number
}

/**
 * The products that are sold to a buyer: active, and with a price on the buyer's list. What has no price there is not sold to
 * them. `available` is what the buyer's location has and has not promised.
 */
export function soldTo(buyer: Buyer): RawBuilder<SoldRow> {
  return sql`
    SELECT p.id, p.sku, p.name, p.description, p.category, p.unit, p.pack_size, p.picture, p.search_text, price.unit_price_minor, list.currency,
      coalesce(s.on_hand - s.committed, 0) AS available
    FROM products p
    JOIN prices price ON price.company_id = p.company_id AND price.product_id = p.id AND price.price_list_id = ${buyer.price_list_id}
    JOIN price_lists list ON list.company_id = price.company_id AND list.id = price.price_list_id
    LEFT JOIN stock s ON s.company_id = p.company_id AND s.product_id = p.id AND s.location_id = ${buyer.location_id}
    WHERE p.company_id = ${buyer.company_id} AND p.active`
}

/** The customer as the catalogue knows it. @throws Problem 404. */
export async function readBuyer(tx: Tx, customerId: string): Promise<Buyer> {
  const buyer = await tx
    .selectFrom('customers')
    .select(['company_id', 'location_id', 'price_list_id'])
    .where('id', '=', customerId)
    .executeTakeFirst()
  if (!buyer) throw notFound('customer')
  return buyer
}

/** Those of the given products that are sold to the buyer, by id. */
export async function readSold(tx: Tx, buyer: Buyer, productIds: string[]): Promise<Map<string, SoldRow>> {
  if (productIds.length === 0) return new Map()
  const { rows } = await sql<SoldRow>`${soldTo(buyer)} AND p.id = ANY(${productIds}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** A product as the shop shows it. */
export function showSold(row: SoldRow) {
  return {
    id: row.id,
    sku: row.sku,
    name: row.name,
    description: row.description,
    category: row.category,
    unit: row.unit,
    packSize: row.pack_size,
    price: { minor: row.unit_price_minor, currency: row.currency },
    available: row.available,
    picture: row.picture,
  }
}
