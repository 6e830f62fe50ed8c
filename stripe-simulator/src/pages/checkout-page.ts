import type Stripe from 'stripe'
import { formatAmount } from '../money.ts'
import type { WireLineItem } from '../state.ts'
import { html, type Markup } from './html.ts'
import { alert, cardPage, field, type Page } from './layout.ts'
import type { CardFormErrors, Kept } from './read-card-form.ts'

export type CheckoutView = {
  session: Stripe.Checkout.Session
  seller: string
  lines: WireLineItem[]
  kept: Kept
  isEmailKnown: boolean
  errors: CardFormErrors
  message: string | null
}

const testCards: [string, string][] = [
  ['4242 4242 4242 4242', 'is paid'],
  ['4000 0000 0000 0002', 'is declined'],
  ['4000 0000 0000 9995', 'has insufficient funds'],
  ['4000 0027 6000 3184', 'asks for authentication'],
  ['4000 0000 0000 0259', 'is disputed later'],
]

const backLink = (view: CheckoutView): Markup | string =>
  view.session.cancel_url
    ? html`<a href="${view.session.cancel_url}"><span aria-hidden="true">← </span>Back to ${view.seller}</a>`
    : ''

function lineRow(line: WireLineItem): Markup {
  const quantity = line.quantity ?? 1
  const each =
    quantity > 1 && line.price?.unit_amount
      ? `Quantity ${quantity}, ${formatAmount(line.price.unit_amount, line.currency)} each`
      : ''
  return html`<li><span>${line.description}</span><span>${formatAmount(line.amount_total, line.currency)}</span>${each ? html`<small>${each}</small>` : ''}</li>`
}

function summary(view: CheckoutView, total: string): Markup {
  return html`<section class="summary" aria-label="Order summary"><div class="column">
${backLink(view)}
<div class="seller"><span class="mark" aria-hidden="true">${view.seller.slice(0, 1).toUpperCase()}</span>${view.seller}</div>
<div><h1 class="total-label">Pay ${view.seller}</h1><div class="total">${total}</div></div>
<ul class="lines">${view.lines.map(lineRow)}<li class="due"><span>Total due</span><span>${total}</span></li></ul>
</div></section>`
}

const formScript = `
const number = document.getElementById('number'), expiry = document.getElementById('expiry')
number.addEventListener('input', () => {
  const digits = number.value.replace(/\\D/g, '').slice(0, 19)
  const groups = /^3[47]/.test(digits) ? /^(\\d{0,4})(\\d{0,6})(\\d{0,5}).*$/ : /^(\\d{0,4})(\\d{0,4})(\\d{0,4})(\\d{0,7}).*$/
  number.value = digits.replace(groups, (_, ...parts) => parts.slice(0, -2).filter(Boolean).join(' '))
})
expiry.addEventListener('input', (event) => {
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

/** One error in its own words; several together only as a hint to look at the fields. */
function told(errors: (string | undefined)[]): string | null {
  const [only, ...more] = errors.filter((error) => error !== undefined)
  return more.length > 0 ? 'Please check the form: something is missing or cannot be right.' : (only ?? null)
}

/** The hosted payment page: what is bought on the left, the card on the right. */
export function checkoutPage(view: CheckoutView): Page {
  const { session, errors, kept } = view
  const total = formatAmount(session.amount_total ?? 0, session.currency ?? 'usd')
  const first = (['email', 'number', 'expiry', 'cvc', 'name'] as const).find((name) => errors[name])
  const message = view.message ?? told(Object.values(errors))
  const body = html`<div class="split">${summary(view, total)}
<main class="form"><div class="column"><h2>Pay with card</h2>${alert(message)}
<form id="pay" method="post" novalidate>
${field({ label: 'E-mail', name: 'email', type: 'email', inputmode: 'email', autocomplete: 'email', value: kept.email, error: errors.email, isReadonly: view.isEmailKnown, isRequired: true, isFocused: first === 'email' })}
${field({ label: 'Card number', name: 'number', inputmode: 'numeric', autocomplete: 'cc-number', placeholder: '1234 1234 1234 1234', error: errors.number, isRequired: true, isFocused: first === 'number' })}
<div class="pair">
${field({ label: 'Expiry (MM / YY)', name: 'expiry', inputmode: 'numeric', autocomplete: 'cc-exp', placeholder: 'MM / YY', error: errors.expiry, isRequired: true, isFocused: first === 'expiry' })}
${field({ label: 'CVC', name: 'cvc', inputmode: 'numeric', autocomplete: 'cc-csc', placeholder: '123', error: errors.cvc, isRequired: true, isFocused: first === 'cvc' })}
</div>
${field({ label: 'Name on card', name: 'name', autocomplete: 'cc-name', value: kept.name, error: errors.name, isRequired: true, isFocused: first === 'name' })}
<button class="button" id="pay-button" type="submit">Pay ${total}</button>
</form>
<details><summary>Test cards for this simulator</summary><ul>${testCards.map(([digits, meaning]) => html`<li>${digits} ${meaning}</li>`)}</ul><p>Any future date and any security code will do.</p></details>
</div></main></div>`
  return { title: `Pay ${view.seller}`, body, script: formScript }
}

/** The buyer's bank still waits for an answer, perhaps in another tab. */
export function challengePendingPage(view: CheckoutView, challengeUrl: string): Page {
  return cardPage(
    `Confirm your payment to ${view.seller}`,
    html`<h1>Your bank wants to confirm this payment</h1><p>Nothing has been charged yet.</p>
<a class="button" href="${challengeUrl}">Continue to your bank</a>
<form method="post"><input type="hidden" name="another" value="card"><button class="button quiet" type="submit">Use another card</button></form>`,
  )
}

/** The session is over: paid, or expired. */
export function closedPage(view: CheckoutView, onward: string | null): Page {
  const isPaid = view.session.status === 'complete'
  const title = isPaid ? 'You have paid already' : 'This payment page has expired'
  const told = isPaid
    ? `Your payment of ${formatAmount(view.session.amount_total ?? 0, view.session.currency ?? 'usd')} to ${view.seller} has gone through. You will not be charged again.`
    : `Nothing was charged. Go back to ${view.seller} to start the payment again.`
  return cardPage(
    title,
    html`<h1>${title}</h1><p>${told}</p>${onward ? html`<a class="button" href="${onward}">${isPaid ? 'Continue' : 'Back'} to ${view.seller}</a>` : ''}`,
  )
}
