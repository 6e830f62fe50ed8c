// Runs in an iframe on the simulator's origin: the fields that a buyer fills in, and whether what stands in them can be right.

const digitsOf = (text: string): string => text.replaceAll(/\D/g, '')
const isAmex = (digits: string): boolean => /^3[47]/.test(digits)

/** The brand that a number begins like. */
export function brandOf(text = ''): string {
  const digits = digitsOf(text)
  if (digits.startsWith('4')) return 'visa'
  if (/^(5[1-5]|2[2-7])/.test(digits)) return 'mastercard'
  return isAmex(digits) ? 'amex' : 'unknown'
}

function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const worth = Number(digit) * (index % 2 === 1 ? 2 : 1)
    return total + (worth > 9 ? worth - 9 : worth)
  }, 0)
  return sum % 10 === 0
}

/** What is wrong with a text, as Stripe.js tells it. */
export type Problem = { type: 'validation_error'; code: string; message: string }

const problem = (code: string, message: string): Problem => ({ type: 'validation_error', code, message })

function checkNumber(text: string): Problem | null {
  const digits = digitsOf(text)
  if (digits.length < (isAmex(digits) ? 15 : 16)) return problem('incomplete_number', 'Your card number is incomplete.')
  return passesLuhn(digits) ? null : problem('invalid_number', 'Your card number is invalid.')
}

/** @param now the simulator's present moment. */
function checkExpiry(text: string, now: Date): Problem | null {
  const digits = digitsOf(text)
  if (digits.length < 4) return problem('incomplete_expiry', 'Your card’s expiration date is incomplete.')
  const [month, year] = [Number(digits.slice(0, 2)), 2000 + Number(digits.slice(2, 4))]
  if (month < 1 || month > 12) return problem('invalid_expiry_month', 'Your card’s expiration date is invalid.')
  const isPast = year * 12 + month < now.getUTCFullYear() * 12 + now.getUTCMonth() + 1
  return isPast ? problem('invalid_expiry_year_past', 'Your card’s expiration date is in the past.') : null
}

/** @param number what stands beside it; undefined when the number stands in a frame of its own. */
function checkCvc(text: string, number: string | undefined): Problem | null {
  const { length } = digitsOf(text)
  const isRight = number === undefined ? length === 3 || length === 4 : length === (isAmex(digitsOf(number)) ? 4 : 3)
  return isRight ? null : problem('incomplete_cvc', 'Your card’s security code is incomplete.')
}

const filled =
  (code: string, message: string) =>
  (text: string): Problem | null =>
    text.trim() === '' ? problem(code, message) : null
const checkEmail = (text: string): Problem | null =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim())
    ? null
    : problem('invalid_email', 'Enter an email address such as name@example.com.')

function spacedNumber(text: string): string {
  const digits = digitsOf(text).slice(0, 19)
  const groups = isAmex(digits) ? /^(\d{0,4})(\d{0,6})(\d{0,5}).*$/ : /^(\d{0,4})(\d{0,4})(\d{0,4})(\d{0,7}).*$/
  const [, ...parts] = groups.exec(digits) ?? []
  return parts.filter(Boolean).join(' ')
}

function spacedExpiry(text: string, isErasing: boolean): string {
  const digits = digitsOf(text).slice(0, 4)
  if (digits.length > 2) return `${digits.slice(0, 2)} / ${digits.slice(2)}`
  return digits.length === 2 && !isErasing ? `${digits} / ` : digits
}

/** One field: its label, how it is typed (and shaped meanwhile), and what is wrong with a text beside the other fields' texts. */
export type Field = {
  label: string
  mode: 'numeric' | 'text' | 'email'
  fill: AutoFill
  hint: string
  shape?(text: string, isErasing: boolean): string
  check(text: string, values: Values, now: Date): Problem | null
}
/** The texts of some fields by their names. */
export type Values = Partial<Record<string, string>>

/** Every field there is, by name. */
export const knownFields = {
  number: {
    label: 'Card number',
    mode: 'numeric',
    fill: 'cc-number',
    hint: '1234 1234 1234 1234',
    shape: spacedNumber,
    check: checkNumber,
  },
  expiry: {
    label: 'Expiry (MM / YY)',
    mode: 'numeric',
    fill: 'cc-exp',
    hint: 'MM / YY',
    shape: spacedExpiry,
    check: (text, _values, now) => checkExpiry(text, now),
  },
  cvc: {
    label: 'CVC',
    mode: 'numeric',
    fill: 'cc-csc',
    hint: 'CVC',
    shape: (text) => digitsOf(text).slice(0, 4),
    check: (text, values) => checkCvc(text, values.number),
  },
  routing: {
    label: 'Routing number',
    mode: 'numeric',
    fill: 'off',
    hint: '110000000',
    shape: (text) => digitsOf(text).slice(0, 9),
    check: (text) =>
      digitsOf(text).length === 9 ? null : problem('incomplete_routing_number', 'The routing number has nine digits.'),
  },
  account: {
    label: 'Account number',
    mode: 'numeric',
    fill: 'off',
    hint: '000123456789',
    shape: (text) => digitsOf(text).slice(0, 17),
    check: filled('incomplete_account_number', 'Your account number is incomplete.'),
  },
  name: {
    label: 'Full name',
    mode: 'text',
    fill: 'name',
    hint: 'First and last name',
    check: filled('incomplete_name', 'Your name is incomplete.'),
  },
  email: { label: 'Email', mode: 'email', fill: 'email', hint: 'you@example.com', check: checkEmail },
  line1: {
    label: 'Address',
    mode: 'text',
    fill: 'address-line1',
    hint: '',
    check: filled('incomplete_line1', 'Your address is incomplete.'),
  },
  city: {
    label: 'City',
    mode: 'text',
    fill: 'address-level2',
    hint: '',
    check: filled('incomplete_city', 'Your city is incomplete.'),
  },
  state: { label: 'State', mode: 'text', fill: 'address-level1', hint: '', check: () => null },
  postal: {
    label: 'ZIP code',
    mode: 'text',
    fill: 'postal-code',
    hint: '12345',
    check: filled('incomplete_zip', 'Your ZIP code is incomplete.'),
  },
} satisfies Record<string, Field>

export type FieldName = keyof typeof knownFields
