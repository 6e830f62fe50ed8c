import type Stripe from 'stripe'
import { renderBalance } from '../../resources/balance-transactions.ts'
import { type Sim, scopeOf } from '../../simulator.ts'
import { html, type Markup } from '../html.ts'
import { actionButton } from './forms.ts'
import { chip, code, facts, figures, inWords, json, money, panel, table, time } from './parts.ts'
import { paymentColumns, paymentRow } from './payments.ts'
import { accountIds, nameOf, type Screen, type Visit } from './screen.ts'

const latestMax = 8

/** How far an account is, in one word. */
function standing(account: Stripe.Account): string {
  if (account.charges_enabled) return 'can charge'
  if (account.details_submitted)
    return account.requirements?.disabled_reason?.startsWith('rejected') ? 'rejected' : 'under_review'
  return 'onboarding'
}

const amounts = (rows: Stripe.Balance.Available[] | Stripe.Balance.Pending[]): Markup =>
  html`${rows.map((row) => html`<div>${money(row.amount, row.currency)}</div>`)}`

function accountRow(sim: Sim, id: string) {
  const account = sim.state.tables.account.anywhere(id)?.object
  if (!account) return []
  const balance = renderBalance(scopeOf(sim, id))
  const isPlatform = id === sim.state.records.platform.account
  const payments = sim.state.tables.payment_intent.of(id).length
  return [
    [
      html`<a href="/dashboard/accounts/${id}">${nameOf(sim, id)}</a>${isPlatform ? html`<div class="hint">The platform</div>` : ''}`,
      chip(standing(account)),
      payments,
      amounts(balance.available),
      amounts(balance.pending),
      code(id),
    ],
  ]
}

/** Every account of this simulator. */
export function accountsScreen({ sim }: Visit): Screen {
  const columns = [
    { head: 'Business', isText: true },
    { head: 'Standing' },
    { head: 'Payments', isNumber: true },
    { head: 'Available', isNumber: true },
    { head: 'Pending', isNumber: true },
    { head: 'Account', isWide: true },
  ]
  const rows = accountIds(sim).flatMap((id) => accountRow(sim, id))
  const lonely =
    rows.length > 1
      ? ''
      : html`<p class="hint">No account is connected yet. Create one with POST /v1/accounts and an account link, or let an owner link an existing one.</p>`
  const body = html`${table('All accounts', columns, rows, { empty: 'There is no account.' })}${lonely}${panel(
    'Reach it',
    facts([
      ['Address of the API', code((sim.settings.livemode ? sim.otherMode() : sim).baseUrl())],
      ['Secret key', code(sim.settings.secretKey)],
      ['Publishable key', code(sim.settings.publishableKey)],
      ['Application', code(sim.state.records.platform.clientId)],
      ['API version', code(sim.settings.defaultVersion)],
    ]),
  )}`
  return { title: 'Accounts', here: '', body }
}

function requirements(account: Stripe.Account): Markup {
  const due = account.requirements
  const listed = (names: string[] | null | undefined): string => names?.join(', ') || 'Nothing'
  return facts([
    ['Can charge', account.charges_enabled ? 'Yes' : 'No'],
    ['Can be paid out', account.payouts_enabled ? 'Yes' : 'No'],
    ['Details submitted', account.details_submitted ? 'Yes' : 'No'],
    ['Due now', listed(due?.currently_due)],
    ['Past due', listed(due?.past_due)],
    ['Stripe is looking at', listed(due?.pending_verification)],
    ['Disabled because of', due?.disabled_reason ?? '–'],
    [
      'Capabilities',
      html`${Object.entries(account.capabilities ?? {}).map(([name, status]) => html`<div>${inWords(name)} ${chip(status)}</div>`)}`,
    ],
  ])
}

/** One account: how far it is, what it has, and what its owner or Stripe could do next. */
export function accountScreen(visit: Visit): Screen | undefined {
  const { sim } = visit
  const id = visit.path('account')
  const account = sim.state.tables.account.anywhere(id)?.object
  if (!account) return undefined
  const balance = renderBalance(scopeOf(sim, id))
  const isConnected = sim.state.records.connections[id] !== undefined
  const controls = html`<div class="row">
${actionButton(visit, 'onboard', 'Complete onboarding', { id, outcome: 'complete' }, account.charges_enabled ? '' : 'main')}
${actionButton(visit, 'onboard', 'Put under review', { id, outcome: 'under_review' })}
${actionButton(visit, 'onboard', 'Leave unfinished', { id, outcome: 'saved_for_later' })}
${isConnected ? actionButton(visit, 'disconnect', 'Disconnect', { id }, 'danger') : ''}</div>`
  const latest = sim.state.tables.payment_intent.of(id).slice(-latestMax).reverse()
  const body = html`${panel(
    'Balance',
    figures([
      ['Available', amounts(balance.available)],
      ['Pending', amounts(balance.pending)],
      ['Payments', sim.state.tables.payment_intent.of(id).length],
    ]),
  )}
<div class="columns">${panel('What Stripe knows', requirements(account))}${panel(
    'Account',
    facts([
      ['Business', nameOf(sim, id)],
      ['E-mail', account.email ?? '–'],
      ['Country', account.country ?? '–'],
      ['Account', code(id)],
      ['Created', account.created ? time(account.created) : '–'],
      ['Connected', isConnected ? 'Yes' : id === sim.state.records.platform.account ? 'This is the platform' : 'No'],
      ['Pays out', inWords(account.settings?.payouts?.schedule.interval ?? 'manual')],
      [
        'Pays out to',
        html`${(account.external_accounts?.data ?? []).map((bank) => html`<div>${'bank_name' in bank ? bank.bank_name : 'Card'} ••${bank.last4}</div>`)}`,
      ],
    ]),
  )}</div>
${panel('What its owner or Stripe does', html`<div class="stack"><p class="hint">Each of these changes the account and tells of it, as life would.</p>${controls}</div>`)}
${table(
  'Latest payments',
  paymentColumns,
  latest.map((intent) => paymentRow(sim, id, intent)),
  {
    empty: 'No payment yet. They come from payment intents and from Checkout pages of this account.',
    beside: html`<a href="/dashboard/accounts/${id}/payments">All payments</a>`,
  },
)}
${json('Account as JSON', account)}`
  return {
    title: nameOf(sim, id),
    here: '',
    account: id,
    chip: chip(standing(account)),
    crumbs: [['Accounts', '/dashboard']],
    body,
  }
}
