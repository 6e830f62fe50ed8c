import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { assertMinor } from '../money.ts'
import { Problem } from '../problem.ts'
import type { Picture } from './sold-to.ts'

export type NewProduct = {
  sku: string
  name: string
  description: string
  category: string
  unit: string
  packSize: number
  picture: Picture
}

/** Adds a product; it is sold to nobody until it has a price. @throws Problem 409 when the SKU is taken. */
export async function addProduct(tx: Tx, companyId: string, product: NewProduct): Promise<{ id: string }> {
  const { packSize, picture, ...rest } = product
  const added = await tx
    .insertInto('products')
    .values({ company_id: companyId, ...rest, pack_size: packSize, picture: JSON.stringify(picture) })
    .onConflict((conflict) => conflict.columns(['company_id', 'sku']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw new Problem('sku-taken', { sku: product.sku })
  return added
}

/** Adds a list of prices, in the company's currency; the first is the standard one. @throws Problem 409 when the name is taken. */
export async function addPriceList(tx: Tx, companyId: string, name: string): Promise<{ id: string }> {
  const { currency } = await tx.selectFrom('companies').select('currency').where('id', '=', companyId).executeTakeFirstOrThrow()
  const added = await tx
    .insertInto('price_lists')
    .values({
      company_id: companyId,
      name,
      currency,
      is_standard: sql<boolean>`NOT EXISTS (SELECT FROM price_lists WHERE company_id = ${companyId})`,
    })
    .onConflict((conflict) => conflict.columns(['company_id', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw new Problem('price-list-taken', { name })
  return added
}

export type NewPrice = { productId: string; unitPriceMinor: number }

/** Sets what units of sale cost on a list, in minor units of its currency. Orders already placed keep their prices. */
export async function setPrices(tx: Tx, companyId: string, priceListId: string, prices: NewPrice[]): Promise<void> {
  const rows = prices.map(({ productId, unitPriceMinor }) => ({
    company_id: companyId,
    price_list_id: priceListId,
    product_id: productId,
    unit_price_minor: assertMinor(unitPriceMinor),
  }))
  await tx
    .insertInto('prices')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['company_id', 'price_list_id', 'product_id'])
        .doUpdateSet((eb) => ({ unit_price_minor: eb.ref('excluded.unit_price_minor') })),
    )
    .execute()
}
