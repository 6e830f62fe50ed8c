/** The languages that Florin's pages are written in. */
export const languages = ['en', 'es'] as const
export type Language = (typeof languages)[number]

const storageKey = 'florin.language'

/** The language of these pages: what this browser's reader chose, else the first that the browser asks for and Florin speaks. */
export const language: Language = chosen() ?? asked() ?? 'en'

function chosen(): Language | undefined {
  return known(window.localStorage.getItem(storageKey) ?? '')
}

function asked(): Language | undefined {
  return navigator.languages.map(known).find((each) => each !== undefined)
}

function known(tag: string): Language | undefined {
  const wanted = tag.toLowerCase().split('-')[0]
  return languages.find((each) => each === wanted)
}

/** Keeps the choice in this browser and draws everything anew in it. */
export function chooseLanguage(next: Language): void {
  if (next === language) return
  window.localStorage.setItem(storageKey, next)
  window.location.reload()
}
