import { randomText } from '../../ids.ts'
import { type Mode, modeOf, type Sim } from '../../simulator.ts'
import { html, Markup } from '../html.ts'
import type { Rendered } from '../layout.ts'
import { dashboardStyle } from './style.ts'

/** A request of the dashboard: whose pieces of path, query and form are plain text. */
export type Visit = {
  sim: Sim
  path(name: string): string
  query(name: string): string
  /** Path with query, to come back to after a button was pressed. */
  url: string
}

/** One screen: what stands in the middle, and where in the menu it is. */
export type Screen = {
  title: string
  here: string
  account?: string
  crumbs?: [label: string, href: string][]
  chip?: Markup
  body: Markup
}

export const nameOf = (sim: Sim, account: string): string => {
  const found = sim.state.tables.account.anywhere(account)?.object
  if (!found) return account
  return found.business_profile?.name || found.email || 'Unnamed business'
}

/** The accounts the dashboard shows: the platform's own first, then the connected ones, newest first. */
export const accountIds = (sim: Sim): string[] => [
  sim.state.records.platform.account,
  ...Object.keys(sim.state.records.connections).reverse(),
]

const simulatorMenu: [here: string, label: string][] = [
  ['', 'Accounts'],
  ['events', 'Events'],
  ['webhooks', 'Webhooks'],
  ['requests', 'API requests'],
  ['faults', 'Faults'],
  ['clock', 'Clock'],
]
const accountMenu: [here: string, label: string][] = [
  ['', 'Overview'],
  ['payments', 'Payments'],
  ['checkout', 'Checkout pages'],
  ['refunds', 'Refunds'],
  ['disputes', 'Disputes'],
  ['balance', 'Balance'],
  ['payouts', 'Payouts'],
  ['customers', 'Customers'],
]

const menu = (base: string, entries: [string, string][], here: string | null): Markup =>
  html`<ul>${entries.map(([key, label]) => html`<li><a href="${base}${key ? `/${key}` : ''}"${here === key ? new Markup(' aria-current="page"') : ''}>${label}</a></li>`)}</ul>`

const modeNames: Record<Mode, string> = { test: 'Test mode', live: 'Live mode' }

/** The same list in the other mode. An account is there as well only when it is the platform's, or was let in in both. */
function sameThere(other: Sim, { account, here }: Screen): string {
  const isThere = account === undefined || accountIds(other).includes(account)
  const section = isThere && here !== '' && here !== 'nowhere' ? `/${here}` : ''
  // A whole address: one that begins at the root would stay in the mode of this page.
  return `${other.baseUrl()}/dashboard${account !== undefined && isThere ? `/accounts/${account}` : ''}${section}`
}

/** Which mode this is, and the way to the other. */
function modeSwitch(sim: Sim, screen: Screen): Markup {
  const other = sim.otherMode()
  const [isOn, isOff] = [
    html`<a aria-current="true" href="/dashboard">${modeNames[modeOf(sim)]}</a>`,
    html`<a href="${sameThere(other, screen)}">${modeNames[modeOf(other)]}</a>`,
  ]
  return html`<div class="modes" role="group" aria-label="Mode">${sim.settings.livemode ? [isOff, isOn] : [isOn, isOff]}</div>`
}

function side(sim: Sim, screen: Screen): Markup {
  const { account, here } = screen
  return html`<nav class="side" aria-label="Dashboard"><a class="brand" href="/dashboard">Stripe simulator<small>${sim.state.records.platform.name}</small></a>
${modeSwitch(sim, screen)}
${account === undefined ? '' : html`<div><div class="group">${nameOf(sim, account)}</div>${menu(`/dashboard/accounts/${account}`, accountMenu, here)}</div>`}
<div><div class="group">Simulator</div>${menu('/dashboard', simulatorMenu, account === undefined ? here : null)}</div></nav>`
}

/** What the button before this screen did, carried in the address. */
function told(visit: Visit): Markup | string {
  const [good, bad] = [visit.query('told'), visit.query('refused')]
  if (bad) return html`<div class="told bad" role="alert">${bad.slice(0, 400)}</div>`
  return good ? html`<div class="told" role="status">${good.slice(0, 400)}</div>` : ''
}

const moment = (sim: Sim): string => new Date(sim.clock.nowMs()).toISOString().replace('T', ' ').slice(0, 19)

/** A whole dashboard page with the permanent banner, and the content policy that lets it run no script and be framed by nobody. */
export function renderScreen(visit: Visit, screen: Screen): Rendered {
  const nonce = randomText(22)
  const { sim } = visit
  const whole = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${screen.title} – Stripe simulator${sim.settings.livemode ? ', live mode' : ''}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${new Markup(dashboardStyle)}</style>
</head>
<body class="${modeOf(sim)}">
<a class="skip" href="#main">Skip to the content</a>
<header class="banner">${sim.settings.livemode ? 'Live mode · ' : ''}Simulated Stripe — no money moves</header>
<div class="shell">
${side(sim, screen)}
<main id="main">
${told(visit)}
<div class="stack">${screen.crumbs ? html`<div class="crumbs">${screen.crumbs.map(([label, href]) => html`<a href="${href}">${label}</a> / `)}</div>` : ''}
<div class="head"><div class="title"><h1>${screen.title}</h1>${screen.chip ?? ''}</div></div></div>
${screen.body}
<footer>It is ${moment(sim)} in the simulator${sim.clock.isFrozen ? ', and its clock is stopped' : ''}. All times are UTC.</footer>
</main>
</div>
</body>
</html>`
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`
  return { html: whole.text, policy }
}
