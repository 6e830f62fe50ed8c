import { z } from 'zod'
import { addressParts, shownAddress } from '../addresses/shapes.ts'
import { emailAddress } from '../email-address.ts'
import { plainText, word } from '../plain-text.ts'
import { money, named } from '../wire.ts'
import { termKinds } from './terms.ts'

/** Customers as they go over the wire. */

const terms = z.enum(termKinds)

export const customerItem = z.object({
  id: z.uuid(),
  number: z.string(),
  name: z.string(),
  contactName: z.string(),
  email: z.string(),
  phone: z.string(),
  location: named,
  priceList: named,
  terms,
  termsDays: z.int(),
  termsWords: z.string(),
  creditLimit: money.nullable(),
  payOnline: z.boolean(),
  paymentRequiredAtCheckout: z.boolean(),
})

export const address = shownAddress.extend({
  id: z.uuid(),
  label: z.string(),
  isDefault: z.boolean().describe('Goods go there unless the buyer chooses another.'),
  isBillTo: z.boolean().describe('It stands on invoices as the buyer’s own.'),
})

export const eCommerce = z.object({
  payOnline: z.boolean(),
  payOnlineAvailable: z.boolean(),
  payOnlineUnavailableReason: z.string().nullable(),
  paymentRequiredAtCheckout: z.boolean(),
})

export const customerDetail = customerItem.extend({
  addresses: z.array(address),
  eCommerce,
  people: z.array(z.object({ membershipId: z.uuid(), name: z.string(), email: z.string(), roles: z.array(z.string()) })),
})

const creditMinorMax = 1_000_000_000_000

const label = plainText(60).min(1, word('address-label'))
/** Whether the parts make an address is decided by its country's rule (addresses/check-address.ts). */
export const newAddress = z.object({
  ...addressParts,
  label,
  line2: addressParts.line2.default(''),
  city: addressParts.city.default(''),
  region: addressParts.region.default(''),
  postalCode: addressParts.postalCode.default(''),
  isDefault: z.boolean().default(false),
  isBillTo: z.boolean().default(false),
})
export type NewAddress = z.output<typeof newAddress>

/** There is always one usual address and one for bills: another is chosen, none is given up. */
export const addressChanges = z
  .object({ ...addressParts, label, isDefault: z.literal(true), isBillTo: z.literal(true) })
  .partial()
export type AddressChanges = z.output<typeof addressChanges>

const about = {
  name: plainText(160).min(1, word('customer-name')),
  contactName: plainText(120),
  email: z.union([z.literal(''), emailAddress]),
  phone: plainText(40),
  locationId: z.uuid(),
  priceListId: z.uuid(),
  terms,
  termsDays: z.int().min(0).max(365),
  /** Minor units of the company's currency; null for no limit. */
  creditLimitMinor: z.int().min(0).max(creditMinorMax).nullable(),
}

export const newCustomer = z.object({
  ...about,
  contactName: about.contactName.default(''),
  email: about.email.default(''),
  phone: about.phone.default(''),
  priceListId: about.priceListId.optional().describe('Left out: the company’s standard list.'),
  terms: about.terms.default('prepaid'),
  termsDays: about.termsDays.default(0),
  creditLimitMinor: about.creditLimitMinor.optional().describe('Left out: no credit, until somebody decides.'),
  addresses: z.array(newAddress).max(20).default([]),
})
export type NewCustomer = z.output<typeof newCustomer>

export const customerChanges = z.object(about).partial()
export type CustomerChanges = z.output<typeof customerChanges>

/** Whoever is trusted with a customer's name is not yet trusted with the company's money: these are a credit decision. */
export const creditFields = ['terms', 'termsDays', 'creditLimitMinor'] as const satisfies (keyof CustomerChanges)[]

export const eCommerceChanges = z
  .object({ payOnline: z.boolean(), paymentRequiredAtCheckout: z.boolean() })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, word('nothing-to-change'))
export type ECommerceChanges = z.output<typeof eCommerceChanges>
