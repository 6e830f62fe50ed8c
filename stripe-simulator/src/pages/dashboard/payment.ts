import type Stripe from 'stripe'
import { idOf } from '../../ids.ts'
import type { Sim } from '../../simulator.ts'
import type { StoredEvent } from '../../state.ts'
import { html, type Markup } from '../html.ts'
import { actionButton, actionForm, choice, textField, tick } from './forms.ts'
import { type Cell, type Column, chip, code, day, facts, inWords, json, money, panel, table, time } from './parts.ts'
import { paidWith, standingOf } from './payments.ts'
import type { Screen, Visit } from './screen.ts'

type Whole = {
  sim: Sim
  account: string
  intent: Stripe.PaymentIntent
  charge: Stripe.Charge | undefined
  refunds: Stripe.Refund[]
  disputes: Stripe.Dispute[]
  transaction: Stripe.BalanceTransaction | undefined
}

function wholeOf(sim: Sim, account: string, id: string): Whole | undefined {
  const { tables } = sim.state
  const intent = tables.payment_intent.find(account, id)
  if (!intent) return undefined
  const charge = tables.charge.find(account, idOf(intent.latest_charge) ?? '')
  return {
    sim,
    account,
    intent,
    charge,
    refunds: tables.refund.of(account).filter((refund) => refund.payment_intent === id),
    disputes: tables.dispute.of(account).filter((dispute) => dispute.payment_intent === id),
    transaction: tables.balance_transaction.find(account, idOf(charge?.balance_transaction) ?? ''),
  }
}

/** The events that tell of a payment: of its intent, its charges, their refunds and disputes. */
function eventsOf({ sim, account, intent }: Whole): StoredEvent[] {
  const tellsOfIt = ({ data: { object } }: StoredEvent): boolean => object.id === intent.id || object.payment_intent === intent.id
  return sim.state.tables.event.of(account).filter(tellsOfIt)
}

function timeline(whole: Whole): Markup {
  const events = eventsOf(whole).reverse()
  if (events.length === 0) return html`<p class="hint">Nothing has happened yet.</p>`
  return html`<ol class="timeline">${events.map((event) => html`<li><a href="/dashboard/events/${event.id}">${event.type}</a>${time(event.created)}</li>`)}</ol>`
}

/** What became of the money: gross, each fee, and what stays. */
function moneyPanel({ transaction, charge }: Whole): Markup {
  if (!transaction)
    return panel(
      'Money',
      html`<p class="hint">${charge?.captured ? 'Its balance transaction comes later.' : 'Nothing has moved on the balance.'}</p>`,
    )
  const { currency } = transaction
  const rows: [string, number][] = [
    ['Amount', transaction.amount],
    ...transaction.fee_details.map((fee): [string, number] => [inWords(fee.description ?? fee.type), -fee.amount]),
    ['Net', transaction.net],
  ]
  const lines = rows.map(([label, amount]) => html`<tr><td>${label}</td><td class="number">${money(amount, currency)}</td></tr>`)
  return html`<section class="panel"><div class="top"><h2>Money</h2>${chip(transaction.status)}</div><table><tbody>${lines}</tbody></table><div class="inside">${facts(
    [
      ['Available on', day(transaction.available_on)],
      ['Balance transaction', code(transaction.id)],
    ],
  )}</div></section>`
}

const reasons: [string, string][] = [
  ['', 'None given'],
  ['requested_by_customer', 'Requested by customer'],
  ['duplicate', 'Duplicate'],
  ['fraudulent', 'Fraudulent'],
]
const disputeReasons: [string, string][] = [
  ['fraudulent', 'Fraudulent'],
  ['product_not_received', 'Product not received'],
  ['product_unacceptable', 'Product unacceptable'],
  ['duplicate', 'Duplicate'],
  ['general', 'General'],
]

function refundForm(visit: Visit, { account, charge, intent }: Whole): Markup | string {
  if (!charge?.captured || charge.refunded) return ''
  const left = charge.amount - charge.amount_refunded
  const giveFeeBack = tick({
    id: 'fee',
    name: 'refund_application_fee',
    label: 'Give its share of the application fee back',
    isTicked: false,
  })
  return panel(
    'Refund',
    actionForm(
      visit,
      'refund',
      { account, charge: charge.id, currency: intent.currency },
      html`<div class="stack"><div class="row">${textField({ id: 'amount', name: 'amount', label: `Amount, at most ${money(left, intent.currency)}`, hint: 'Everything', inputmode: 'decimal' })}${choice({ id: 'reason', name: 'reason', label: 'Reason', values: reasons })}</div>
${charge.application_fee ? giveFeeBack : ''}<div><button class="main" type="submit">Refund</button></div></div>`,
    ),
  )
}

const disputeForm = (visit: Visit, { charge, disputes }: Whole): Markup | string =>
  !charge?.captured || disputes.length > 0 || charge.payment_method_details?.type === 'us_bank_account'
    ? ''
    : panel(
        'The buyer’s bank',
        actionForm(
          visit,
          'dispute',
          { id: charge.id },
          html`<div class="stack">${choice({ id: 'why', name: 'reason', label: 'Reason', values: disputeReasons })}${tick({ id: 'inquiry', name: 'inquiry', label: 'Only an inquiry' })}<div><button type="submit">Open a dispute</button></div></div>`,
        ),
      )

