import { Problem } from '../problem.ts'
import { type Sentence, say } from '../words/sentence.ts'
import type { PostalAddress } from './address-lines.ts'
import { type CountryRule, countryRules } from './country-rules.ts'

/** Codes people write for a country that has another. */
const mistaken: Record<string, string> = { UK: 'GB', EL: 'GR', EN: 'GB' }

type Part = keyof PostalAddress

/**
 * Holds an address against its country's own rule: the one place where Florin decides what an address must have.
 * @param path where in the request it stands, for the fields of the answer: `addresses.0`; empty at the top.
 * @returns it, with country and postal code in capitals. @throws Problem 400 naming each part that is missing or wrong.
 */
export function checkAddress<A extends PostalAddress>(address: A, path = ''): A {
  const capital = { ...address, country: address.country.toUpperCase(), postalCode: address.postalCode.toUpperCase() }
  const faults = faultsOf(capital)
  if (faults.length === 0) return capital
  const errors = faults.map(([part, message]) => ({ field: path ? `${path}.${part}` : part, message }))
  throw new Problem('invalid-input', { explanation: errors[0]!.message, errors })
}

/** @returns a country's code in capitals. @throws Problem 400 for what is none. */
export function assertCountry(code: string): string {
  const capital = code.toUpperCase()
  if (countryRules.has(capital)) return capital
  const explanation = unknownCountry(capital)
  throw new Problem('invalid-input', { explanation, errors: [{ field: 'country', message: explanation }] })
}

function faultsOf(address: PostalAddress): [Part, Sentence][] {
  const rule = countryRules.get(address.country)
  if (!rule) return [['country', unknownCountry(address.country)]]
  const faults: [Part, Sentence][] = []
  if (address.line1 === '') faults.push(['line1', say('addresses', 'street-needed')])
  faults.push(...placeFaults(address, rule))
  const postalCode = postalCodeFault(address.postalCode, rule.postalCode)
  if (postalCode) faults.push(['postalCode', postalCode])
  return faults
}

function unknownCountry(code: string): Sentence {
  const meant = mistaken[code]
  return meant ? say('addresses', 'country-mistaken', { code, meant }) : say('addresses', 'country-unknown')
}

function placeFaults({ city, region }: PostalAddress, rule: CountryRule): [Part, Sentence][] {
  // Where the region is what the post goes by, a city tells it as well: Kowloon is both.
  if (rule.city.need !== 'required' && rule.region.need === 'required') {
    return city === '' && region === '' ? [['region', say('addresses', 'region-needed')]] : []
  }
  const faults: [Part, Sentence][] = []
  if (rule.city.need === 'required' && city === '') faults.push(['city', say('addresses', 'city-needed')])
  if (rule.region.need === 'required' && region === '') faults.push(['region', say('addresses', 'region-needed')])
  return faults
}

function postalCodeFault(code: string, rule: CountryRule['postalCode']): Sentence | null {
  const example = rule.example ?? ''
  if (code === '') return rule.need === 'required' ? say('addresses', 'postal-code-needed', { example }) : null
  if (rule.pattern === null || new RegExp(`^(?:${rule.pattern})$`).test(code)) return null
  return say('addresses', 'postal-code-odd', { example })
}
