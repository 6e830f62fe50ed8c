import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { holds, matching } from '../matching.ts'
import { notFound } from '../problem.ts'
import { after, inOrder, type Sort, type SortedRow, sortedBy, sortedPage } from '../sorted-page.ts'
import { type Buyer, readSold, type SoldRow, showSold, soldTo } from './sold-to.ts'

export type ShopQuery = { search?: string | undefined; category?: string | undefined; cursor?: string | undefined; limit: number }

const byName: Sort = { name: 'name', by: sql`lower(sold.name)`, type: 'text', descending: false }

/**
 * What a buyer may order, by name; `categories` count what the search finds, whichever category is chosen.
 * @throws Problem 400 for a cursor that is not of this list.
 */
export async function browseShop(tx: Tx, buyer: Buyer, query: ShopQuery) {
  const found = matching(query.search ?? '', { word: (word) => holds('sold.search_text', word) })
  const chosen = query.category ? sql`sold.category = ${query.category}` : sql`true`
  const { rows } = await sql<SoldRow & SortedRow>`
    SELECT sold.*, ${sortedBy(byName)} FROM (${soldTo(buyer)}) sold
    WHERE ${found} AND ${chosen} AND ${after(byName, 'sold.id', query.cursor)}
    ORDER BY ${inOrder(byName, 'sold.id')} LIMIT ${query.limit + 1}`.execute(tx)
  const { rows: categories } = await sql<{ name: string; count: number }>`
    SELECT sold.category AS name, count(*)::integer AS count FROM (${soldTo(buyer)}) sold
    WHERE ${found} GROUP BY sold.category ORDER BY sold.category`.execute(tx)
  return { categories, ...sortedPage(byName, rows, query.limit, showSold) }
}

/** One product as a buyer sees it. @throws Problem 404 when it is not sold to them. */
export async function getShopProduct(tx: Tx, buyer: Buyer, productId: string) {
  const row = (await readSold(tx, buyer, [productId])).get(productId)
  if (!row) throw notFound('product')
  return showSold(row)
}
