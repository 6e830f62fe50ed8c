import type Stripe from 'stripe'
import { StripeRefusal } from '../protocol/errors.ts'
import { completionUrl } from '../resources/checkout-session-object.ts'
import { type Deposits, isWaitingForDeposits } from '../resources/microdeposits.ts'
import { verifyMicrodeposits } from '../resources/verify-microdeposits.ts'
import type { Sim } from '../simulator.ts'
import { type Challenge, findBySecret } from './challenge.ts'
import { type Answer, nothingHere, sellerName } from './checkout.ts'
import { html } from './html.ts'
import { alert, cardPage, field, type Page } from './layout.ts'
import { textIn } from './read-card-form.ts'

function formPage(seller: string, last4: string | null, error: string | null): Page {
  return cardPage(
    `Confirm your bank account for ${seller}`,
    html`<h1>Confirm your bank account</h1>${alert(error)}
<p>We have sent one cent to the account ending in ${last4}. Find it on your statement and enter the code beside it, which begins with SM.</p>
<form method="post" novalidate>
${field({ label: 'Code on your statement', name: 'descriptor_code', placeholder: 'SM11AA', isRequired: true, isFocused: error !== null })}
<button class="button" type="submit">Confirm account</button></form>
<details><summary>There are two deposits instead</summary><form method="post" novalidate><div class="pair">
${field({ label: 'First amount in cents', name: 'first', inputmode: 'numeric', placeholder: '32', isRequired: true })}
${field({ label: 'Second amount in cents', name: 'second', inputmode: 'numeric', placeholder: '45', isRequired: true })}
</div><button class="button quiet" type="submit">Confirm amounts</button></form></details>
<p class="hint">In this simulator the code SM11AA, or 32 and 45 cents, confirm every account. SM33CC uses up the attempts and SM44DD is too late.</p>`,
  )
}

function methodOf({ scope, intent }: Challenge): Stripe.PaymentMethod | undefined {
  const id = typeof intent.payment_method === 'string' ? intent.payment_method : (intent.payment_method?.id ?? '')
  return scope.sim.state.tables.payment_method.find(scope.account, id)
}

function overPage({ scope, intent, session }: Challenge): Page {
  const seller = sellerName(scope.sim, scope.account)
  const isProven = ['processing', 'succeeded'].includes(intent.status)
  const title = isProven ? 'Your bank account is confirmed' : 'Your bank account could not be confirmed'
  const what = intent.object === 'payment_intent' ? 'The payment is on its way.' : `${seller} can use it for later payments.`
  const onward = session ? completionUrl(session.session) : null
  return cardPage(
    title,
    html`<h1>${title}</h1><p>${isProven ? what : `Nothing was charged. Ask ${seller} how to pay.`}</p>${onward ? html`<a class="button" href="${onward}">Continue to ${seller}</a>` : ''}`,
  )
}

/** Asks the payer what was deposited on their account, while the intent waits for it. */
export function showMicrodeposits(sim: Sim, id: string, secret: string): Answer {
  const found = findBySecret(sim, id, secret)
  if (!found) return nothingHere
  if (!isWaitingForDeposits(found.intent)) return { page: overPage(found) }
  const last4 = methodOf(found)?.us_bank_account?.last4 ?? null
  return { page: formPage(sellerName(sim, found.scope.account), last4, null) }
}

function depositsIn(form: Record<string, unknown>): Deposits {
  if (form.first === undefined) return { descriptor_code: textIn(form, 'descriptor_code').slice(0, 6) }
  return { amounts: ['first', 'second'].map((name) => (/^\d{1,2}$/.test(textIn(form, name)) ? Number(form[name]) : 0)) }
}

/** The payer tells what was deposited. */
export function submitMicrodeposits(sim: Sim, id: string, secret: string, form: Record<string, unknown>): Answer {
  const found = findBySecret(sim, id, secret)
  if (!found) return nothingHere
  if (!isWaitingForDeposits(found.intent)) return { page: overPage(found) }
  const last4 = methodOf(found)?.us_bank_account?.last4 ?? null
  try {
    verifyMicrodeposits(found.scope, found.intent, depositsIn(form))
  } catch (error) {
    if (!(error instanceof StripeRefusal)) throw error
    if (isWaitingForDeposits(found.intent)) return { page: formPage(sellerName(sim, found.scope.account), last4, error.message) }
  }
  return { page: overPage(found) }
}
