import type { Handler, Received, Reply, Route } from '../../http-server.ts'
import type { Sim } from '../../simulator.ts'
import { formIn } from '../form-in.ts'
import { html } from '../html.ts'
import { accountScreen, accountsScreen } from './accounts.ts'
import { press } from './actions.ts'
import { customerScreen, customersScreen } from './customers.ts'
import { disputeScreen, disputesScreen } from './disputes.ts'
import { eventScreen, eventsScreen } from './events.ts'
import { balanceScreen, payoutScreen, payoutsScreen, refundsScreen } from './money-lists.ts'
import { paymentScreen } from './payment.ts'
import { checkoutScreen, paymentsScreen } from './payments.ts'
import { renderScreen, type Screen, type Visit } from './screen.ts'
import { clockScreen, faultsScreen, requestsScreen } from './switches.ts'
import { endpointScreen, webhooksScreen } from './webhooks.ts'

const screens: [path: string, show: (visit: Visit) => Screen | undefined][] = [
  ['', accountsScreen],
  ['/events', eventsScreen],
  ['/events/:id', eventScreen],
  ['/webhooks', webhooksScreen],
  ['/webhooks/:id', endpointScreen],
  ['/requests', requestsScreen],
  ['/faults', faultsScreen],
  ['/clock', clockScreen],
  ['/accounts/:account', accountScreen],
  ['/accounts/:account/payments', paymentsScreen],
  ['/accounts/:account/payments/:id', paymentScreen],
  ['/accounts/:account/checkout', checkoutScreen],
  ['/accounts/:account/refunds', refundsScreen],
  ['/accounts/:account/disputes', disputesScreen],
  ['/accounts/:account/disputes/:id', disputeScreen],
  ['/accounts/:account/balance', balanceScreen],
  ['/accounts/:account/payouts', payoutsScreen],
  ['/accounts/:account/payouts/:id', payoutScreen],
  ['/accounts/:account/customers', customersScreen],
  ['/accounts/:account/customers/:id', customerScreen],
]

const nothingHere: Screen = {
  title: 'There is no such page',
  here: 'nowhere',
  body: html`<p>It may have been on another simulator, or before its snapshot. <a href="/dashboard">All accounts</a></p>`,
}

// Not `no-referrer`: with it, a browser would not say where a form comes from.
const alike = { 'cache-control': 'no-store', 'referrer-policy': 'same-origin', 'x-content-type-options': 'nosniff' }

function visitOf(sim: Sim, received: Received): Visit {
  const { searchParams } = new URL(received.url, 'http://simulator')
  return {
    sim,
    path: (name) => received.params[name] ?? '',
    query: (name) => searchParams.get(name) ?? '',
    url: received.url,
  }
}

const show =
  (sim: () => Sim, screen: (visit: Visit) => Screen | undefined): Handler =>
  (received) => {
    const visit = visitOf(sim(), received)
    const shown = screen(visit)
    const { html: body, policy } = renderScreen(visit, shown ?? nothingHere)
    const headers = { ...alike, 'content-security-policy': policy, 'content-type': 'text/html; charset=utf-8' }
    return { status: shown ? 200 : 404, headers, body }
  }

/** Whether a form was sent by a page of this simulator, and not by some other page that the same browser has open. */
export function isFromHere({ headers }: Received): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  return headers.origin === undefined || (URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host)
}

/** Back to the screen with the button, which says what happened. */
function backTo(address: string, said: Record<string, string>): Reply {
  const isOurs = address === '/dashboard' || /^\/dashboard[/?]/.test(address)
  const url = new URL(isOurs ? address : '/dashboard', 'http://simulator')
  for (const name of ['told', 'refused']) url.searchParams.delete(name)
  for (const [name, words] of Object.entries(said)) url.searchParams.set(name, words)
  return { status: 303, headers: { ...alike, location: `${url.pathname}${url.search}` }, body: '' }
}

const plain = (status: number, body: string): Reply => ({ status, headers: { ...alike, 'content-type': 'text/plain' }, body })

const pressed =
  (sim: () => Sim): Handler =>
  (received) => {
    if (!isFromHere(received)) return plain(403, 'This form was sent by another site.')
    const form = formIn(received.body)
    if (!form) return plain(400, 'This form did not arrive whole. Go back and send it again.')
    const given = (name: string): string => (typeof form[name] === 'string' ? form[name] : '')
    const said = press(sim(), received.params.action ?? '', given)
    if (!said) return show(sim, () => undefined)(received)
    sim().changed()
    return backTo(given('back'), said)
  }

/** The dashboard: what stands on every account, and the switches of the simulator. Plain forms; no script. */
export function dashboardRoutes(sim: () => Sim): Route[] {
  const home: Reply = { status: 303, headers: { ...alike, location: '/dashboard' }, body: '' }
  return [
    { method: 'GET', path: '/', handle: () => home },
    ...screens.map(([path, screen]) => ({ method: 'GET', path: `/dashboard${path}`, handle: show(sim, screen) })),
    { method: 'POST', path: '/dashboard/do/:action', handle: pressed(sim) },
  ]
}
