import { countryWords } from '../words/country-words.ts'

type Address = { lines: string[]; country: string }

/** An address as it stands on a label, with the country in the reader's language. */
export function addressLines({ lines, country }: Address): string[] {
  return [...lines, countryWords(country)]
}