function intentButtons(visit: Visit, { account, intent }: Whole): Markup | string {
  const isOpen = !['succeeded', 'canceled', 'processing'].includes(intent.status)
  if (!isOpen) return ''
  const capture =
    intent.status === 'requires_capture' ? actionButton(visit, 'capture', 'Capture', { account, id: intent.id }, 'main') : ''
  return panel(
    'Payment intent',
    html`<div class="row">${capture}${actionButton(visit, 'cancel', 'Cancel the payment', { account, id: intent.id }, 'danger')}</div>`,
  )
}

/** A debit that the bank has not decided yet, or could still take back. */
function debitPanel(visit: Visit, { charge }: Whole): Markup | string {
  if (charge?.payment_method_details?.type !== 'us_bank_account') return ''
  const { id } = charge
  const undecided = html`${actionButton(visit, 'decide-debit', 'Let the debit succeed now', { id }, 'main')}${actionButton(visit, 'decide-debit', 'Let it fail', { id, failure: 'insufficient_funds' }, 'danger')}`
  const decided = actionButton(visit, 'take-back', 'Take the money back', { id }, 'danger')
  if (charge.status !== 'pending' && !charge.paid) return ''
  return panel('The bank account', html`<div class="row">${charge.status === 'pending' ? undecided : decided}</div>`)
}

const refundColumns: Column[] = [
  { head: 'Amount', isNumber: true },
  { head: 'Status' },
  { head: 'Reason' },
  { head: 'Time' },
  { head: 'Refund', isWide: true },
]
export const refundCells = (refund: Stripe.Refund): Cell[] => [
  money(refund.amount, refund.currency),
  chip(refund.status ?? 'pending'),
  refund.reason ? inWords(refund.reason) : '–',
  time(refund.created),
  code(refund.id),
]

const disputeLine = (account: string, dispute: Stripe.Dispute): Cell[] => [
  html`<a href="/dashboard/accounts/${account}/disputes/${dispute.id}">${money(dispute.amount, dispute.currency)}</a>`,
  chip(dispute.status),
  inWords(dispute.reason),
  time(dispute.created),
  code(dispute.id),
]

function about({ sim, account, intent, charge }: Whole): Markup {
  const { tables } = sim.state
  const customer = tables.customer.find(account, idOf(intent.customer) ?? '')
  const method = tables.payment_method.find(account, idOf(intent.payment_method) ?? charge?.payment_method ?? '')
  return panel(
    'About',
    facts([
      ['Description', intent.description],
      [
        'Customer',
        customer
          ? html`<a href="/dashboard/accounts/${account}/customers/${customer.id}">${customer.name ?? customer.email ?? customer.id}</a>`
          : null,
      ],
      ['Paid with', paidWith(method)],
      ['E-mail', method?.billing_details.email ?? intent.receipt_email],
      ['Last error', intent.last_payment_error?.message ?? null],
      ['Application fee', intent.application_fee_amount === null ? null : money(intent.application_fee_amount, intent.currency)],
      ['Receipt', charge?.receipt_url ? html`<a href="${charge.receipt_url}">Open the receipt</a>` : null],
      ['Payment', code(intent.id)],
      ['Charge', charge ? code(charge.id) : null],
      ['Created', time(intent.created)],
    ]),
  )
}

/** One payment: its money, what happened to it, and what can happen next. */
export function paymentScreen(visit: Visit): Screen | undefined {
  const account = visit.path('account')
  const whole = wholeOf(visit.sim, account, visit.path('id'))
  if (!whole) return undefined
  const { intent, charge, refunds, disputes } = whole
  const metadata = Object.entries(intent.metadata)
  const body = html`<div class="columns"><div class="stack">${about(whole)}${moneyPanel(whole)}</div><div class="stack">${refundForm(visit, whole)}${disputeForm(visit, whole)}${debitPanel(visit, whole)}${intentButtons(visit, whole)}${panel('What happened', timeline(whole))}</div></div>
${refunds.length > 0 ? table('Refunds', refundColumns, refunds.map(refundCells), { empty: '' }) : ''}
${
  disputes.length > 0
    ? table(
        'Disputes',
        refundColumns.map((column) => (column.head === 'Refund' ? { ...column, head: 'Dispute' } : column)),
        disputes.map((one) => disputeLine(account, one)),
        { empty: '' },
      )
    : ''
}
${panel('Metadata', metadata.length > 0 ? facts(metadata) : html`<p class="hint">None. What the integration sends as metadata stands here.</p>`)}
${json('Payment intent as JSON', intent)}${charge ? json('Charge as JSON', charge) : ''}`
  return {
    title: money(intent.amount, intent.currency),
    here: 'payments',
    account,
    chip: chip(standingOf(visit.sim, account, intent)),
    crumbs: [['Payments', `/dashboard/accounts/${account}/payments`]],
    body,
  }
}
