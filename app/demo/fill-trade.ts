import { addPriceList, addProduct, setPrices } from '../catalogue/add-product.ts'
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
  for (const { unitPriceMinor: _, ...about } of what.products) {
    products.set(about.sku, (await addProduct(tx, companyId, about)).id)
  }
  const prices = what.products.map(({ sku, unitPriceMinor }) => ({ productId: products.get(sku)!, unitPriceMinor }))
  const lower = prices.map((price) => ({ ...price, unitPriceMinor: basisPointsOf(price.unitPriceMinor, preferredBasisPoints) }))
  await setPrices(tx, companyId, standard.id, prices)
  await setPrices(tx, companyId, preferred.id, lower)
  const opening = [...products.values()].map((productId) => ({ productId, quantity: openingStock }))
  for (const locationId of locations.values()) await setStock(tx, { companyId, locationId }, opening)
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
    const promised = await tx
      .selectFrom('stock')
      .select(['product_id', 'committed'])
      .where('company_id', '=', companyId)
      .where('location_id', '=', locationId)
      .execute()
    const committed = new Map(promised.map((row) => [row.product_id, row.committed]))
    const counted = [...products.values()].map((productId) => {
      const kind = chance.between(1, 20)
      const free = kind === 1 ? 0 : kind <= 3 ? chance.between(2, 9) : chance.between(40, 320)
      return { productId, quantity: committed.get(productId)! + free }
    })
    await setStock(tx, { companyId, locationId }, counted)
  }
}
