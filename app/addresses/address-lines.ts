import { countryRules } from './country-rules.ts'

/** Where somebody is, by post. */
export type PostalAddress = {
  line1: string
  line2: string
  city: string
  region: string
  postalCode: string
  country: string
}

/**
 * An address as its own country writes it, line by line, without the country's name: whoever shows it says that in the reader's
 * language. A part that the country's form has no place for stands on a line of its own, so that nothing is lost.
 */
export function addressLines(address: PostalAddress): string[] {
  const rule = countryRules.get(address.country)
  const format = (rule && (isLatin(address) ? rule.latinFormat : rule.format)) ?? '%A%n%C %S %Z'
  const ownCity = format.includes('%C') || isSaid(format, address.city) ? '' : address.city
  const street = [address.line1, address.line2, ownCity].filter(Boolean).join('\n')
  const parts: Record<string, string> = { A: street, C: address.city, S: address.region, Z: address.postalCode }
  const lines = format.split('%n').map((line) => fill(line, parts))
  const left = ['S', 'Z'].filter((letter) => !format.includes(`%${letter}`))
  return [...lines, ...left.map((letter) => parts[letter]!)].flatMap((line) => line.split('\n')).filter((line) => line !== '')
}

/** Singapore's form says the city itself. */
function isSaid(format: string, text: string): boolean {
  return format.toLowerCase().includes(text.toLowerCase())
}

function isLatin({ line1, city, region }: PostalAddress): boolean {
  return !/[^\P{L}\p{Script=Latin}]/u.test(`${line1}${city}${region}`)
}

/** Fills one line. What stands between two parts stays only where both are there; a line of empty parts goes altogether. */
function fill(line: string, parts: Record<string, string>): string {
  const pieces = line.split(/%([A-Z])/)
  const letters = pieces.filter((_, index) => index % 2 === 1)
  if (letters.length === 0) return line
  let filled = ''
  let between = pieces[0]!
  for (const [index, letter] of letters.entries()) {
    const text = parts[letter] ?? ''
    if (text !== '') filled += (filled === '' && index > 0 ? '' : between) + text
    between = text === '' && filled === '' ? '' : pieces[2 * index + 2]!
  }
  return letters.some((letter) => parts[letter]) ? filled : ''
}
