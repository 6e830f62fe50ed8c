import type { Handler, Received, Reply, Route } from '../http-server.ts'
import { randomText } from '../ids.ts'
import { showBankChooser, submitBankChooser } from '../pages/bank-chooser.ts'
import { showChallenge, submitChallenge } from '../pages/challenge.ts'
import { type Answer, showCheckout, submitCheckout } from '../pages/checkout.ts'
import { formIn } from '../pages/form-in.ts'
import { html, Markup } from '../pages/html.ts'
import { cardPage, type Page, renderPage } from '../pages/layout.ts'
import type { Sim } from '../simulator.ts'
import { elementStyle } from './element-style.ts'
import { browserScript, type ScriptName } from './script.ts'

const alike = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' }

const script = (name: ScriptName): Handler => {
  const headers = { ...alike, 'content-type': 'text/javascript; charset=utf-8', 'cross-origin-resource-policy': 'cross-origin' }
  return () => ({ status: 200, headers, body: browserScript(name) })
}

/** The page inside the iframe of one element. What is typed into it is sent from here and never reaches the page around. */
function elementPage(sim: Sim, type: string): Reply {
  const nonce = randomText(22)
  const settings = JSON.stringify({ now: sim.clock.now() })
  const mark = ['payment', 'card', 'checkoutForm'].includes(type)
    ? html`<p class="simulated">Simulated Stripe — no money moves</p>`
    : ''
  const whole = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Simulated Stripe element</title>
<style nonce="${nonce}">${new Markup(elementStyle)}</style>
</head>
<body><div id="element"></div>${mark}
<script id="settings" type="application/json" nonce="${nonce}">${new Markup(settings)}</script>
<script src="/stripe-js/element-page.js" nonce="${nonce}"></script>
</body>
</html>`
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; base-uri 'none'; form-action 'none'`
  const headers = { ...alike, 'content-security-policy': policy, 'content-type': 'text/html; charset=utf-8' }
  return { status: 200, headers, body: whole.text }
}

/** Tells the page around how high this one is, so that the iframe fits; and, at the end, that the buyer is done. */
const tellHeight = `
const tell = (tells, event) => parent.postMessage({ from: 'stripe-simulator', tells, event }, '*')
new ResizeObserver(() => tell('height', Math.ceil(document.body.scrollHeight))).observe(document.body)
`
const donePage: Page = {
  ...cardPage('Done', html`<h1>Done</h1><p>This page closes by itself.</p>`),
  script: `${tellHeight}tell('done')`,
}

function framed(sim: Sim, page: Page, status = 200): Reply {
  const script = page === donePage ? page.script : `${page.script ?? ''}${tellHeight}`
  const { html: body, policy } = renderPage({ ...page, ...(script ? { script } : {}) }, true)
  const headers = { ...alike, 'content-security-policy': policy, 'content-type': 'text/html; charset=utf-8' }
  // A link to the bank's page stays in the iframe, too.
  const bank = `${sim.baseUrl()}/3d-secure/`
  return { status, headers, body: body.replaceAll(`"${bank}`, `"${sim.baseUrl()}/stripe-js/3d-secure/`) }
}

/** Where a page of the simulator sends the buyer, when it stands in an iframe: on to its next page there, or out of it. */
function framedAnswer(sim: Sim, answer: Answer, isEnd: boolean): Reply {
  if ('page' in answer) return isEnd ? framed(sim, donePage) : framed(sim, answer.page, answer.status)
  const path = answer.redirect.replace(sim.baseUrl(), '')
  if (!/^\/(c\/pay|3d-secure)\//.test(path)) return framed(sim, donePage)
  return { status: 303, headers: { ...alike, location: `/stripe-js${path}` }, body: '' }
}

/** Whose bank account is asked for, as the seller's page told it in the address of the dialog. */
function ownerIn({ url }: Received): { name?: string; email?: string } {
  const { searchParams } = new URL(url, 'http://simulator')
  const told = (name: string) => searchParams.get(name)?.slice(0, 500)
  const [name, email] = [told('name'), told('email')]
  return { ...(name ? { name } : {}), ...(email ? { email } : {}) }
}

/** What @stripe/stripe-js and @stripe/react-stripe-js need of the simulator: the script, and the pages in its iframes. */
export function stripeJsRoutes(sim: () => Sim): Route[] {
  const piece = (received: Received, name: string): string => received.params[name] ?? ''
  const checkout: Handler = (received) => framedAnswer(sim(), showCheckout(sim(), piece(received, 'session')), false)
  const payCheckout: Handler = (received) => {
    const reply = framedAnswer(sim(), submitCheckout(sim(), piece(received, 'session'), formIn(received.body) ?? {}), false)
    sim().changed()
    return reply
  }
  const challenge: Handler = (received) =>
    framedAnswer(sim(), showChallenge(sim(), piece(received, 'intent'), piece(received, 'secret')), false)
  const answerChallenge: Handler = (received) => {
    const answer = submitChallenge(sim(), piece(received, 'intent'), piece(received, 'secret'), formIn(received.body) ?? {})
    sim().changed()
    return framedAnswer(sim(), answer, true)
  }
  const chooser: Handler = (received) =>
    framedAnswer(sim(), showBankChooser(sim(), piece(received, 'intent'), piece(received, 'secret')), false)
  const chooseBank: Handler = (received) => {
    const of = { id: piece(received, 'intent'), secret: piece(received, 'secret') }
    const answer = submitBankChooser(sim(), of, ownerIn(received), formIn(received.body) ?? {})
    sim().changed()
    return answer ? framedAnswer(sim(), answer, false) : framed(sim(), donePage)
  }
  return [
    { method: 'GET', path: '/stripe-js/v3', handle: script('stripe.js') },
    { method: 'GET', path: '/stripe-js/v3/', handle: script('stripe.js') },
    { method: 'GET', path: '/stripe-js/element-page.js', handle: script('element-page.js') },
    { method: 'GET', path: '/stripe-js/controller', handle: () => elementPage(sim(), 'controller') },
    { method: 'GET', path: '/stripe-js/elements/:type', handle: (received) => elementPage(sim(), piece(received, 'type')) },
    { method: 'GET', path: '/stripe-js/c/pay/:session', handle: checkout },
    { method: 'POST', path: '/stripe-js/c/pay/:session', handle: payCheckout },
    { method: 'GET', path: '/stripe-js/bank/:intent/:secret', handle: chooser },
    { method: 'POST', path: '/stripe-js/bank/:intent/:secret', handle: chooseBank },
    { method: 'GET', path: '/stripe-js/3d-secure/:intent/:secret', handle: challenge },
    { method: 'POST', path: '/stripe-js/3d-secure/:intent/:secret', handle: answerChallenge },
  ]
}
