import type Stripe from 'stripe'
import { answerChallenge } from '../resources/pay-session.ts'
import { type Scope, type Sim, scopeOf } from '../simulator.ts'
import { challengePage } from './challenge-page.ts'
import { type Answer, type Found, findSession, nothingHere, onward, sellerName } from './checkout.ts'
import { html } from './html.ts'
import { cardPage } from './layout.ts'

type Intent = Stripe.PaymentIntent | Stripe.SetupIntent
/** An intent that its page works on, with the session that made it. */
export type Challenge = { scope: Scope; intent: Intent; session: Found | null }

/** An intent by the secret in the address of its page. */
export function findBySecret(sim: Sim, id: string, secret: string): Challenge | undefined {
  const { tables, records } = sim.state
  const found = tables.payment_intent.anywhere(id) ?? tables.setup_intent.anywhere(id)
  if (found?.object.client_secret !== `${id}_secret_${secret}`) return undefined
  const session = records.intents[id]?.session ?? null
  return {
    scope: scopeOf(sim, found.account),
    intent: found.object,
    session: session === null ? null : (findSession(sim, session) ?? null),
  }
}

const isWaiting = (intent: Intent): boolean =>
  intent.status === 'requires_action' && intent.next_action?.type === 'redirect_to_url'

/** Where the buyer goes after the challenge of an intent that no Checkout session made. */
function returnUrl(sim: Sim, intent: Intent): string | null {
  const given = sim.state.records.intents[intent.id]?.returnUrl
  if (!given) return null
  const url = new URL(given)
  url.searchParams.set(intent.object, intent.id)
  url.searchParams.set(`${intent.object}_client_secret`, intent.client_secret ?? '')
  url.searchParams.set('redirect_status', ['succeeded', 'requires_capture'].includes(intent.status) ? 'succeeded' : 'failed')
  return url.href
}

function over(sim: Sim, intent: Intent): Answer {
  const redirect = returnUrl(sim, intent)
  if (redirect !== null) return { redirect }
  const isDone = ['succeeded', 'requires_capture'].includes(intent.status)
  const what = intent.object === 'payment_intent' ? 'The payment' : 'Saving the card'
  return {
    page: cardPage(
      'You can close this page',
      html`<h1>You can close this page</h1><p>${what} ${isDone ? 'has gone through' : 'did not go through'}.</p>`,
    ),
  }
}

/** The bank's page: shows the challenge while it is open. */
export function showChallenge(sim: Sim, intentId: string, secret: string): Answer {
  const found = findBySecret(sim, intentId, secret)
  if (!found) return nothingHere
  const { intent, scope, session } = found
  if (!isWaiting(intent)) return session ? { redirect: `/c/pay/${session.session.id}` } : over(sim, intent)
  const due = intent.object === 'payment_intent' ? { amount: intent.amount, currency: intent.currency } : null
  return { page: challengePage({ seller: sellerName(sim, scope.account), due }) }
}

/** The holder of the card completes or fails the challenge. */
export function submitChallenge(sim: Sim, intentId: string, secret: string, form: Record<string, unknown>): Answer {
  const found = findBySecret(sim, intentId, secret)
  if (!found) return nothingHere
  const { scope, intent, session } = found
  const outcome = answerChallenge(scope, session?.session ?? null, intent, form.answer === 'complete')
  return session ? onward(session, outcome) : over(sim, intent)
}
