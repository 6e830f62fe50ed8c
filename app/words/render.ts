import { createInstance } from 'i18next'
import type { Money } from '../money.ts'
import { formatMoney } from '../money.ts'
import { catalogues, type Language, languages } from './catalogue.ts'
import { Sentence } from './sentence.ts'

const library = createInstance()
library.init({
  lng: 'en',
  fallbackLng: 'en',
  // Areas are namespaces; a key may hold dots and colons.
  ns: Object.keys(catalogues.en),
  keySeparator: false,
  nsSeparator: false,
  // What comes out is plain text; whoever puts it into HTML escapes it there.
  interpolation: { escapeValue: false },
  resources: Object.fromEntries(languages.map((language) => [language, catalogues[language]])),
  initAsync: false,
})

/** A sentence in words. @param language the reader's. */
export function render(sentence: Sentence, language: Language): string {
  const parameters = Object.entries(sentence.parameters).map(([name, value]) => [name, spoken(value, language)])
  return library.getFixedT(language, sentence.area)(sentence.key, Object.fromEntries(parameters)) as string
}

function spoken(value: unknown, language: Language): unknown {
  if (value instanceof Sentence) return render(value, language)
  return isMoney(value) ? formatMoney(value.minor, value.currency) : value
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'minor' in value && 'currency' in value
}

/** Puts words in the place of every sentence within an answer; whatever holds none is handed back as it is. */
export function renderWithin(value: unknown, language: Language): unknown {
  if (value instanceof Sentence) return render(value, language)
  if (Array.isArray(value)) return value.map((each) => renderWithin(each, language))
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, renderWithin(each, language)]))
}
