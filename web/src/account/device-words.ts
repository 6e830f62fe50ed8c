import Bowser from 'bowser'

/** What a browser calls itself, as its owner would: "Chrome on Windows". @returns null when nothing in it is known. */
export function deviceWords(userAgent: string): { browser: string; system: string } | null {
  if (!userAgent) return null
  const { browser, os } = Bowser.parse(userAgent)
  if (!browser.name) return null
  return { browser: browser.name, system: os.name ?? '' }
}
