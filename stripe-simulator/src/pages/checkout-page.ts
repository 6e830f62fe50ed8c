import type Stripe from 'stripe'
import { formatAmount } from '../money.ts'
import type { WireLineItem } from '../state.ts'
import { html, type Markup } from './html.ts'
import { alert, cardPage, type Page } from './layout.ts'
import { describeMethod, type PaymentFormView, paymentFields, paymentFormScript, testNumbers } from './payment-form.ts'

export type CheckoutView = PaymentFormView & {
  session: Stripe.Checkout.Session
  lines: WireLineItem[]
  message: string | null
  /** Whether saved payment methods may be taken away on the page. */
  canRemove: boolean
}

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

const totalOf = (session: Stripe.Checkout.Session): string => formatAmount(session.amount_total ?? 0, session.currency ?? 'usd')

function summary(view: CheckoutView): Markup {
  const { session, seller } = view
  const total = totalOf(session)
  const mark = html`<div class="seller"><span class="mark" aria-hidden="true">${seller.slice(0, 1).toUpperCase()}</span>${seller}</div>`
  const what =
    session.mode === 'setup'
      ? html`<div><h1>Save a payment method with ${seller}</h1><p class="total-note">Nothing is charged now.</p></div>`
      : html`<div><h1 class="total-label">Pay ${seller}</h1><div class="total">${total}</div></div>
<ul class="lines">${view.lines.map(lineRow)}<li class="due"><span>Total due</span><span>${total}</span></li></ul>`
  return html`<section class="summary" aria-label="Order summary"><div class="column">
${backLink(view)}
${mark}
${what}
</div></section>`
}

/** One error in its own words; several together only as a hint to look at the fields. */
export function told(errors: (string | undefined)[]): string | null {
  const [only, ...more] = errors.filter((error) => error !== undefined)
  return more.length > 0 ? 'Please check the form: something is missing or cannot be right.' : (only ?? null)
}

function headingOf({ types, saved, session }: CheckoutView): string {
  if (saved.length > 0 || types.length > 1) return session.mode === 'setup' ? 'Save a payment method' : 'Choose how to pay'
  const what = types[0] === 'card' ? 'card' : 'bank account'
  return session.mode === 'setup' ? `Save a ${what}` : `Pay with ${what}`
}

/** Buttons that take a saved payment method away: in a form of their own, so that Enter never presses one. */
const removal = (view: CheckoutView): Markup | string =>
  view.canRemove && view.saved.length > 0
    ? html`<details><summary>Remove a saved payment method</summary><form method="post">${view.saved.map((one) => html`<button class="button quiet" name="remove" value="${one.id}" type="submit">Remove ${describeMethod(one)}</button>`)}</form></details>`
    : ''

/** The hosted payment page: what is bought on the left, the payment method on the right. */
export function checkoutPage(view: CheckoutView): Page {
  const { session, errors } = view
  const isSetup = session.mode === 'setup'
  const body = html`<div class="split">${summary(view)}
<main class="form" aria-label="${headingOf(view)}"><div class="column"><h2>${headingOf(view)}</h2>${alert(view.message ?? told(Object.values(errors)))}
<form id="pay" method="post" novalidate>
${paymentFields(view)}
<button class="button" id="pay-button" type="submit">${isSetup ? 'Save payment method' : `Pay ${totalOf(session)}`}</button>
</form>
${removal(view)}${testNumbers(view.types)}
</div></main></div>`
  const title = isSetup ? `Save a payment method with ${view.seller}` : `Pay ${view.seller}`
  return { title, body, script: paymentFormScript }
}

/** The buyer's bank still waits for an answer, perhaps in another tab. */
export function challengePendingPage(view: CheckoutView, challengeUrl: string): Page {
  const isSetup = view.session.mode === 'setup'
  return cardPage(
    `Confirm your ${isSetup ? 'card for' : 'payment to'} ${view.seller}`,
    html`<h1>Your bank wants to confirm this ${isSetup ? 'card' : 'payment'}</h1><p>Nothing has been charged yet.</p>
<a class="button" href="${challengeUrl}">Continue to your bank</a>
<form method="post"><input type="hidden" name="another" value="card"><button class="button quiet" type="submit">Use another card</button></form>`,
  )
}

type Ending = { title: string; told: string }

function endingOf({ session, seller }: CheckoutView, intent: Stripe.PaymentIntent | Stripe.SetupIntent | undefined): Ending {
  const total = totalOf(session)
  if (session.status !== 'complete') {
    const what = session.mode === 'setup' ? 'saving the payment method' : 'the payment'
    return { title: 'This payment page has expired', told: `Nothing was charged. Go back to ${seller} to start ${what} again.` }
  }
  if (intent?.next_action?.type === 'verify_with_microdeposits')
    return {
      title: 'One more step: confirm your bank account',
      told: 'A deposit of one cent arrives in a day or two. Tell us the code that stands beside it on your statement.',
    }
  if (session.mode === 'setup')
    return { title: 'Your payment method is saved', told: `${seller} can use it for later payments. Nothing was charged.` }
  if (intent?.status === 'processing')
    return {
      title: 'Your payment is on its way',
      told: `Your bank is being asked for ${total}. It takes about four business days.`,
    }
  if (intent?.status === 'requires_payment_method')
    return {
      title: 'Your payment did not go through',
      told: `Your bank refused the payment of ${total}. Ask ${seller} how to pay.`,
    }
  return {
    title: 'You have paid already',
    told: `Your payment of ${total} to ${seller} has gone through. You will not be charged again.`,
  }
}

/** The session is over: paid, saved, on its way, or expired. @param note what the seller wants to say at the end. */
export function closedPage(
  view: CheckoutView,
  onward: string | null,
  intent: Stripe.PaymentIntent | Stripe.SetupIntent | undefined,
  note: string | null,
): Page {
  const { title, told: words } = endingOf(view, intent)
  const verification = intent?.next_action?.verify_with_microdeposits?.hosted_verification_url
  const isOver = view.session.status === 'complete'
  const link = onward
    ? html`<a class="button${verification ? ' quiet' : ''}" href="${onward}">${isOver ? 'Continue' : 'Back'} to ${view.seller}</a>`
    : ''
  return cardPage(
    title,
    html`<h1>${title}</h1><p>${words}</p>${note ? html`<p class="box">${note}</p>` : ''}${verification ? html`<a class="button" href="${verification}">Enter the code</a>` : ''}${link}`,
  )
}
