import { addPriceList, addProduct, setPrice } from '../catalogue/add-product.ts'
import { setStock } from '../catalogue/stock.ts'
import { createCustomer } from '../customers/create-customer.ts'
import type { Tx } from '../db/database.ts'
import { basisPointsOf } from '../money.ts'
import { startChance } from './chance.ts'
import type { DemoCustomer } from './customers.ts'
import type { DemoProduct } from './products.ts'

const system = { kind: 'system' } as const
/** Preferred customers pay eight per cent less. */
const preferredBasisPoints = 9_200
/** Enough to order four months of history from. */
const openingStock = 2_000

export type Trade = {
  locations: Map<string, string>
  /** Product ids by SKU. */
  products: Map<string, string>
  /** Customer ids by name. */
  customers: Map<string, string>
}

/** Opens a demo seller's trade: locations, products with two price lists and stock, and customers. */
export async function fillTrade(
  tx: Tx,
  companyId: string,
  what: { locations: { code: string; name: string }[]; products: DemoProduct[]; customers: DemoCustomer[] },
): Promise<Trade> {
  const locations = new Map<string, string>()
  for (const location of what.locations) {
    const row = { company_id: companyId, ...location }
    const { id } = await tx.insertInto('locations').values(row).returning('id').executeTakeFirstOrThrow()
    locations.set(location.code, id)
  }
  const standard = await addPriceList(tx, companyId, 'Standard')
  const preferred = await addPriceList(tx, companyId, 'Preferred')
  const products = new Map<string, string>()
  for (const { unitPriceMinor, ...about } of what.products) {
    const { id: productId } = await addProduct(tx, companyId, about)
    products.set(about.sku, productId)
    await setPrice(tx, companyId, { priceListId: standard.id, productId, unitPriceMinor })
    const lower = basisPointsOf(unitPriceMinor, preferredBasisPoints)
    await setPrice(tx, companyId, { priceListId: preferred.id, productId, unitPriceMinor: lower })
    for (const locationId of locations.values())
      await setStock(tx, { companyId, locationId }, { productId, quantity: openingStock })
  }
  const lists = new Map([
    ['Standard', standard.id],
    ['Preferred', preferred.id],
  ])
  const customers = new Map<string, string>()
  for (const { location, priceList, ...about } of what.customers) {
    const wanted = { ...about, locationId: locations.get(location)!, priceListId: lists.get(priceList)! }
    customers.set(about.name, (await createCustomer(tx, companyId, system, wanted)).id)
  }
  return { locations, products, customers }
}

/** Counts stock as a house has it: mostly plenty, some low, a few sold out. What is promised to orders is there in any case. */
export async function countStock(tx: Tx, companyId: string, { locations, products }: Trade): Promise<void> {
  const chance = startChance(80)
  for (const locationId of locations.values()) {
    for (const productId of products.values()) {
      const { committed } = await tx
        .selectFrom('stock')
        .select('committed')
        .where('company_id', '=', companyId)
        .where('location_id', '=', locationId)
        .where('product_id', '=', productId)
        .executeTakeFirstOrThrow()
      const kind = chance.between(1, 20)
      const free = kind === 1 ? 0 : kind <= 3 ? chance.between(2, 9) : chance.between(40, 320)
      await setStock(tx, { companyId, locationId }, { productId, quantity: committed + free })
    }
  }
}
