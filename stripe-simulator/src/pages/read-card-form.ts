import { cardByNumber, cvcLength, type TestCard } from '../cards.ts'
import { isExpired } from '../resources/payment-methods.ts'

export type CardForm = { card: TestCard; expMonth: number; expYear: number; email: string; name: string }
export type CardFormErrors = Partial<Record<'email' | 'number' | 'expiry' | 'cvc' | 'name', string>>
/** What may be shown again in the form: never anything of the card. */
export type Kept = { email: string; name: string }

/** A text field of a form, without the spaces around it. */
export const textIn = (form: Record<string, unknown>, field: string): string => {
  const value = form[field]
  return typeof value === 'string' ? value.trim() : ''
}

/** Whether a field for words holds what may be a card or account number: that is never kept or shown again. */
export const looksLikeNumber = (text: string): boolean => /\d{12,}/.test(text.replaceAll(/[\s-]/g, ''))

/** What is wrong with an e-mail address, in words. */
export function emailError(email: string): string | undefined {
  if (looksLikeNumber(email)) return 'Enter an e-mail address here, not a card number.'
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? undefined : 'Enter an e-mail address, for the receipt.'
}

function readExpiry(text: string, nowSeconds: number): { expMonth: number; expYear: number } | string {
  const [, month, year] = /^(\d{1,2})\s*\/?\s*(\d{2}|20\d{2})$/.exec(text) ?? []
  if (month === undefined || year === undefined) return 'Enter the date as MM / YY.'
  const expMonth = Number(month)
  const expYear = year.length === 2 ? 2000 + Number(year) : Number(year)
  if (expMonth < 1 || expMonth > 12) return 'There is no such month.'
  return isExpired(expMonth, expYear, nowSeconds) ? 'This date is in the past.' : { expMonth, expYear }
}

/**
 * Reads the card form of the payment page.
 * @returns the card by its name in the table of test cards, or what is wrong in words; the number itself goes no further.
 */
export function readCardForm(
  form: Record<string, unknown>,
  knownEmail: string | null,
  nowSeconds: number,
): { value: CardForm; kept: Kept } | { errors: CardFormErrors; kept: Kept } {
  const errors: CardFormErrors = {}
  const email = knownEmail ?? textIn(form, 'email')
  const name = textIn(form, 'name')
  const card = cardByNumber(textIn(form, 'number'))
  const expiry = readExpiry(textIn(form, 'expiry'), nowSeconds)
  const cvc = textIn(form, 'cvc')
  const wrongEmail = emailError(email)
  if (wrongEmail) errors.email = wrongEmail
  if (textIn(form, 'number') === '') errors.number = 'Enter a card number.'
  else if (!card)
    errors.number = 'Only the published test cards work here, such as 4242 4242 4242 4242. The number you entered was not kept.'
  if (typeof expiry === 'string') errors.expiry = expiry
  const length = card ? cvcLength(card.brand) : undefined
  if (!/^\d{3,4}$/.test(cvc) || (length !== undefined && cvc.length !== length))
    errors.cvc = `Enter the ${length ?? 3} digits of the security code.`
  if (name === '' || name.length > 200) errors.name = 'Enter the name on the card.'
  if (looksLikeNumber(name)) errors.name = 'Enter a name here, not a card number.'
  const kept = { email: errors.email ? '' : email, name: errors.name ? '' : name }
  if (!card || typeof expiry === 'string' || Object.keys(errors).length > 0) return { errors, kept }
  return { value: { card, ...expiry, email, name }, kept }
}
