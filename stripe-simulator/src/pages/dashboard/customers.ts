import { idOf } from '../../ids.ts'
import { html } from '../html.ts'
import { filterForm, textField } from './forms.ts'
import { type Cell, type Column, code, facts, json, pageOf, panel, table, time } from './parts.ts'
import { paidWith, paymentColumns, paymentRow } from './payments.ts'
import type { Screen, Visit } from './screen.ts'

/** The customers of one account. */
export function customersScreen(visit: Visit): Screen | undefined {
  const account = visit.path('account')
  const { tables } = visit.sim.state
  if (!tables.account.anywhere(account)) return undefined
  const sought = visit.query('q').trim().toLowerCase()
  const { rows, pages } = pageOf(visit, tables.customer.of(account), (one) =>
    [one.id, one.email, one.name].some((text) => text?.toLowerCase().includes(sought)),
  )
  const columns: Column[] = [
    { head: 'Name', isText: true },
    { head: 'E-mail' },
    { head: 'Payment methods', isNumber: true, isWide: true },
    { head: 'Customer', isWide: true },
    { head: 'Time', isWide: true },
  ]
  const methods = tables.payment_method.of(account)
  const cells = rows.map((customer): Cell[] => [
    html`<a href="/dashboard/accounts/${account}/customers/${customer.id}">${customer.name ?? customer.email ?? customer.id}</a>`,
    customer.email ?? '–',
    methods.filter((method) => method.customer === customer.id).length,
    code(customer.id),
    time(customer.created),
  ])
  const empty = sought
    ? 'No customer fits.'
    : 'No customer yet. POST /v1/customers makes one; a Checkout page that saves a card makes one too.'
  const search = filterForm(
    visit,
    textField({ id: 'q', name: 'q', label: 'Search', value: visit.query('q'), hint: 'Name, e-mail, id' }),
  )
  return {
    title: 'Customers',
    here: 'customers',
    account,
    body: html`${search}${table('Customers found', columns, cells, { empty, pages })}`,
  }
}

/** One customer with cards and payments. */
export function customerScreen(visit: Visit): Screen | undefined {
  const { sim } = visit
  const account = visit.path('account')
  const { tables } = sim.state
  const customer = tables.customer.find(account, visit.path('id'))
  if (!customer) return undefined
  const methods = tables.payment_method.of(account).filter((method) => method.customer === customer.id)
  const { rows, pages } = pageOf(visit, tables.payment_intent.of(account), (intent) => idOf(intent.customer) === customer.id)
  const body = html`<div class="columns">${panel(
    'Customer',
    facts([
      ['Name', customer.name ?? null],
      ['E-mail', customer.email],
      ['Customer', code(customer.id)],
      ['Created', time(customer.created)],
    ]),
  )}${table(
    'Payment methods',
    [{ head: 'Kind' }, { head: 'Expires' }, { head: 'Id', isWide: true }],
    methods.map((method): Cell[] => [
      paidWith(method),
      method.card ? `${method.card.exp_month} / ${method.card.exp_year}` : '–',
      code(method.id),
    ]),
    { empty: 'None saved.' },
  )}</div>
${table(
  'Payments',
  paymentColumns,
  rows.map((intent) => paymentRow(sim, account, intent)),
  { empty: 'No payment of this customer yet.', pages },
)}${json('Customer as JSON', customer)}`
  return {
    title: customer.name ?? customer.email ?? customer.id,
    here: 'customers',
    account,
    crumbs: [['Customers', `/dashboard/accounts/${account}/customers`]],
    body,
  }
}
