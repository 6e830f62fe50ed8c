import type Stripe from 'stripe'
import { testBanks, testRoutingNumber } from '../banks.ts'
import { brandLabel } from '../cards.ts'
import { html, type Markup } from './html.ts'
import { field } from './layout.ts'
import type { KeptPayment, PaymentFormErrors } from './read-payment-form.ts'

export type PaymentFormView = {
  types: string[]
  saved: Stripe.PaymentMethod[]
  checks: ('instant' | 'numbers')[]
  kept: KeptPayment
  errors: PaymentFormErrors
  isEmailKnown: boolean
  /** The seller's name, and what the payer allows them to do when a bank account is debited. */
  seller: string
  agreement: string
  /** The question whether to keep the payment method, or null when it is not asked. */
  keepQuestion: string | null
}

const order = ['email', 'number', 'expiry', 'cvc', 'name', 'bank_account', 'routing_number', 'account_number', 'account_name']
const firstWrong = (errors: PaymentFormErrors): string | undefined =>
  order.find((name) => errors[name as keyof PaymentFormErrors])

/** A saved payment method in a few words: `Visa ending in 4242`. */
export const describeMethod = ({ card, us_bank_account: bank }: Stripe.PaymentMethod): string =>
  card ? `${brandLabel(card.brand)} ending in ${card.last4}` : `${bank?.bank_name ?? 'Bank account'} ending in ${bank?.last4}`

/** What else there is to say of it. */
export const detailOfMethod = ({ card, us_bank_account: bank }: Stripe.PaymentMethod): string =>
  card
    ? `Expires ${String(card.exp_month).padStart(2, '0')} / ${card.exp_year}`
    : bank?.account_type === 'savings'
      ? 'Savings account'
      : 'Checking account'

/** The fields of a new card. */
function cardFields({ errors, kept }: PaymentFormView, first: string | undefined): Markup {
  return html`${field({ label: 'Card number', name: 'number', inputmode: 'numeric', autocomplete: 'cc-number', placeholder: '1234 1234 1234 1234', error: errors.number, isRequired: true, isFocused: first === 'number' })}
<div class="pair">
${field({ label: 'Expiry (MM / YY)', name: 'expiry', inputmode: 'numeric', autocomplete: 'cc-exp', placeholder: 'MM / YY', error: errors.expiry, isRequired: true, isFocused: first === 'expiry' })}
${field({ label: 'CVC', name: 'cvc', inputmode: 'numeric', autocomplete: 'cc-csc', placeholder: '123', error: errors.cvc, isRequired: true, isFocused: first === 'cvc' })}
</div>
${field({ label: 'Name on card', name: 'name', autocomplete: 'cc-name', value: kept.name, error: errors.name, isRequired: true, isFocused: first === 'name' })}`
}

const radio = (group: string, value: string, isChecked: boolean, label: string, detail: string): Markup =>
  html`<div class="choice"><input type="radio" name="${group}" id="${group}-${value}" value="${value}"${isChecked ? ' checked' : ''}><label for="${group}-${value}">${label}${detail ? html`<small>${detail}</small>` : ''}</label></div>`

function instantFields({ errors }: PaymentFormView, first: string | undefined): Markup {
  const described = errors.bank_account ? html` aria-describedby="bank_account-error" aria-invalid="true"` : ''
  return html`<div class="field"><label for="bank_account">Account at the test bank</label>
<select id="bank_account" name="bank_account"${described}${first === 'bank_account' ? ' autofocus' : ''}>${testBanks.map(({ bank }) => html`<option value="${bank.name}">Account ending in ${bank.last4} (${bank.label})</option>`)}</select>
${errors.bank_account ? html`<span class="error" id="bank_account-error">${errors.bank_account}</span>` : ''}</div>`
}

const numberFields = ({ errors }: PaymentFormView, first: string | undefined): Markup =>
  html`${field({ label: 'Routing number', name: 'routing_number', inputmode: 'numeric', placeholder: testRoutingNumber, error: errors.routing_number, isRequired: true, isFocused: first === 'routing_number' })}
${field({ label: 'Account number', name: 'account_number', inputmode: 'numeric', placeholder: '000123456789', error: errors.account_number, isRequired: true, isFocused: first === 'account_number' })}
<p class="hint">A deposit of one cent arrives in a day or two. The code on your statement proves that the account is yours.</p>`

