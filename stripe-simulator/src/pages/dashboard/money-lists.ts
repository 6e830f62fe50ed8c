import type Stripe from 'stripe'
import { idOf } from '../../ids.ts'
import { renderBalance } from '../../resources/balance-transactions.ts'
import { type Sim, scopeOf } from '../../simulator.ts'
import { html, type Markup } from '../html.ts'
import { actionButton, actionForm, choice, filterForm, textField } from './forms.ts'
import {
  type Cell,
  type Column,
  chip,
  code,
  day,
  facts,
  figures,
  inWords,
  json,
  money,
  pageOf,
  panel,
  table,
  time,
} from './parts.ts'
import { refundCells } from './payment.ts'
import type { Screen, Visit } from './screen.ts'

const present = (visit: Visit): string | undefined => {
  const account = visit.path('account')
  return visit.sim.state.tables.account.anywhere(account) ? account : undefined
}

/** The refunds of one account. */
export function refundsScreen(visit: Visit): Screen | undefined {
  const account = present(visit)
  if (account === undefined) return undefined
  const { rows, pages } = pageOf(visit, visit.sim.state.tables.refund.of(account))
  const columns: Column[] = [
    { head: 'Amount', isNumber: true },
    { head: 'Status' },
    { head: 'Reason' },
    { head: 'Time' },
    { head: 'Refund', isWide: true },
    { head: 'Payment' },
  ]
  const cells = rows.map((refund): Cell[] => {
    const intent = idOf(refund.payment_intent)
    return [
      ...refundCells(refund),
      intent ? html`<a href="/dashboard/accounts/${account}/payments/${intent}">Open the payment</a>` : '–',
    ]
  })
  const empty = 'No refund yet. Open a payment and press “Refund”, or POST /v1/refunds.'
  return { title: 'Refunds', here: 'refunds', account, body: table('All refunds', columns, cells, { empty, pages }) }
}

const moves: [string, string][] = [
  ['', 'All'],
  ...[
    'charge',
    'payment',
    'refund',
    'payment_refund',
    'adjustment',
    'application_fee',
    'application_fee_refund',
    'payout',
    'payout_failure',
    'payout_cancel',
    'refund_failure',
    'stripe_fee',
  ].map((type): [string, string] => [type, inWords(type)]),
]

const moveColumns: Column[] = [
  { head: 'Type' },
  { head: 'Amount', isNumber: true },
  { head: 'Fees', isNumber: true },
  { head: 'Net', isNumber: true },
  { head: 'Status', isWide: true },
  { head: 'Available on', isWide: true },
  { head: 'Source' },
  { head: 'Time', isWide: true },
]

/** Where on the dashboard the object that moved the money stands. */
function sourceLink(sim: Sim, account: string, id: string): Markup {
  const { tables } = sim.state
  const intent = idOf((tables.charge.find(account, id) ?? tables.refund.find(account, id))?.payment_intent)
  if (intent) return html`<a href="/dashboard/accounts/${account}/payments/${intent}">${code(id)}</a>`
  const kind = tables.payout.find(account, id) ? 'payouts' : tables.dispute.find(account, id) ? 'disputes' : null
  return kind ? html`<a href="/dashboard/accounts/${account}/${kind}/${id}">${code(id)}</a>` : code(id)
}

const moveCells = (sim: Sim, account: string, one: Stripe.BalanceTransaction): Cell[] => [
  inWords(one.type),
  money(one.amount, one.currency),
  html`${one.fee_details.length === 0 ? money(one.fee, one.currency) : one.fee_details.map((fee) => html`<div>${money(fee.amount, fee.currency)} <span class="hint">${fee.type.replaceAll('_', ' ')}</span></div>`)}`,
  money(one.net, one.currency),
  chip(one.available_on <= sim.clock.now() ? 'available' : 'pending'),
  day(one.available_on),
  sourceLink(sim, account, idOf(one.source) ?? ''),
  time(one.created),
]

