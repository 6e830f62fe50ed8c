import type { Handler, Reply, Route } from '../http-server.ts'
import type { Sim } from '../simulator.ts'
import { showChallenge, submitChallenge } from './challenge.ts'
import { type Answer, recoverCheckout, showCheckout, submitCheckout } from './checkout.ts'
import { dashboardRoutes } from './dashboard/routes.ts'
import { formIn } from './form-in.ts'
import { html } from './html.ts'
import { cardPage, renderPage } from './layout.ts'
import { showMicrodeposits, submitMicrodeposits } from './microdeposits-page.ts'
import { showAuthorize, submitAuthorize } from './oauth-page.ts'
import { openAccountLink, showOnboarding, submitOnboarding } from './onboarding.ts'
import { openPaymentLink } from './payment-link-page.ts'
import { showAdded, showAddMethod, showPortal, submitAddMethod, submitPortal } from './portal.ts'
import { showReceipt } from './receipt-page.ts'

type Visit = { sim: Sim; path: (name: string) => string; query: Record<string, unknown>; form: Record<string, unknown> }

const broken: Answer = {
  status: 400,
  page: cardPage('That did not arrive whole', html`<h1>That did not arrive whole</h1><p>Go back and send the form again.</p>`),
}

const alike = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' }

function replyTo(answered: Answer): Reply {
  if ('redirect' in answered) return { status: 303, headers: { ...alike, location: answered.redirect }, body: '' }
  const { html: body, policy } = renderPage(answered.page)
  const headers = { ...alike, 'content-security-policy': policy, 'content-type': 'text/html; charset=utf-8' }
  return { status: answered.status ?? 200, headers, body }
}

const handler =
  (sim: () => Sim, method: 'GET' | 'POST', answer: (visit: Visit) => Answer): Handler =>
  (received) => {
    const form = formIn(received.body)
    const query = Object.fromEntries(new URL(received.url, 'http://simulator').searchParams)
    const path = (name: string): string => received.params[name] ?? ''
    const reply = replyTo(form ? answer({ sim: sim(), path, query, form }) : broken)
    if (method === 'POST') sim().changed()
    return reply
  }

/** OAuth has one address for both modes: the application tells which one is meant. */
const modeOfApplication = ({ sim, query }: Visit): Sim => {
  const other = sim.otherMode()
  return query.client_id === other.state.records.platform.clientId ? other : sim
}

/** The pages that people see. What they send is read here and kept nowhere. */
export function pageRoutes(sim: () => Sim): Route[] {
  const page = (method: 'GET' | 'POST', path: string, answer: (visit: Visit) => Answer): Route => ({
    method,
    path,
    handle: handler(sim, method, answer),
  })
  return [
    ...dashboardRoutes(sim),
    page('GET', '/c/pay/:session', (visit) => showCheckout(visit.sim, visit.path('session'))),
    page('POST', '/c/pay/:session', (visit) => submitCheckout(visit.sim, visit.path('session'), visit.form)),
    page('GET', '/c/done/:session', (visit) => showCheckout(visit.sim, visit.path('session'))),
    page('GET', '/c/recover/:session', (visit) => recoverCheckout(visit.sim, visit.path('session'))),
    page('GET', '/b/:link', (visit) => openPaymentLink(visit.sim, visit.path('link'), visit.query)),
    page('GET', '/p/session/:token', (visit) => showPortal(visit.sim, visit.path('token'), visit.query)),
    page('POST', '/p/session/:token', (visit) => submitPortal(visit.sim, visit.path('token'), visit.form)),
    page('GET', '/p/session/:token/add', (visit) => showAddMethod(visit.sim, visit.path('token'))),
    page('POST', '/p/session/:token/add', (visit) => submitAddMethod(visit.sim, visit.path('token'), visit.form)),
    page('GET', '/p/session/:token/added', (visit) => showAdded(visit.sim, visit.path('token'), visit.query)),
    page('GET', '/microdeposits/:intent/:secret', (visit) =>
      showMicrodeposits(visit.sim, visit.path('intent'), visit.path('secret')),
    ),
    page('POST', '/microdeposits/:intent/:secret', (visit) =>
      submitMicrodeposits(visit.sim, visit.path('intent'), visit.path('secret'), visit.form),
    ),
    page('GET', '/3d-secure/:intent/:secret', (visit) => showChallenge(visit.sim, visit.path('intent'), visit.path('secret'))),
    page('POST', '/3d-secure/:intent/:secret', (visit) =>
      submitChallenge(visit.sim, visit.path('intent'), visit.path('secret'), visit.form),
    ),
    page('GET', '/connect/onboarding/:account/:token', (visit) =>
      openAccountLink(visit.sim, visit.path('account'), visit.path('token')),
    ),
    page('GET', '/connect/setup/:visit', (visit) => showOnboarding(visit.sim, visit.path('visit'))),
    page('POST', '/connect/setup/:visit', (visit) => submitOnboarding(visit.sim, visit.path('visit'), visit.form)),
    page('GET', '/oauth/authorize', (visit) => showAuthorize(modeOfApplication(visit), visit.query)),
    page('POST', '/oauth/authorize', (visit) => submitAuthorize(modeOfApplication(visit), visit.query, visit.form)),
    page('GET', '/receipts/:charge', (visit) => showReceipt(visit.sim, visit.path('charge'))),
  ]
}
