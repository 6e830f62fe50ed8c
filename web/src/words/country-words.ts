import { language } from './language.ts'

const names = new Intl.DisplayNames(language, { type: 'region' })

/** A country by its two letters, in the reader's language: "Bahamas". */
export function countryWords(code: string): string {
  return names.of(code) ?? code
}
