import type Stripe from 'stripe'
import { html, type Markup } from './html.ts'
import { alert, cardPage, type Page } from './layout.ts'
import {
  describeMethod,
  detailOfMethod,
  type PaymentFormView,
  paymentFields,
  paymentFormScript,
  testNumbers,
} from './payment-form.ts'

export type PortalView = {
  seller: string
  /** Address of this portal session. */
  base: string
  methods: Stripe.PaymentMethod[]
  defaultMethod: string | null
  returnUrl: string | null
  /** Accounts that wait for their micro-deposits to be confirmed: where to do so. */
  waiting: string[]
  isUpdateAllowed: boolean
}

const backLink = ({ returnUrl, seller }: PortalView): Markup | string =>
  returnUrl ? html`<a href="${returnUrl}"><span aria-hidden="true">← </span>Return to ${seller}</a>` : ''

function methodRow(view: PortalView, one: Stripe.PaymentMethod): Markup {
  const isDefault = one.id === view.defaultMethod
  const name = describeMethod(one)
  const button = (action: string, label: string): Markup =>
    html`<button class="button quiet" name="${action}" value="${one.id}" type="submit" aria-label="${label} ${name}">${label}</button>`
  return html`<li><div><strong>${name}</strong>${isDefault ? html` <span class="chip">Default</span>` : ''}<small>${detailOfMethod(one)}</small></div>${view.isUpdateAllowed ? html`<form method="post">${isDefault ? '' : button('default', 'Make default')}${button('remove', 'Remove')}</form>` : ''}</li>`
}

/** The customer's own page: their payment methods, and what they can do with them. */
export function portalPage(view: PortalView, message: string | null): Page {
  const list =
    view.methods.length === 0
      ? html`<p class="hint">No payment method is saved yet.</p>`
      : html`<ul class="rows">${view.methods.map((one) => methodRow(view, one))}</ul>`
  const title = `Your payment methods with ${view.seller}`
  return cardPage(
    title,
    html`${backLink(view)}<h1>${title}</h1>${message ? html`<p class="box" role="status">${message}</p>` : ''}
${list}${view.waiting.map((url) => html`<p class="box">A bank account waits for its code. <a href="${url}">Enter the code on your statement</a></p>`)}
${view.isUpdateAllowed ? html`<a class="button" href="${view.base}/add">Add a payment method</a>` : ''}`,
  )
}

/** A new payment method for the customer. */
export function addMethodPage(view: PortalView, form: PaymentFormView, message: string | null, isWhole: boolean): Page {
  const title = view.methods.length > 0 && !isWhole ? 'Update your payment method' : 'Add a payment method'
  const back = isWhole ? html`<a href="${view.base}"><span aria-hidden="true">← </span>Your payment methods</a>` : backLink(view)
  return {
    ...cardPage(
      title,
      html`${back}<div><h1>${title}</h1><p class="hint">${view.seller} can use it for later payments that you agree to. Nothing is charged now.</p></div>${alert(message)}
<form id="pay" method="post" action="${view.base}/add" novalidate>
${paymentFields(form)}
<button class="button" id="pay-button" type="submit">Save payment method</button>
</form>${testNumbers(form.types)}`,
    ),
    script: paymentFormScript,
  }
}

/** What the flow was for is done. */
export const portalDonePage = (view: PortalView, message: string | null): Page =>
  cardPage(
    'Your payment method is saved',
    html`<h1>Your payment method is saved</h1><p>${message ?? `${view.seller} will use it for your next payment.`}</p>${view.returnUrl ? html`<a class="button" href="${view.returnUrl}">Return to ${view.seller}</a>` : ''}`,
  )
