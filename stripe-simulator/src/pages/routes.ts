import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { decodeForm } from '../protocol/form.ts'
import type { Sim } from '../simulator.ts'
import { type Answer, showChallenge, showCheckout, submitChallenge, submitCheckout } from './checkout.ts'
import { html } from './html.ts'
import { showIndex } from './index-page.ts'
import { cardPage, renderPage } from './layout.ts'
import { showAuthorize, submitAuthorize } from './oauth-page.ts'
import { openAccountLink, showOnboarding, submitOnboarding } from './onboarding.ts'
import { showReceipt } from './receipt-page.ts'

type Visit = { sim: Sim; path: (name: string) => string; query: Record<string, unknown>; form: Record<string, unknown> }

const broken: Answer = {
  status: 400,
  page: cardPage('That did not arrive whole', html`<h1>That did not arrive whole</h1><p>Go back and send the form again.</p>`),
}

function formIn(text: string): Record<string, unknown> | undefined {
  try {
    return decodeForm(text)
  } catch {
    return undefined
  }
}

/** The pages that people see. What they send is read here and kept nowhere. */
export function registerPages(app: FastifyInstance, sim: () => Sim): void {
  const page = (method: 'GET' | 'POST', url: string, answer: (visit: Visit) => Answer): void => {
    app.route({
      method,
      url,
      handler: async (request: FastifyRequest, reply: FastifyReply) => {
        const form = formIn(typeof request.body === 'string' ? request.body : '')
        const path = (name: string): string => (request.params as Record<string, string | undefined>)[name] ?? ''
        const answered = form ? answer({ sim: sim(), path, query: request.query as Record<string, unknown>, form }) : broken
        if (method === 'POST') sim().changed()
        reply
          .header('cache-control', 'no-store')
          .header('referrer-policy', 'no-referrer')
          .header('x-content-type-options', 'nosniff')
        if ('redirect' in answered) return reply.redirect(answered.redirect, 303)
        const rendered = renderPage(answered.page)
        return reply
          .code(answered.status ?? 200)
          .header('content-security-policy', rendered.policy)
          .type('text/html; charset=utf-8')
          .send(rendered.html)
      },
    })
  }
  page('GET', '/', ({ sim: now }) => showIndex(now))
  page('GET', '/c/pay/:session', (visit) => showCheckout(visit.sim, visit.path('session')))
  page('POST', '/c/pay/:session', (visit) => submitCheckout(visit.sim, visit.path('session'), visit.form))
  page('GET', '/3d-secure/:intent/:secret', (visit) => showChallenge(visit.sim, visit.path('intent'), visit.path('secret')))
  page('POST', '/3d-secure/:intent/:secret', (visit) =>
    submitChallenge(visit.sim, visit.path('intent'), visit.path('secret'), visit.form),
  )
  page('GET', '/connect/onboarding/:account/:token', (visit) =>
    openAccountLink(visit.sim, visit.path('account'), visit.path('token')),
  )
  page('GET', '/connect/setup/:visit', (visit) => showOnboarding(visit.sim, visit.path('visit')))
  page('POST', '/connect/setup/:visit', (visit) => submitOnboarding(visit.sim, visit.path('visit'), visit.form))
  page('GET', '/oauth/authorize', (visit) => showAuthorize(visit.sim, visit.query))
  page('POST', '/oauth/authorize', (visit) => submitAuthorize(visit.sim, visit.query, visit.form))
  page('GET', '/receipts/:charge', (visit) => showReceipt(visit.sim, visit.path('charge')))
}