/** What an account has, and every movement that made it so. */
export function balanceScreen(visit: Visit): Screen | undefined {
  const account = present(visit)
  if (account === undefined) return undefined
  const { sim } = visit
  const balance = renderBalance(scopeOf(sim, account))
  const type = visit.query('type')
  const { rows, pages } = pageOf(
    visit,
    sim.state.tables.balance_transaction.of(account),
    (one) => type === '' || one.type === type,
  )
  const body = html`${panel(
    'Balance',
    figures(
      balance.available.flatMap((row): [string, Cell][] => [
        ['Available', money(row.amount, row.currency)],
        ['Pending', money(balance.pending.find((other) => other.currency === row.currency)?.amount ?? 0, row.currency)],
      ]),
    ),
  )}
${filterForm(visit, choice({ id: 'type', name: 'type', label: 'Type', values: moves, chosen: type }))}
${table(
  'Balance transactions',
  moveColumns,
  rows.map((one) => moveCells(sim, account, one)),
  { empty: 'Nothing has moved. A payment brings its amount less the fees; it can be paid out some days later.', pages },
)}`
  return { title: 'Balance', here: 'balance', account, body }
}

/** The payouts of one account, and a form to make one. */
export function payoutsScreen(visit: Visit): Screen | undefined {
  const account = present(visit)
  if (account === undefined) return undefined
  const { rows, pages } = pageOf(visit, visit.sim.state.tables.payout.of(account))
  const { available } = renderBalance(scopeOf(visit.sim, account))
  const can = available.find((row) => row.amount > 0) ?? available[0]
  const currency = can?.currency ?? 'usd'
  const columns: Column[] = [
    { head: 'Amount', isNumber: true },
    { head: 'Status' },
    { head: 'Kind' },
    { head: 'Arrives' },
    { head: 'Payout', isWide: true },
    { head: 'Time', isWide: true },
  ]
  const cells = rows.map((payout): Cell[] => [
    html`<a href="/dashboard/accounts/${account}/payouts/${payout.id}">${money(payout.amount, payout.currency)}</a>`,
    chip(payout.status),
    payout.automatic ? 'Automatic' : payout.method === 'instant' ? 'By hand, instant' : 'By hand',
    day(payout.arrival_date),
    code(payout.id),
    time(payout.created),
  ])
  const form = actionForm(
    visit,
    'pay-out',
    { account, currency },
    html`<div class="row">${textField({ id: 'amount', name: 'amount', label: `Amount, at most ${money(can?.amount ?? 0, currency)}`, hint: 'Everything', inputmode: 'decimal' })}<button class="main" type="submit">Pay out now</button></div>`,
  )
  const empty =
    'No payout yet. Money of a payment can be paid out when it has become available: advance the clock by some days, then press “Pay out now”.'
  return {
    title: 'Payouts',
    here: 'payouts',
    account,
    body: html`${panel('Pay out', form)}${table('All payouts', columns, cells, { empty, pages })}`,
  }
}

/** One payout with the movements it pays out. */
export function payoutScreen(visit: Visit): Screen | undefined {
  const { sim } = visit
  const account = visit.path('account')
  const payout = sim.state.tables.payout.find(account, visit.path('id'))
  if (!payout) return undefined
  const { payoutOf } = sim.state.records
  const mine = sim.state.tables.balance_transaction
    .of(account)
    .filter((one) => payoutOf[one.id] === payout.id || one.source === payout.id)
  const { rows, pages } = pageOf(visit, mine)
  const canFail = payout.status !== 'failed' && payout.status !== 'canceled'
  const buttons = html`<div class="row">${canFail ? actionButton(visit, 'fail-payout', 'Let the bank send it back', { id: payout.id }, 'danger') : ''}${payout.status === 'pending' && !payout.automatic ? actionButton(visit, 'cancel-payout', 'Cancel the payout', { account, id: payout.id }) : ''}</div>`
  const body = html`${panel(
    'Payout',
    facts([
      ['Arrives', day(payout.arrival_date)],
      ['Kind', payout.automatic ? 'Automatic' : 'By hand'],
      ['Reconciliation', inWords(payout.reconciliation_status)],
      ['Failure', payout.failure_message],
      ['Payout', code(payout.id)],
      ['Created', time(payout.created)],
    ]),
  )}${canFail ? panel('What the bank does', buttons) : ''}
${table(
  'Its balance transactions',
  moveColumns,
  rows.map((one) => moveCells(sim, account, one)),
  { empty: 'None: what a payout by hand is made of, Stripe does not tell.', pages },
)}${json('Payout as JSON', payout)}`
  return {
    title: money(payout.amount, payout.currency),
    here: 'payouts',
    account,
    chip: chip(payout.status),
    crumbs: [['Payouts', `/dashboard/accounts/${account}/payouts`]],
    body,
  }
}
