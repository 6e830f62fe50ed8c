import { z } from 'zod'
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

export const address = z.object({
  id: z.uuid(),
  label: z.string(),
  line1: z.string(),
  line2: z.string(),
  city: z.string(),
  region: z.string(),
  postalCode: z.string(),
  country: z.string(),
  isDefault: z.boolean(),
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

export const newAddress = z.object({
  label: plainText(60).min(1, word('address-label')),
  line1: plainText(120).min(1, word('street')),
  line2: plainText(120).default(''),
  city: plainText(80).min(1, word('city')),
  region: plainText(80).default(''),
  postalCode: plainText(20).min(1, word('postal-code')),
  country: z.string().regex(/^[A-Z]{2}$/, word('country-code')),
  isDefault: z.boolean().default(false),
})

const about = {
  name: plainText(160).min(1, word('customer-name')),
  contactName: plainText(120),
  email: z.union([z.literal(''), z.email('This is not an e-mail address.').max(200)]),
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
  termsDays: about.termsDays.default(0),
  creditLimitMinor: about.creditLimitMinor.default(null),
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