/** The fields of a new bank account: signed in at the bank, or by its numbers. */
function bankFields(view: PaymentFormView, first: string | undefined): Markup {
  const { kept, errors, checks } = view
  const parts = {
    instant: { label: 'Sign in at your bank', detail: 'Confirmed at once', fields: instantFields(view, first) },
    numbers: { label: 'Type the account numbers', detail: 'Confirmed in one or two days', fields: numberFields(view, first) },
  }
  const [only] = checks
  const choice =
    checks.length === 1 && only
      ? html`<input type="hidden" name="check" value="${only}">${parts[only].fields}`
      : html`<fieldset><legend>How should we confirm the account?</legend>${checks.map((check) => html`<div class="method">${radio('check', check, kept.check === check, parts[check].label, parts[check].detail)}<div class="method-fields">${parts[check].fields}</div></div>`)}</fieldset>`
  return html`${field({ label: 'Name on account', name: 'account_name', autocomplete: 'name', value: kept.name, error: errors.account_name, isRequired: true, isFocused: first === 'account_name' })}
${choice}<p class="hint">${view.agreement}</p>`
}

/** The choice between saved and new payment methods, each with its fields; without a choice just the fields. */
export function paymentFields(view: PaymentFormView): Markup {
  const { types, saved, kept, errors } = view
  const first = firstWrong(errors)
  const fieldsOf = (type: string): Markup => (type === 'card' ? cardFields(view, first) : bankFields(view, first))
  const isNew = saved.length > 0
  const labels: Record<string, string> = {
    card: isNew ? 'New card' : 'Card',
    us_bank_account: isNew ? 'New US bank account' : 'US bank account',
  }
  const [only] = types
  const isChoice = isNew || types.length > 1
  const methods = isChoice
    ? html`<fieldset><legend class="visually-hidden">Payment method</legend>
${saved.map((one) => html`<div class="method">${radio('method', one.id, kept.method === one.id, describeMethod(one), detailOfMethod(one))}</div>`)}
${types.map((type) => html`<div class="method">${radio('method', type, kept.method === type, labels[type] ?? type, '')}<div class="method-fields">${fieldsOf(type)}</div></div>`)}</fieldset>`
    : html`<input type="hidden" name="method" value="${only}">${fieldsOf(only ?? 'card')}`
  const email = field({
    label: 'E-mail',
    name: 'email',
    type: 'email',
    inputmode: 'email',
    autocomplete: 'email',
    value: kept.email,
    error: errors.email,
    isReadonly: view.isEmailKnown,
    isRequired: true,
    isFocused: first === 'email',
  })
  const keep = view.keepQuestion
    ? html`<div class="check keep"><input type="checkbox" id="keep" name="keep" value="yes"${kept.keeps ? ' checked' : ''}><label for="keep">${view.keepQuestion}</label></div>`
    : ''
  return html`${email}${methods}${keep}`
}

/** Groups the digits while they are typed, and lets the button be pressed once. */
export const paymentFormScript = `
const number = document.getElementById('number'), expiry = document.getElementById('expiry')
number?.addEventListener('input', () => {
  const digits = number.value.replace(/\\D/g, '').slice(0, 19)
  const groups = /^3[47]/.test(digits) ? /^(\\d{0,4})(\\d{0,6})(\\d{0,5}).*$/ : /^(\\d{0,4})(\\d{0,4})(\\d{0,4})(\\d{0,7}).*$/
  number.value = digits.replace(groups, (_, ...parts) => parts.slice(0, -2).filter(Boolean).join(' '))
})
expiry?.addEventListener('input', (event) => {
  const digits = expiry.value.replace(/\\D/g, '').slice(0, 4)
  if (digits.length > 2) expiry.value = digits.slice(0, 2) + ' / ' + digits.slice(2)
  else if (event.inputType !== 'deleteContentBackward' && digits.length === 2) expiry.value = digits + ' / '
})
const form = document.getElementById('pay'), button = document.getElementById('pay-button')
form.addEventListener('submit', (event) => {
  if (button.getAttribute('aria-disabled') === 'true') event.preventDefault()
  button.setAttribute('aria-disabled', 'true')
})
addEventListener('pageshow', () => button.removeAttribute('aria-disabled'))
`

const testCards: [string, string][] = [
  ['4242 4242 4242 4242', 'is paid'],
  ['4000 0000 0000 0002', 'is declined'],
  ['4000 0000 0000 9995', 'has insufficient funds'],
  ['4000 0027 6000 3184', 'asks for authentication'],
  ['4000 0000 0000 0259', 'is disputed later'],
]

/** The published numbers that work here. */
export const testNumbers = (types: string[]): Markup =>
  html`<details><summary>Test ${types.map((type) => (type === 'card' ? 'cards' : 'accounts')).join(' and ')} for this simulator</summary>${types.includes('card') ? html`<ul>${testCards.map(([digits, meaning]) => html`<li>${digits} ${meaning}</li>`)}</ul><p>Any future date and any security code will do.</p>` : ''}${types.includes('us_bank_account') ? html`<p>Bank accounts, routing number ${testRoutingNumber}:</p><ul>${testBanks.map(({ number, bank }) => html`<li>${number} ${bank.label}</li>`)}</ul>` : ''}</details>`
