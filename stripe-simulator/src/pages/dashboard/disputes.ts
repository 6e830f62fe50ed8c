import { idOf } from '../../ids.ts'
import { openStates } from '../../resources/disputes.ts'
import { html } from '../html.ts'
import { actionButton, actionForm, textField } from './forms.ts'
import { type Cell, type Column, chip, code, facts, inWords, json, money, pageOf, panel, table, time } from './parts.ts'
import type { Screen, Visit } from './screen.ts'

/** The disputes of one account. */
export function disputesScreen(visit: Visit): Screen | undefined {
  const account = visit.path('account')
  if (!visit.sim.state.tables.account.anywhere(account)) return undefined
  const { rows, pages } = pageOf(visit, visit.sim.state.tables.dispute.of(account))
  const columns: Column[] = [
    { head: 'Amount', isNumber: true },
    { head: 'Status' },
    { head: 'Reason' },
    { head: 'Answer by' },
    { head: 'Dispute', isWide: true },
    { head: 'Time', isWide: true },
  ]
  const cells = rows.map((dispute): Cell[] => [
    html`<a href="/dashboard/accounts/${account}/disputes/${dispute.id}">${money(dispute.amount, dispute.currency)}</a>`,
    chip(dispute.status),
    inWords(dispute.reason),
    dispute.evidence_details.due_by ? time(dispute.evidence_details.due_by) : '–',
    code(dispute.id),
    time(dispute.created),
  ])
  const empty = 'No dispute yet. Open a payment and press “Open a dispute”, or pay with 4000 0000 0000 0259.'
  return { title: 'Disputes', here: 'disputes', account, body: table('All disputes', columns, cells, { empty, pages }) }
}

/** One dispute: answer it, or decide it as the bank would. */
export function disputeScreen(visit: Visit): Screen | undefined {
  const account = visit.path('account')
  const dispute = visit.sim.state.tables.dispute.find(account, visit.path('id'))
  if (!dispute) return undefined
  const intent = idOf(dispute.payment_intent)
  const isOpen = openStates.includes(dispute.status)
  const isWaiting = dispute.status === 'needs_response' || dispute.status === 'warning_needs_response'
  const answerForm = actionForm(
    visit,
    'answer-dispute',
    { account, id: dispute.id },
    html`<div class="row">${textField({ id: 'evidence', name: 'evidence', label: 'What the seller says', hint: 'winning_evidence wins it' })}<button type="submit">Send the evidence</button></div>`,
  )
  const decide = html`<div class="row">${actionButton(visit, 'decide-dispute', 'Let the seller win', { id: dispute.id, outcome: 'won' }, 'main')}${actionButton(visit, 'decide-dispute', 'Let the seller lose', { id: dispute.id, outcome: 'lost' }, 'danger')}</div>`
  const inquire = html`<div class="row">${actionButton(visit, 'decide-dispute', 'Let the inquiry end', { id: dispute.id, outcome: 'won' }, 'main')}${actionButton(visit, 'escalate-dispute', 'Let it become a dispute', { id: dispute.id }, 'danger')}</div>`
  const isInquiry = dispute.status.startsWith('warning')
  const { evidence_details: details } = dispute
  const body = html`${panel(
    'Dispute',
    facts([
      ['Reason', inWords(dispute.reason)],
      ['Payment', intent ? html`<a href="/dashboard/accounts/${account}/payments/${intent}">${code(intent)}</a>` : null],
      ['Answer by', details.due_by ? time(details.due_by) : null],
      [
        'Evidence',
        details.submission_count > 0
          ? `Sent ${details.submission_count} times`
          : details.has_evidence
            ? 'Kept, not sent'
            : 'None',
      ],
      ['Dispute', code(dispute.id)],
      ['Created', time(dispute.created)],
    ]),
  )}
${isWaiting ? panel('What the seller does', answerForm) : ''}${isOpen ? panel('What the bank decides', isInquiry ? inquire : decide) : ''}
${table(
  'Its balance transactions',
  [{ head: 'Amount', isNumber: true }, { head: 'Fees', isNumber: true }, { head: 'Net', isNumber: true }, { head: 'Time' }],
  dispute.balance_transactions.map((one): Cell[] => [
    money(one.amount, one.currency),
    money(one.fee, one.currency),
    money(one.net, one.currency),
    time(one.created),
  ]),
  { empty: 'None: an inquiry moves no money.' },
)}
${json('Dispute as JSON', dispute)}`
  return {
    title: money(dispute.amount, dispute.currency),
    here: 'disputes',
    account,
    chip: chip(dispute.status),
    crumbs: [['Disputes', `/dashboard/accounts/${account}/disputes`]],
    body,
  }
}
