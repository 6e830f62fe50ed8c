import type Stripe from 'stripe'
import { brandLabel } from '../../cards.ts'
import { idOf } from '../../ids.ts'
import type { Sim } from '../../simulator.ts'
import { html, type Markup } from '../html.ts'
import { choice, filterForm, textField } from './forms.ts'
import { type Cell, type Column, chip, code, money, pageOf, table, time } from './parts.ts'
import type { Screen, Visit } from './screen.ts'

const linksMax = 25

/** What became of a payment, in the words of a seller rather than of the API. */
export function standingOf(sim: Sim, account: string, intent: Stripe.PaymentIntent): string {
  const charge = sim.state.tables.charge.find(account, idOf(intent.latest_charge) ?? '')
  if (charge?.disputed) return 'disputed'
  if (charge?.refunded) return 'refunded'
  if (charge?.captured && charge.amount_refunded > charge.amount - charge.amount_captured) return 'partly_refunded'
  return intent.status === 'requires_payment_method' && intent.last_payment_error ? 'declined' : intent.status
}

/** The card or bank account a payment was made with, as people write it. */
export function paidWith(method: Stripe.PaymentMethod | undefined): string {
  if (!method) return '–'
  if (method.card) return `${brandLabel(method.card.brand)} ••${method.card.last4}`
  return method.us_bank_account ? `Bank account ••${method.us_bank_account.last4}` : method.type
}

/** Whom a payment is from, as far as it is known. */
function buyerOf(sim: Sim, account: string, intent: Stripe.PaymentIntent): string {
  const customer = sim.state.tables.customer.find(account, idOf(intent.customer) ?? '')
  const method = sim.state.tables.payment_method.find(account, idOf(intent.payment_method) ?? '')
  return customer?.email ?? method?.billing_details.email ?? intent.receipt_email ?? customer?.name ?? '–'
}

export const paymentColumns: Column[] = [
  { head: 'Amount', isNumber: true },
  { head: 'Status' },
  { head: 'Description', isText: true },
  { head: 'Buyer', isText: true, isWide: true },
  { head: 'Paid with', isWide: true },
  { head: 'Time' },
]

export function paymentRow(sim: Sim, account: string, intent: Stripe.PaymentIntent): Cell[] {
  const method = sim.state.tables.payment_method.find(account, idOf(intent.payment_method) ?? '')
  return [
    html`<a href="/dashboard/accounts/${account}/payments/${intent.id}">${money(intent.amount, intent.currency)}</a>`,
    chip(standingOf(sim, account, intent)),
    intent.description ?? code(intent.id),
    buyerOf(sim, account, intent),
    paidWith(method),
    time(intent.created),
  ]
}

/** Whether a payment is what somebody looks for: by id of it or of its charge, by amount in either spelling, by e-mail, by words. */
function isSought(sim: Sim, account: string, intent: Stripe.PaymentIntent, sought: string): boolean {
  if (sought === '') return true
  const told = [
    intent.id,
    idOf(intent.latest_charge),
    String(intent.amount),
    money(intent.amount, intent.currency),
    intent.description,
    buyerOf(sim, account, intent),
    ...Object.values(intent.metadata),
  ]
  const plain = sought.toLowerCase().replaceAll(/[$€£,]/g, '')
  return told.some((text) =>
    text
      ?.toLowerCase()
      .replaceAll(/[$€£,]/g, '')
      .includes(plain),
  )
}

const statuses: [string, string][] = [
  ['', 'All'],
  ['succeeded', 'Succeeded'],
  ['refunded', 'Refunded'],
  ['partly_refunded', 'Partly refunded'],
  ['disputed', 'Disputed'],
  ['declined', 'Declined'],
  ['requires_capture', 'Uncaptured'],
  ['requires_action', 'Waiting for the buyer'],
  ['processing', 'Processing'],
  ['requires_payment_method', 'Not tried yet'],
  ['canceled', 'Canceled'],
]

const search = (visit: Visit): Markup =>
  filterForm(
    visit,
    html`${textField({ id: 'q', name: 'q', label: 'Search', value: visit.query('q'), hint: 'Id, amount, e-mail, text' })}${choice({ id: 'status', name: 'status', label: 'Status', values: statuses, chosen: visit.query('status') })}`,
  )

/** The payments of one account, newest first. */
export function paymentsScreen(visit: Visit): Screen | undefined {
  const { sim } = visit
  const account = visit.path('account')
  if (!sim.state.tables.account.anywhere(account)) return undefined
  const [sought, status] = [visit.query('q').trim(), visit.query('status')]
  const { rows, pages } = pageOf(
    visit,
    sim.state.tables.payment_intent.of(account),
    (intent) => (status === '' || standingOf(sim, account, intent) === status) && isSought(sim, account, intent, sought),
  )
  const empty =
    sought || status
      ? 'No payment fits. Look for a part of an id, an amount such as 412.50, or an e-mail address.'
      : 'No payment yet. Create a Checkout session and open its page, or confirm a payment intent with pm_card_visa.'
  const cells = rows.map((intent) => paymentRow(sim, account, intent))
  return {
    title: 'Payments',
    here: 'payments',
    account,
    body: html`${search(visit)}${table('Payments found', paymentColumns, cells, { empty, pages })}`,
  }
}

function linksTable({ sim }: Visit, account: string): Markup {
  const links = sim.state.tables.payment_link.of(account).slice(-linksMax).reverse()
  const cells = links.map((link): Cell[] => [
    html`<a href="${link.url}">Open the link</a>`,
    chip(link.active ? 'active' : 'inactive'),
    code(link.id),
  ])
  const columns: Column[] = [{ head: 'Page' }, { head: 'Status' }, { head: 'Payment link', isWide: true }]
  return table('Payment links', columns, cells, { empty: 'No payment link yet. POST /v1/payment_links makes one.' })
}

/** The hosted pages of one account, open ones with a link to pay them. */
export function checkoutScreen(visit: Visit): Screen | undefined {
  const { sim } = visit
  const account = visit.path('account')
  if (!sim.state.tables.account.anywhere(account)) return undefined
  const { rows, pages } = pageOf(visit, sim.state.tables['checkout.session'].of(account))
  const columns: Column[] = [
    { head: 'Amount', isNumber: true },
    { head: 'Status' },
    { head: 'For' },
    { head: 'Page' },
    { head: 'Payment', isWide: true },
    { head: 'Time' },
  ]
  const cells = rows.map((session): Cell[] => {
    const intent = idOf(session.payment_intent)
    return [
      session.amount_total === null ? '–' : money(session.amount_total, session.currency ?? 'usd'),
      chip(session.status ?? 'open'),
      session.client_reference_id ?? session.mode,
      session.url ? html`<a href="${session.url}">Open the page</a>` : '–',
      intent ? html`<a href="/dashboard/accounts/${account}/payments/${intent}">${code(intent)}</a>` : '–',
      time(session.created),
    ]
  })
  const empty = 'No Checkout session yet. POST /v1/checkout/sessions makes one; its address leads to the payment page.'
  const body = html`${table('Sessions', columns, cells, { empty, pages })}${linksTable(visit, account)}`
  return { title: 'Checkout pages', here: 'checkout', account, body }
}
