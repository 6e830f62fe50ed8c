import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Answer, Item } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'

export type CountryRule = Item<Answer<'/api/countries'>>

/** What an address needs in each country: the server's own rule, so that a form never asks for anything else. */
const countriesQuery = queryOptions({
  queryKey: ['countries'],
  queryFn: () => answer(api.GET('/api/countries')),
  staleTime: Number.POSITIVE_INFINITY,
})

export function useCountries(): CountryRule[] {
  return useQuery(countriesQuery).data?.items ?? []
}

/** An address as a form holds it. */
export type AddressValues = {
  line1: string
  line2: string
  city: string
  region: string
  postalCode: string
  country: string
}

export const emptyAddress = (country: string): AddressValues => ({
  line1: '',
  line2: '',
  city: '',
  region: '',
  postalCode: '',
  country,
})

/** Only what the country has a place for goes out: what was typed before another country was chosen does not. */
export function addressBody(values: AddressValues, rule: CountryRule | undefined): AddressValues {
  const { line1, line2, city, region, postalCode, country } = values
  const kept = (part: 'city' | 'region' | 'postalCode', text: string) => (rule?.[part].need === 'none' ? '' : text)
  return {
    line1,
    line2,
    city: kept('city', city),
    region: kept('region', region),
    postalCode: kept('postalCode', postalCode),
    country,
  }
}
