import type Stripe from 'stripe'
import { idOf } from '../ids.ts'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { refused } from '../protocol/errors.ts'
import { listPage, page, pageByTime } from '../protocol/list.ts'
import { mergeMetadata, metadata, object, oneOf, text } from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { cancelIntent } from './cancel-intent.ts'
import { creatableSession } from './checkout-session-params.ts'
import { createSession } from './create-session.ts'
import { cancelSetup } from './setup-intents.ts'

/** The account's session with this id, expired if its time has passed. @throws StripeRefusal 404 when there is none. */
export const sessionOf = (scope: Scope, id: string): Stripe.Checkout.Session =>
  present(scope.sim.state.tables['checkout.session'].find(scope.account, id), 'checkout.session', id, 'session')

/** How long an expired session can be taken up again. */
const recoverySeconds = 30 * 86_400

/** Closes an open session: nobody can pay it any more; an intent it had is canceled. */
export function expireSession(scope: Scope, session: Stripe.Checkout.Session): void {
  if (session.status !== 'open') return
  session.status = 'expired'
  session.url = null
  const intent = scope.sim.state.tables.payment_intent.find(scope.account, idOf(session.payment_intent) ?? '')
  if (intent && intent.status !== 'canceled') cancelIntent(scope, intent, 'expired')
  const setup = scope.sim.state.tables.setup_intent.find(scope.account, idOf(session.setup_intent) ?? '')
  if (setup && setup.status !== 'canceled') cancelSetup(scope, setup, null)
  const recovery = session.after_expiration?.recovery
  if (recovery) {
    recovery.url = `${scope.sim.baseUrl()}/c/recover/${session.id}`
    recovery.expires_at = scope.sim.clock.now() + recoverySeconds
  }
  emit(scope, 'checkout.session.expired', session)
}

const own = (call: Call): Stripe.Checkout.Session => sessionOf(call, call.path.id ?? '')

const filters = {
  ...pageByTime,
  customer: text(),
  customer_details: object({ email: text() }),
  payment_intent: text(),
  payment_link: text(),
  status: oneOf('complete', 'expired', 'open'),
}

export const checkoutSessionEndpoints = [
  endpoint('POST', '/v1/checkout/sessions', creatableSession, createSession),
  endpoint('GET', '/v1/checkout/sessions', filters, (call, params) =>
    listPage(
      '/v1/checkout/sessions',
      call.sim.state.tables['checkout.session'].of(call.account),
      params,
      (one) =>
        (params.customer === undefined || one.customer === params.customer) &&
        (params.payment_intent === undefined || one.payment_intent === params.payment_intent) &&
        (params.payment_link === undefined || one.payment_link === params.payment_link) &&
        (params.status === undefined || one.status === params.status) &&
        (params.customer_details?.email === undefined || one.customer_details?.email === params.customer_details.email),
    ),
  ),
  endpoint('GET', '/v1/checkout/sessions/:id', {}, own),
  endpoint('POST', '/v1/checkout/sessions/:id', { metadata }, (call, params) => {
    const session = own(call)
    session.metadata = mergeMetadata(session.metadata, params.metadata)
    return session
  }),
  endpoint('POST', '/v1/checkout/sessions/:id/expire', {}, (call) => {
    const session = own(call)
    if (session.status !== 'open') {
      throw refused(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
      )
    }
    call.sim.clock.cancel('expire_session', session.id)
    expireSession(call, session)
    return session
  }),
  endpoint('GET', '/v1/checkout/sessions/:id/line_items', page, (call, params) => {
    const lines = call.sim.state.records.sessions[own(call).id]?.lineItems ?? []
    return listPage(call.url, [...lines].reverse(), params)
  }),
]
