import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Problem } from '../problem.ts'
import { addressLines, type PostalAddress } from './address-lines.ts'
import { checkAddress } from './check-address.ts'
import { countryRules } from './country-rules.ts'

const miami = { line1: '1 Ocean Drive', line2: '', city: 'Miami', region: 'FL', postalCode: '33139', country: 'US' }
const faults = (change: Partial<PostalAddress>, path?: string): string[] => {
  try {
    checkAddress({ ...miami, ...change }, path)
    return []
  } catch (error) {
    return ((error as Problem).members.errors as { field: string }[]).map(({ field }) => field)
  }
}

describe('an address is what its own country takes for one', () => {
  test.each<[string, Partial<PostalAddress>]>([
    ['Nassau, where there are no postal codes', { city: 'Nassau', region: 'New Providence', postalCode: '', country: 'BS' }],
    ['Nassau without its island', { city: 'Nassau', region: '', postalCode: '', country: 'BS' }],
    ['Kowloon as a city', { city: 'Kowloon', region: '', postalCode: '', country: 'HK' }],
    ['Kowloon as an area', { city: '', region: 'Kowloon', postalCode: '', country: 'HK' }],
    ['Dublin without an Eircode', { city: 'Dublin', region: '', postalCode: '', country: 'IE' }],
    ['London in small letters', { city: 'London', region: '', postalCode: 'sw1a 1aa', country: 'gb' }],
    ['a ZIP code with its four digits more', { postalCode: '33139-1234' }],
    ['Panama', { city: 'Panamá', region: 'Panamá', postalCode: '', country: 'PA' }],
    ['Tokyo, where no city is written', { city: '', region: 'Tokyo', postalCode: '100-0001', country: 'JP' }],
  ])('%s is one', (_name, change) => {
    expect(faults(change)).toEqual([])
  })

  test.each<[string, Partial<PostalAddress>, string[]]>([
    ['UK', { country: 'UK' }, ['country']],
    ['ZZ', { country: 'ZZ' }, ['country']],
    ['EL', { country: 'EL' }, ['country']],
    ['no country', { country: '' }, ['country']],
    ['a ZIP code too short', { postalCode: '3313' }, ['postalCode']],
    ['no ZIP code', { postalCode: '' }, ['postalCode']],
    ['no state', { region: '' }, ['region']],
    ['nothing at all', { line1: '', city: '', region: '', postalCode: '' }, ['line1', 'city', 'region', 'postalCode']],
    ['neither area nor district of Hong Kong', { city: '', region: '', postalCode: '', country: 'HK' }, ['region']],
  ])('%s is none, and says which part', (_name, change, wrong) => {
    expect(faults(change)).toEqual(wrong)
  })

  test('fields are named by where they stand in the request', () => {
    expect(faults({ postalCode: '' }, 'addresses.2')).toEqual(['addresses.2.postalCode'])
  })

  test('the words name the code that was meant', () => {
    expect(() => checkAddress({ ...miami, country: 'UK' })).toThrow('No country has the code UK; use GB.')
  })

  test('country and postal code are kept in capitals', () => {
    expect(checkAddress({ ...miami, city: 'London', region: '', postalCode: 'sw1a 1aa', country: 'gb' })).toMatchObject({
      postalCode: 'SW1A 1AA',
      country: 'GB',
    })
  })
})

describe('an address is printed as its country writes it', () => {
  test.each<[Partial<PostalAddress>, string[]]>([
    [{}, ['1 Ocean Drive', 'Miami, FL 33139']],
    [{ line2: 'Suite 4' }, ['1 Ocean Drive', 'Suite 4', 'Miami, FL 33139']],
    [{ region: '' }, ['1 Ocean Drive', 'Miami 33139']],
    [{ city: 'Berlin', region: '', postalCode: '10115', country: 'DE' }, ['1 Ocean Drive', '10115 Berlin']],
    [{ city: 'London', region: '', postalCode: 'SW1A 1AA', country: 'GB' }, ['1 Ocean Drive', 'London', 'SW1A 1AA']],
    [{ city: 'Nassau', region: 'N.P.', postalCode: '', country: 'BS' }, ['1 Ocean Drive', 'Nassau, N.P.']],
    [{ city: 'Nassau', region: '', postalCode: '', country: 'BS' }, ['1 Ocean Drive', 'Nassau']],
    [{ city: 'Singapore', region: '', postalCode: '049483', country: 'SG' }, ['1 Ocean Drive', 'SINGAPORE 049483']],
    [
      { city: 'George Town', region: 'Grand Cayman', postalCode: 'KY1-1102', country: 'KY' },
      ['1 Ocean Drive', 'George Town', 'Grand Cayman KY1-1102'],
    ],
    [{ line1: '旺角道1号', city: '旺角', region: '九龍', postalCode: '', country: 'HK' }, ['九龍', '旺角', '旺角道1号']],
  ])('%j', (change, lines) => {
    expect(addressLines({ ...miami, ...change })).toEqual(lines)
  })

  test('whatever the country, nothing that was written is lost', () => {
    const word = fc.stringMatching(/^[A-Z][a-z]{2,8}$/)
    const address = fc.record({ line1: word, line2: fc.oneof(word, fc.constant('')), city: word, region: word, postalCode: word })
    fc.assert(
      fc.property(address, fc.constantFrom(...countryRules.keys()), (parts, country) => {
        const printed = addressLines({ ...parts, country }).join('\n')
        for (const part of Object.values(parts)) expect(printed).toContain(part)
      }),
    )
  })
})

test('no country’s pattern of a postal code repeats without a bound: it cannot be made to try again and again', () => {
  const patterns = [...countryRules.values()].flatMap(({ postalCode: { pattern } }) => (pattern === null ? [] : [pattern]))
  expect(patterns.length).toBeGreaterThan(150)
  expect(patterns.filter((pattern) => /[*+]|\{\d+,\}/.test(pattern))).toEqual([])
})

test('there are some 250 countries, each by its two letters, and Intl knows the name of each in both languages', () => {
  expect(countryRules.size).toBeGreaterThan(240)
  for (const language of ['en', 'es']) {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
    expect([...countryRules.keys()].filter((code) => !/^[A-Z]{2}$/.test(code) || !names.of(code))).toEqual([])
  }
})

test('every country says an example of its postal code that its own pattern takes', () => {
  const odd = [...countryRules.values()].filter(({ postalCode: { pattern, example } }) => {
    return pattern !== null && (example === null || !new RegExp(`^(?:${pattern})$`).test(example))
  })
  expect(odd.map(({ code }) => code)).toEqual([])
})
