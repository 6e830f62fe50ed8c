import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { holds, matching } from '../matching.ts'
import { notFound } from '../problem.ts'
import { after, inOrder, type Sort, type SortedRow, sortedBy, sortedPage } from '../sorted-page.ts'
import type { Picture } from './sold-to.ts'

export const productSorts = ['name', '-name', 'sku', '-sku'] as const
export type ProductQuery = {
  search?: string | undefined
  category?: string | undefined
  active?: boolean | undefined
  cursor?: string | undefined
  limit: number
  sort: (typeof productSorts)[number]
}

type ProductRow = {
  id: string
  sku: string
  name: string
  description: string
  category: string
  unit: string
  pack_size: number
  active: boolean
  picture: Picture
  prices: { id: string; name: string; currency: string; minor: number }[]
  stock: { id: string; name: string; on_hand: number; committed: number }[]
}

const selectProducts = sql`
  SELECT p.id, p.sku, p.name, p.description, p.category, p.unit, p.pack_size, p.active, p.picture, prices.list AS prices, stock.list AS stock`
const fromProducts = sql`
  FROM products p
  CROSS JOIN LATERAL (SELECT coalesce(json_agg(json_build_object('id', l.id, 'name', l.name, 'currency', l.currency,
      'minor', price.unit_price_minor) ORDER BY l.name), '[]') AS list
    FROM prices price JOIN price_lists l ON l.company_id = price.company_id AND l.id = price.price_list_id
    WHERE price.company_id = p.company_id AND price.product_id = p.id) prices
  CROSS JOIN LATERAL (SELECT coalesce(json_agg(json_build_object('id', l.id, 'name', l.name, 'on_hand', coalesce(s.on_hand, 0),
      'committed', coalesce(s.committed, 0)) ORDER BY l.name), '[]') AS list
    FROM locations l LEFT JOIN stock s ON s.company_id = l.company_id AND s.location_id = l.id AND s.product_id = p.id
    WHERE l.company_id = p.company_id) stock`

/** The company's products with the prices of every list and the stock of every location. @throws Problem 400 odd cursor. */
export async function listProducts(tx: Tx, companyId: string, query: ProductQuery) {
  const column = query.sort.replace('-', '')
  const by = column === 'sku' ? sql`p.sku` : sql`lower(p.name)`
  const sort: Sort = { name: query.sort, by, type: 'text', descending: query.sort.startsWith('-') }
  const wanted = [sql`p.company_id = ${companyId}`]
  if (query.category) wanted.push(sql`p.category = ${query.category}`)
  if (query.active !== undefined) wanted.push(sql`p.active = ${query.active}`)
  if (query.search) wanted.push(productMatches(query.search))
  const where = sql.join(wanted, sql` AND `)
  const { rows } = await sql<ProductRow & SortedRow>`${selectProducts}, ${sortedBy(sort)} ${fromProducts}
    WHERE ${where} AND ${after(sort, 'p.id', query.cursor)} ORDER BY ${inOrder(sort, 'p.id')} LIMIT ${query.limit + 1}`.execute(
    tx,
  )
  const { rows: categories } = await sql<{ name: string; count: number }>`
    SELECT category AS name, count(*)::integer AS count FROM products p WHERE company_id = ${companyId} GROUP BY 1 ORDER BY 1`.execute(
    tx,
  )
  return { categories, ...sortedPage(sort, rows, query.limit, showProduct) }
}

/** Found by name, SKU, category or description. Table `products` as `p`. */
export function productMatches(search: string) {
  return matching(search, { word: (word) => holds('p.search_text', word) })
}

/** @throws Problem 404 when it is not this company's. */
export async function getProduct(tx: Tx, companyId: string, productId: string) {
  const { rows } = await sql<ProductRow>`${selectProducts} ${fromProducts}
    WHERE p.company_id = ${companyId} AND p.id = ${productId}`.execute(tx)
  if (!rows[0]) throw notFound('product')
  return showProduct(rows[0])
}

function showProduct(row: ProductRow) {
  return {
    id: row.id,
    sku: row.sku,
    name: row.name,
    description: row.description,
    category: row.category,
    unit: row.unit,
    packSize: row.pack_size,
    active: row.active,
    picture: row.picture,
    prices: row.prices.map(({ id, name, currency, minor }) => ({ priceList: { id, name }, price: { minor, currency } })),
    stock: row.stock.map(({ id, name, on_hand, committed }) => ({
      location: { id, name },
      onHand: on_hand,
      committed,
      available: on_hand - committed,
    })),
  }
}
