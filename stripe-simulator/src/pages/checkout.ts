import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import { detach } from '../resources/attach-payment-method.ts'
import { completionUrl } from '../resources/checkout-session-object.ts'
import { expireSession } from '../resources/checkout-sessions.ts'
import type { Outcome } from '../resources/confirm-intent.ts'
import { recoverSession } from '../resources/create-session.ts'
import { answerChallenge, paySession } from '../resources/pay-session.ts'
import { mayCharge } from '../resources/payment-intent-object.ts'
import { type Scope, type Sim, scopeOf } from '../simulator.ts'
import { type CheckoutView, challengePendingPage, checkoutPage, closedPage } from './checkout-page.ts'
import { html } from './html.ts'
import { cardPage, type Page } from './layout.ts'
import { readPaymentForm } from './read-payment-form.ts'

/** What a page answers: itself, or where to go. */
export type Answer = { page: Page; status?: number } | { redirect: string }

/** The name that buyers know the seller by. */
export const sellerName = (sim: Sim, account: string): string =>
  sim.state.tables.account.anywhere(account)?.object.business_profile?.name ?? 'the seller'

/** The answer to an address that leads nowhere. */
export const nothingHere: Answer = {
  status: 404,
  page: cardPage(
    'There is no such payment',
    html`<h1>There is no such payment</h1><p>The link may be incomplete. Nothing was charged.</p>`,
  ),
}

/** A session as its page works on it. */
export type Found = {
  scope: Scope
  session: Stripe.Checkout.Session
  intent: Stripe.PaymentIntent | Stripe.SetupIntent | undefined
}

/** A session with its intent, expired if its time has passed. */
export function findSession(sim: Sim, id: string): Found | undefined {
  const { tables } = sim.state
  const found = tables['checkout.session'].anywhere(id)
  if (!found) return undefined
  const scope = scopeOf(sim, found.account)
  const session = found.object
  if (session.status === 'open' && session.expires_at <= sim.clock.now()) expireSession(scope, session)
  const intent =
    tables.setup_intent.find(found.account, idOf(session.setup_intent) ?? '') ??
    tables.payment_intent.find(found.account, idOf(session.payment_intent) ?? '')
  return { scope, session, intent }
}

/** What the page says about the last try. */
function messageOf(intent: Found['intent']): string | null {
  const failure = intent?.object === 'setup_intent' ? intent.last_setup_error : intent?.last_payment_error
  if (!failure) return null
  if (failure.code === 'payment_intent_authentication_failure')
    return 'We could not authenticate your card, so nothing was charged. Try again or use another card.'
  if (failure.code === 'setup_intent_authentication_failure')
    return 'We could not authenticate your card, so it was not saved. Try again or use another card.'
  const what = intent?.object === 'setup_intent' ? 'It was not saved.' : 'Nothing was charged.'
  return `${failure.message ?? 'Your card was declined.'} ${what} Try again or use another card.`
}

/** The customer's payment methods that may be shown again. Without a word from the seller: those they said always to show. */
function savedOf({ scope, session }: Found): Stripe.PaymentMethod[] {
  const customer = idOf(session.customer)
  if (customer === null || session.mode === 'setup') return []
  const filters: string[] = session.saved_payment_method_options?.allow_redisplay_filters ?? ['always']
  return scope.sim.state.tables.payment_method
    .of(scope.account)
    .filter(
      (one) =>
        one.customer === customer &&
        session.payment_method_types.includes(one.type) &&
        filters.includes(one.allow_redisplay ?? 'unspecified'),
    )
    .toReversed()
}

function checksOf({ scope, session }: Found): ('instant' | 'numbers')[] {
  const asked = scope.sim.state.records.sessions[session.id]?.verification
  if (asked === 'instant') return ['instant']
  return asked === 'microdeposits' ? ['numbers'] : ['instant', 'numbers']
}

function agreementOf({ scope, session }: Found): string {
  const seller = sellerName(scope.sim, scope.account)
  const isLater = session.mode === 'setup' || scope.sim.state.records.sessions[session.id]?.intent.setupFutureUsage
  return `By continuing you allow ${seller} to debit this account for ${session.mode === 'setup' ? 'later payments that you agree to' : `the amount above${isLater ? ' and for later payments that you agree to' : ''}`}.`
}

