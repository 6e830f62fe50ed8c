import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import { expireSession } from '../resources/checkout-sessions.ts'
import { failAuthentication, type Outcome } from '../resources/confirm-intent.ts'
import { paySession } from '../resources/pay-session.ts'
import { type Scope, type Sim, scopeOf } from '../simulator.ts'
import { type CheckoutView, challengePendingPage, checkoutPage, closedPage } from './checkout-page.ts'
import { html } from './html.ts'
import { cardPage, type Page } from './layout.ts'
import { readCardForm } from './read-card-form.ts'

export type Answer = { page: Page; status?: number } | { redirect: string }

/** The name that buyers know the seller by. */
export const sellerName = (sim: Sim, account: string): string =>
  sim.state.tables.account.anywhere(account)?.object.business_profile?.name ?? 'the seller'

export const nothingHere: Answer = {
  status: 404,
  page: cardPage(
    'There is no such payment',
    html`<h1>There is no such payment</h1><p>The link may be incomplete. Nothing was charged.</p>`,
  ),
}

export type Found = { scope: Scope; session: Stripe.Checkout.Session; intent: Stripe.PaymentIntent | undefined }

/** A session with its intent, expired if its time has passed. */
export function findSession(sim: Sim, id: string): Found | undefined {
  const found = sim.state.tables['checkout.session'].anywhere(id)
  if (!found) return undefined
  const scope = scopeOf(sim, found.account)
  const session = found.object
  if (session.status === 'open' && session.expires_at <= sim.clock.now()) expireSession(scope, session)
  return { scope, session, intent: sim.state.tables.payment_intent.find(found.account, idOf(session.payment_intent) ?? '') }
}

/** What the page says about the last try. */
function messageOf(intent: Stripe.PaymentIntent | undefined): string | null {
  const failure = intent?.last_payment_error
  if (!failure) return null
  if (failure.code === 'payment_intent_authentication_failure')
    return 'We could not authenticate your card, so nothing was charged. Try again or use another card.'
  return `${failure.message ?? 'Your card was declined.'} Nothing was charged. Try again or use another card.`
}

function viewOf(found: Found): CheckoutView {
  const { scope, session, intent } = found
  const { tables, records } = scope.sim.state
  const customer = tables.customer.find(scope.account, idOf(session.customer) ?? '')
  const known = session.customer_email ?? customer?.email ?? null
  return {
    session,
    seller: sellerName(scope.sim, scope.account),
    lines: records.sessions[session.id]?.lineItems ?? [],
    kept: { email: known ?? session.customer_details?.email ?? '', name: session.customer_details?.name ?? '' },
    isEmailKnown: known !== null,
    errors: {},
    message: messageOf(intent),
  }
}

const successUrl = (session: Stripe.Checkout.Session): string =>
  (session.success_url ?? '').replaceAll('{CHECKOUT_SESSION_ID}', session.id)

function closed(found: Found): Answer {
  const isPaid = found.session.status === 'complete'
  return {
    page: closedPage(viewOf(found), isPaid ? successUrl(found.session) : found.session.cancel_url),
    status: isPaid ? 200 : 410,
  }
}

/** Shows the payment page as the session stands. */
export function showCheckout(sim: Sim, id: string): Answer {
  const found = findSession(sim, id)
  if (!found) return nothingHere
  if (found.session.status !== 'open') return closed(found)
  const challenge = found.intent?.next_action?.redirect_to_url?.url
  return { page: challenge ? challengePendingPage(viewOf(found), challenge) : checkoutPage(viewOf(found)) }
}

/** The buyer sends the form: pay, or give up the challenge for another card. */
export function submitCheckout(sim: Sim, id: string, form: Record<string, unknown>): Answer {
  const found = findSession(sim, id)
  if (!found) return nothingHere
  const { scope, session, intent } = found
  if (session.status === 'complete') return { redirect: successUrl(session) }
  if (session.status !== 'open') return closed(found)
  if (form.another !== undefined) {
    if (intent?.status === 'requires_action') failAuthentication(scope, intent)
    return { redirect: `/c/pay/${session.id}` }
  }
  const view = viewOf(found)
  const read = readCardForm(form, view.isEmailKnown ? view.kept.email : null, sim.clock.now())
  if ('errors' in read) return { page: checkoutPage({ ...view, errors: read.errors, kept: read.kept, message: null }) }
  const outcome = paySession(scope, session, read.value)
  return onward(found, outcome)
}

/** Where the buyer goes after a try. */
export function onward(found: Found, outcome: Outcome): Answer {
  const { session, scope } = found
  if (outcome === 'succeeded' || outcome === 'requires_capture') return { redirect: successUrl(session) }
  const intent = scope.sim.state.tables.payment_intent.find(scope.account, idOf(session.payment_intent) ?? '')
  const challenge = intent?.next_action?.redirect_to_url?.url
  return { redirect: outcome === 'requires_action' && challenge ? challenge : `/c/pay/${session.id}` }
}
