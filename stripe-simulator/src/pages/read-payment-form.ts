import type Stripe from 'stripe'
import { bankByName, bankByNumber, type TestBank, testRoutingNumber } from '../banks.ts'
import type { Buyer } from '../resources/pay-session.ts'
import { type CardFormErrors, emailError, looksLikeNumber, readCardForm, textIn } from './read-card-form.ts'

export type PaymentFormErrors = CardFormErrors &
  Partial<Record<'method' | 'bank_account' | 'routing_number' | 'account_number' | 'account_name', string>>

/** What the form may show again: which choices were made and who pays, never anything of a card or an account. */
export type KeptPayment = { email: string; name: string; method: string; check: 'instant' | 'numbers'; keeps: boolean }

/** What the page offers. */
export type Offer = {
  types: string[]
  saved: Stripe.PaymentMethod[]
  /** How bank accounts can be proven. */
  checks: ('instant' | 'numbers')[]
  knownEmail: string | null
  nowSeconds: number
}
export type ReadPayment =
  | { value: Buyer; kept: KeptPayment; errors?: undefined }
  | { value?: undefined; kept: KeptPayment; errors: PaymentFormErrors }

type Form = Record<string, unknown>

function keptOf(form: Form, offer: Offer): KeptPayment {
  const asked = textIn(form, 'method')
  const isOffered = offer.types.includes(asked) || offer.saved.some((one) => one.id === asked)
  const email = offer.knownEmail ?? textIn(form, 'email')
  const check = textIn(form, 'check') === 'numbers' ? 'numbers' : 'instant'
  return {
    email: emailError(email) ? '' : email,
    name: '',
    method: isOffered ? asked : (offer.types[0] ?? ''),
    check: offer.checks.includes(check) ? check : (offer.checks[0] ?? 'instant'),
    keeps: form.keep !== undefined,
  }
}

function readBank(form: Form, check: KeptPayment['check'], errors: PaymentFormErrors): TestBank | undefined {
  if (check === 'instant') {
    const bank = bankByName(textIn(form, 'bank_account'))
    if (!bank) errors.bank_account = 'Choose one of the accounts.'
    return bank
  }
  if (textIn(form, 'routing_number').replaceAll(/\s/g, '') !== testRoutingNumber)
    errors.routing_number = `Only the routing number of the test bank works here: ${testRoutingNumber}.`
  const digits = textIn(form, 'account_number')
  const bank = bankByNumber(digits)
  if (digits === '') errors.account_number = 'Enter an account number.'
  else if (!bank)
    errors.account_number =
      'Only the published test numbers work here, such as 000123456789. The number you entered was not kept.'
  return bank
}

function readBankForm(form: Form, kept: KeptPayment, email: string): ReadPayment {
  const errors: PaymentFormErrors = {}
  const name = textIn(form, 'account_name')
  const wrongEmail = emailError(email)
  if (wrongEmail) errors.email = wrongEmail
  if (name === '' || name.length > 200) errors.account_name = 'Enter the name on the account.'
  if (looksLikeNumber(name)) errors.account_name = 'Enter a name here, not an account number.'
  const bank = readBank(form, kept.check, errors)
  const shown = { ...kept, name: errors.account_name ? '' : name }
  if (!bank || Object.keys(errors).length > 0) return { errors, kept: shown }
  const { keeps, check } = kept
  return { value: { bank, isVerified: check === 'instant', email, name, keeps }, kept: shown }
}

/**
 * Reads the form of a payment page: a saved payment method, a card, or a bank account.
 * @returns what the buyer pays with, or what is wrong in words; numbers go no further.
 */
export function readPaymentForm(form: Form, offer: Offer): ReadPayment {
  const kept = keptOf(form, offer)
  const email = offer.knownEmail ?? textIn(form, 'email')
  const saved = offer.saved.find((one) => one.id === kept.method)
  if (saved) {
    const wrongEmail = emailError(email)
    if (wrongEmail) return { errors: { email: wrongEmail }, kept }
    return { value: { saved, email, name: saved.billing_details.name ?? '' }, kept }
  }
  if (kept.method === 'us_bank_account') return readBankForm(form, kept, email)
  const read = readCardForm(form, offer.knownEmail, offer.nowSeconds)
  const shown = { ...kept, ...read.kept }
  return 'errors' in read ? { errors: read.errors, kept: shown } : { value: { ...read.value, keeps: kept.keeps }, kept: shown }
}
