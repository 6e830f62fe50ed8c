import { formatAmount } from '../money.ts'
import type { Sim } from '../simulator.ts'
import type { Answer } from './checkout.ts'
import { html, type Markup } from './html.ts'
import { cardPage } from './layout.ts'

const shownMax = 25

const table = (caption: string, heads: string[], rows: Markup[]): Markup =>
  rows.length === 0
    ? html`<section><h2>${caption}</h2><p class="hint">None yet.</p></section>`
    : html`<section><h2 id="${caption.toLowerCase().replaceAll(' ', '-')}">${caption}</h2><div class="scroll" role="region" tabindex="0" aria-labelledby="${caption.toLowerCase().replaceAll(' ', '-')}"><table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div></section>`

const time = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('T', ' ').slice(0, 19)

function accountRows(sim: Sim): Markup[] {
  const { tables, records } = sim.state
  return Object.keys(records.connections).flatMap((id) => {
    const account = tables.account.anywhere(id)?.object
    if (!account) return []
    const standing = account.charges_enabled
      ? 'can charge'
      : account.details_submitted
        ? 'under review'
        : 'onboarding not finished'
    return [
      html`<tr><td>${account.business_profile?.name ?? 'Unnamed business'}</td><td>${id}</td><td class="state">${standing}</td></tr>`,
    ]
  })
}

const newest = <T>(rows: [string, T][]): [string, T][] => rows.slice(-shownMax).reverse()

/** What is going on: the connected accounts, pages that wait for a buyer, payments, and what was told to whom. */
export function showIndex(sim: Sim): Answer {
  const { tables } = sim.state
  const sessions = newest(tables['checkout.session'].rows().filter(([, session]) => session.status === 'open'))
  const payments = newest(tables.payment_intent.rows())
  const deliveries = sim.webhooks.deliveries.slice(-shownMax).reverse()
  return {
    page: cardPage(
      'Stripe simulator',
      html`<div><h1>Stripe simulator</h1><p class="hint">An offline stand-in for Stripe. Times are in UTC and seconds are the simulator's own.</p></div>
${table('Connected accounts', ['Business', 'Account', 'Standing'], accountRows(sim))}
${table(
  'Open payment pages',
  ['Amount', 'Account', 'Page'],
  sessions.map(
    ([account, session]) =>
      html`<tr><td>${formatAmount(session.amount_total ?? 0, session.currency ?? 'usd')}</td><td>${account}</td><td><a href="/c/pay/${session.id}">Open the page of ${session.client_reference_id ?? session.id.slice(-8)}</a></td></tr>`,
  ),
)}
${table(
  'Payments',
  ['Time', 'Amount', 'Status', 'Account', 'Payment'],
  payments.map(
    ([account, intent]) =>
      html`<tr><td>${time(intent.created)}</td><td>${formatAmount(intent.amount, intent.currency)}</td><td class="state">${intent.status}</td><td>${account}</td><td>${intent.id}</td></tr>`,
  ),
)}
${table(
  'Webhook deliveries',
  ['Event', 'Status', 'Attempts', 'Last answer'],
  deliveries.map(
    (delivery) =>
      html`<tr><td>${delivery.type}</td><td class="state">${delivery.status}</td><td>${delivery.attempts.length}</td><td>${delivery.attempts.at(-1)?.status ?? delivery.attempts.at(-1)?.error ?? '–'}</td></tr>`,
  ),
)}`,
      { wide: true },
    ),
  }
}
