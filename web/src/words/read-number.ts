/**
 * Numbers as people write them. A text is read by the signs of the reader's locale, or not at all: "18,50" is 18.50 to a German
 * and a question to an American. Nothing is dropped, rounded or guessed; where another reader would mean another number, the
 * reader is asked.
 */
export type Reading =
  /** What was meant, in the smallest unit: with 2 decimals 18.50 is 1850. */
  | { kind: 'number'; minor: number }
  | { kind: 'empty' }
  /** More than one number may be meant, or another than the one written; these are the likely ones, in the smallest unit. */
  | { kind: 'unclear'; candidates: number[] }
  | { kind: 'too_precise' }
  | { kind: 'too_large' }
  | { kind: 'no_number' }

/** @param decimals digits after the decimal sign that the number may have: those of its currency, or of a percentage. */
export type NumberForm = {
  locale: string
  decimals: number /** A unit that people write along, e.g. "USD" or "%". */
  units?: string[]
}

/** The most digits that a whole number of smallest units keeps exactly. */
const digitsMax = 15

/** Reads what a person typed. Negative numbers are not meant by any field and not read. */
export function readNumber(typed: string, form: NumberForm): Reading {
  const signs = signsOf(form.locale)
  const text = plainText(typed, signs, form.units ?? [])
  if (text === '') return { kind: 'empty' }
  if (!/^\d[\d., ']*$/.test(text) || !/\d$/.test(text)) return { kind: 'no_number' }
  const own = numeralIn(text, signs.decimal, `${signs.group} '`, signs.lakhs)
  if (own && own.whole.length + form.decimals > digitsMax) return { kind: 'too_large' }
  // Arabic's own signs leave no question.
  const foreign = /[٫٬]/.test(typed) ? [] : foreignReadings(text, signs)
  const minor = minorOf(own, form.decimals)
  const others = foreign.map((each) => minorOf(each, form.decimals)).filter((each) => each !== null && each !== minor)
  const asWritten = minor !== null && signs.latin && text === plainText(writeNumber(minor, form), signs, [])
  if (minor !== null && (others.length === 0 || asWritten)) return { kind: 'number', minor }
  const candidates = [minor, ...others, cutOff(text, form.decimals)].filter((each) => each !== null)
  const distinct = [...new Set(candidates)].sort((a, b) => b - a)
  if (own && distinct.length < 2) return { kind: 'too_precise' }
  return distinct.length === 0 ? { kind: 'no_number' } : { kind: 'unclear', candidates: distinct }
}

/** What readers elsewhere would take the text for: comma and point the other way about, or the only sign as a grouping one. */
function foreignReadings(text: string, signs: Signs): (Numeral | null)[] {
  const decimal = signs.decimal === '.' ? ',' : '.'
  const whole = ungrouped(text, '.,', true)
  return [numeralIn(text, decimal, `${signs.decimal} '`, true), whole === null ? null : { whole, fraction: '' }]
}

/** Writes a number as the reader's locale does, with all its decimals, e.g. 185000 → "1.850,00". */
export function writeNumber(minor: number, { locale, decimals }: NumberForm): string {
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0')
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
  // Intl takes decimal text exactly; a number would pass through a float.
  const exact = `${minor < 0 ? '-' : ''}${text}` as `${number}`
  return new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(exact)
}

/** `group` among . , space and apostrophe; `latin`: the locale itself writes comma and point; `lakhs`: it groups as India does. */
type Signs = { decimal: '.' | ','; group: string; latin: boolean; lakhs: boolean; digits: Map<string, string> }

const known = new Map<string, Signs>()

function signsOf(locale: string): Signs {
  const made = known.get(locale)
  if (made) return made
  const parts = new Intl.NumberFormat(locale, { minimumFractionDigits: 1 }).formatToParts(12_345_678)
  const written = (type: 'decimal' | 'group') => parts.find((part) => part.type === type)?.value ?? ''
  const decimal = /[,٫]/.test(written('decimal')) ? ',' : '.'
  const digit = new Intl.NumberFormat(locale, { useGrouping: false })
  const digits = new Map(Array.from({ length: 10 }, (_, value) => [digit.format(value), String(value)]))
  const latin = written('decimal') !== '٫'
  const lakhs = parts.filter(({ type }) => type === 'integer')[1]?.value.length === 2
  const signs: Signs = { decimal, latin, lakhs, group: inOneAlphabet(written('group'), decimal), digits }
  known.set(locale, signs)
  return signs
}

/** The text in ASCII digits, without units, with one kind of space and of apostrophe. */
function plainText(typed: string, signs: Signs, units: string[]): string {
  let text = [...typed.normalize('NFKC')].map((letter) => signs.digits.get(letter) ?? letter).join('')
  for (const unit of units) text = withoutUnit(text, unit)
  return inOneAlphabet(text, signs.decimal).replace(/ +/g, ' ').trim()
}

/** Arabic's own signs become what that locale's comma and point would be. */
function inOneAlphabet(text: string, decimal: '.' | ','): string {
  return text
    .replace(/[\u200e\u200f\u061c]/g, '')
    .replace(/[’ʼ‘`´]/g, "'")
    .replace(/\s/g, ' ')
    .replaceAll('٫', decimal)
    .replaceAll('٬', decimal === ',' ? '.' : ',')
}

function withoutUnit(text: string, unit: string): string {
  const trimmed = text.trim()
  const [lower, name] = [trimmed.toLowerCase(), unit.toLowerCase()]
  if (lower.endsWith(name)) return trimmed.slice(0, trimmed.length - unit.length)
  return lower.startsWith(name) ? trimmed.slice(unit.length) : trimmed
}

type Numeral = { whole: string; fraction: string }

/** The numeral a text is by these signs; null when it is badly grouped. */
function numeralIn(text: string, decimal: '.' | ',', groupSigns: string, lakhs: boolean): Numeral | null {
  const [head = '', fraction, ...more] = text.split(decimal)
  if (more.length > 0 || (fraction !== undefined && !/^\d+$/.test(fraction))) return null
  const whole = ungrouped(head, groupSigns, lakhs)
  return whole === null ? null : { whole, fraction: fraction ?? '' }
}

/** Digits without what groups them: in threes or, with `lakhs`, in twos before the last three; one sign throughout. */
function ungrouped(text: string, groupSigns: string, lakhs: boolean): string | null {
  if (/^\d+$/.test(text)) return text
  const sign = /\D/.exec(text)?.[0]
  if (sign === undefined || !groupSigns.includes(sign)) return null
  const groups = text.split(sign)
  const [first = '', ...rest] = groups
  const inThrees = /^[1-9]\d{0,2}$/.test(first) && rest.every((group) => /^\d{3}$/.test(group))
  const inTwos =
    lakhs &&
    /^[1-9]\d?$/.test(first) &&
    rest.slice(0, -1).every((group) => /^\d\d$/.test(group)) &&
    /^\d{3}$/.test(rest.at(-1) ?? '')
  return inThrees || inTwos ? groups.join('') : null
}

function minorOf(numeral: Numeral | null, decimals: number): number | null {
  if (!numeral || numeral.fraction.length > decimals || numeral.whole.length + decimals > digitsMax) return null
  return Number(`${numeral.whole}${numeral.fraction.padEnd(decimals, '0')}`)
}

/** What is meant if the one sign is a decimal sign and too many digits follow: as many as there may be. */
function cutOff(text: string, decimals: number): number | null {
  const [, whole = '', fraction = ''] = /^(\d+)[.,](\d+)$/.exec(text) ?? []
  return minorOf(whole === '' ? null : { whole, fraction: fraction.slice(0, decimals) }, decimals)
}