function viewOf(found: Found): CheckoutView {
  const { scope, session, intent } = found
  const { tables, records } = scope.sim.state
  const customer = tables.customer.find(scope.account, idOf(session.customer) ?? '')
  const known = session.customer_email ?? customer?.email ?? null
  const saved = savedOf(found)
  const asksToKeep = session.mode === 'payment' && session.saved_payment_method_options?.payment_method_save === 'enabled'
  return {
    session,
    seller: sellerName(scope.sim, scope.account),
    lines: records.sessions[session.id]?.lineItems ?? [],
    types: session.payment_method_types,
    saved,
    checks: checksOf(found),
    agreement: agreementOf(found),
    keepQuestion: asksToKeep && customer ? 'Save my payment method for later purchases' : null,
    canRemove: session.saved_payment_method_options?.payment_method_remove === 'enabled',
    kept: {
      email: known ?? session.customer_details?.email ?? '',
      name: session.customer_details?.name ?? '',
      method: saved[0]?.id ?? session.payment_method_types[0] ?? 'card',
      check: checksOf(found)[0] ?? 'instant',
      keeps: false,
    },
    isEmailKnown: known !== null,
    errors: {},
    message: messageOf(intent),
  }
}

function closed(found: Found): Answer {
  const { session, scope, intent } = found
  const isOver = session.status === 'complete'
  const recovery = session.after_expiration?.recovery?.url ?? null
  const link = scope.sim.state.tables.payment_link.find(scope.account, idOf(session.payment_link) ?? '')
  const note = isOver ? (link?.after_completion.hosted_confirmation?.custom_message ?? null) : null
  const onward = isOver ? completionUrl(session) : (recovery ?? session.cancel_url)
  return { page: closedPage(viewOf(found), onward, intent, note), status: isOver ? 200 : 410 }
}

/** Shows the payment page as the session stands. */
export function showCheckout(sim: Sim, id: string): Answer {
  const found = findSession(sim, id)
  if (!found) return nothingHere
  if (found.session.status !== 'open') return closed(found)
  const challenge = found.intent?.next_action?.redirect_to_url?.url
  return { page: challenge ? challengePendingPage(viewOf(found), challenge) : checkoutPage(viewOf(found)) }
}

/** The buyer sends the form: pay, give up the challenge for another card, or take a saved payment method away. */
export function submitCheckout(sim: Sim, id: string, form: Record<string, unknown>): Answer {
  const found = findSession(sim, id)
  if (!found) return nothingHere
  const { scope, session, intent } = found
  if (session.status === 'complete') return { redirect: afterwards(session) }
  if (session.status !== 'open') return closed(found)
  const view = viewOf(found)
  if (form.another !== undefined) {
    if (intent?.status === 'requires_action') answerChallenge(scope, session, intent, false)
    return { redirect: `/c/pay/${session.id}` }
  }
  if (form.remove !== undefined) {
    const unwanted = view.canRemove ? view.saved.find((one) => one.id === form.remove) : undefined
    if (unwanted) detach(scope, unwanted)
    return { redirect: `/c/pay/${session.id}` }
  }
  const read = readPaymentForm(form, {
    types: view.types,
    saved: view.saved,
    checks: view.checks,
    knownEmail: view.isEmailKnown ? view.kept.email : null,
    nowSeconds: sim.clock.now(),
  })
  if (read.errors) return { page: checkoutPage({ ...view, errors: read.errors, kept: read.kept, message: null }) }
  if (session.mode === 'payment' && !mayCharge(scope)) {
    const message = `${view.seller} cannot take payments at the moment. Nothing was charged.`
    return { page: checkoutPage({ ...view, kept: read.kept, message }) }
  }
  return onward(found, paySession(scope, session, read.value))
}

/** Where a complete session sends the buyer: to the seller, or to the page that says so. */
const afterwards = (session: Stripe.Checkout.Session): string => completionUrl(session) ?? `/c/done/${session.id}`

/** Where the buyer goes after a try. */
export function onward({ session, scope }: Found, outcome: Outcome): Answer {
  if (session.status === 'complete') return { redirect: afterwards(session) }
  const intent = findSession(scope.sim, session.id)?.intent
  const challenge = intent?.next_action?.redirect_to_url?.url
  return { redirect: outcome === 'requires_action' && challenge ? challenge : `/c/pay/${session.id}` }
}

/** The buyer takes an expired session up again, where the seller has allowed it. */
export function recoverCheckout(sim: Sim, id: string): Answer {
  const found = findSession(sim, id)
  if (!found) return nothingHere
  const fresh = recoverSession(found.scope, found.session)
  return fresh ? { redirect: `/c/pay/${fresh.id}` } : closed(found)
}
