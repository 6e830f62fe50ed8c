import { z } from 'zod'
import { money, named } from '../wire.ts'

/** Products as they go over the wire. */

export const picture = z.object({ glyph: z.string(), hue: z.int() })

/** As a buyer sees it: with their price, and what their location can still promise. */
export const shopProduct = z.object({
  id: z.uuid(),
  sku: z.string(),
  name: z.string(),
  description: z.string(),
  category: z.string(),
  unit: z.string(),
  packSize: z.int(),
  price: money,
  available: z.int(),
  picture,
})

/** As the office sees it: every list's price, and the stock of every location. */
export const officeProduct = z.object({
  id: z.uuid(),
  sku: z.string(),
  name: z.string(),
  description: z.string(),
  category: z.string(),
  unit: z.string(),
  packSize: z.int(),
  active: z.boolean(),
  picture,
  prices: z.array(z.object({ priceList: named, price: money })),
  stock: z.array(z.object({ location: named, onHand: z.int(), committed: z.int(), available: z.int() })),
})

export const productCategory = z.object({ name: z.string(), count: z.int() })
export const priceList = named.extend({
  currency: z.string().length(3),
  isStandard: z.boolean().describe('The list a new customer is put on.'),
})
export const priceListChanges = z.object({ isStandard: z.literal(true) })
