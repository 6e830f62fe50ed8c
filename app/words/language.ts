import { type Language, languages } from './catalogue.ts'

const headerLengthMax = 200

/**
 * The language a browser asks for that Florin speaks best; English when it asks for none.
 * @param accepted the header Accept-Language, as sent.
 */
export function languageOf(accepted: string | undefined): Language {
  const wishes = (accepted ?? '').slice(0, headerLengthMax).split(',').map(readWish)
  const known = wishes.filter((wish): wish is { language: Language; weight: number } => isLanguage(wish.language))
  // Sorting keeps the order of equals: the first of them is what the reader would rather have.
  return known.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight)[0]?.language ?? 'en'
}

export function isLanguage(text: string): text is Language {
  return (languages as readonly string[]).includes(text)
}

function readWish(wish: string): { language: string; weight: number } {
  const [tag = '', quality = ''] = wish.split(';')
  const weight = /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(quality)?.[1]
  return { language: tag.trim().toLowerCase().split('-')[0]!, weight: weight === undefined ? 1 : Number(weight) }
}
