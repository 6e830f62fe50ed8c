import { z } from 'zod'
import { plainText } from '../plain-text.ts'
import { cityKinds, needs, postalCodeKinds, regionKinds } from './country-rules.ts'

/** Addresses as they go over the wire. */

/** An address as written; whether it is one is decided by its country's rule (check-address.ts). */
export const addressParts = {
  line1: plainText(120),
  line2: plainText(120),
  city: plainText(80),
  region: plainText(80),
  postalCode: plainText(20),
  /** ISO 3166-1 alpha-2. */
  country: plainText(2),
}

/** An address as it is read: its parts, and the lines of its label without the country's name. */
export const shownAddress = z.object({
  line1: z.string(),
  line2: z.string(),
  city: z.string(),
  region: z.string(),
  postalCode: z.string(),
  country: z.string(),
  lines: z.array(z.string()),
})

const need = z.enum(needs)
export const countryRule = z.object({
  code: z.string(),
  city: z.object({ need, kind: z.enum(cityKinds) }),
  region: z.object({ need, kind: z.enum(regionKinds) }),
  postalCode: z.object({
    need,
    kind: z.enum(postalCodeKinds),
    pattern: z.string().nullable().describe('A regular expression for the whole of it, in capitals.'),
    example: z.string().nullable(),
  }),
})
