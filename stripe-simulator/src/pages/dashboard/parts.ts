import { formatAmount } from '../../money.ts'
import { html, Markup } from '../html.ts'
import type { Visit } from './screen.ts'

const perPage = 25

const tones: Record<string, string[]> = {
  good: ['succeeded', 'paid', 'available', 'delivered', 'won', 'active', 'enabled', 'complete', 'can charge', 'running'],
  bad: ['failed', 'lost', 'disabled', 'declined', 'disputed', 'needs_response', 'reset', 'restricted', 'rejected'],
  wait: [
    'pending',
    'processing',
    'waiting',
    'in_transit',
    'open',
    'unpaid',
    'under_review',
    'warning_needs_response',
    'warning_under_review',
    'requires_action',
    'requires_capture',
    'requires_confirmation',
    'requires_payment_method',
    'onboarding',
    'held',
    'stopped',
  ],
}

/** A status as a coloured word; the colour says nothing that the word does not. */
export function chip(status: string): Markup {
  const tone = Object.keys(tones).find((name) => tones[name]?.includes(status)) ?? ''
  return html`<span class="chip ${tone}">${inWords(status)}</span>`
}

const wordsOfDay = (seconds: number): string =>
  new Date(seconds * 1000).toLocaleDateString('en-US', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/** A moment, from seconds. */
export function time(seconds: number): Markup {
  const iso = new Date(seconds * 1000).toISOString()
  const words = wordsOfDay(seconds)
  return html`<time datetime="${iso}">${words}, ${iso.slice(11, 19)}</time>`
}

/** A name of the API as a person writes it: `application_fee` → `Application fee`. */
export function inWords(name: string): string {
  const words = name.replaceAll('_', ' ').replaceAll(/\b(us|ach|api)\b/g, (letters) => letters.toUpperCase())
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

/** The day of a moment, from seconds. */
export const day = (seconds: number): Markup => {
  return html`<time datetime="${new Date(seconds * 1000).toISOString()}">${wordsOfDay(seconds)}</time>`
}

export const money = (amount: number, currency: string): string => `${formatAmount(amount, currency)} ${currency.toUpperCase()}`

export const code = (text: string | null | undefined): Markup => html`<span class="code">${text ?? '–'}</span>`

export type Column = {
  head: string
  isNumber?: boolean /** Left out on a phone. */
  isWide?: boolean /** May break into lines. */
  isText?: boolean
}
export type Cell = Markup | string | number | null

const classOf = ({ isNumber, isWide, isText }: Column): string =>
  [isNumber ? 'number' : '', isWide ? 'wide' : '', isText ? 'text' : ''].filter(Boolean).join(' ')

/** A table under its heading, or a sentence that says what would stand there and how it comes to be. */
export function table(
  title: string,
  columns: Column[],
  rows: Cell[][],
  options: { empty: string; beside?: Markup; pages?: Markup | string },
): Markup {
  const id = title.toLowerCase().replaceAll(/\W+/g, '-')
  const body = rows.map(
    (row) =>
      html`<tr>${row.map((cell, index) => html`<td class="${classOf(columns[index] ?? { head: '' })}">${cell}</td>`)}</tr>`,
  )
  return html`<section class="panel"><div class="top"><h2 id="${id}">${title}</h2>${options.beside ?? ''}</div>
${
  rows.length === 0
    ? html`<p class="empty">${options.empty}</p>`
    : html`<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}"><table><thead><tr>${columns.map((column) => html`<th scope="col" class="${classOf(column)}">${column.head}</th>`)}</tr></thead><tbody>${body}</tbody></table></div>`
}${options.pages ?? ''}</section>`
}

export const panel = (title: string, inside: Markup, beside: Markup | string = ''): Markup =>
  html`<section class="panel"><div class="top"><h2>${title}</h2>${beside}</div><div class="inside">${inside}</div></section>`

export const facts = (rows: [label: string, value: Cell][]): Markup =>
  html`<dl class="facts">${rows.map(([label, value]) => html`<dt>${label}</dt><dd>${value === null || value === '' ? '–' : value}</dd>`)}</dl>`

export const figures = (rows: [label: string, value: Cell][]): Markup =>
  html`<dl class="figures">${rows.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`

/** An object as Stripe's API would show it. */
export const json = (title: string, object: unknown, isOpen = false): Markup =>
  html`<details class="panel"${isOpen ? new Markup(' open') : ''}><summary>${title}</summary><pre tabindex="0" role="region" aria-label="${title}">${JSON.stringify(object, null, 2)}</pre></details>`

/** An address of this screen with one part of its query changed. */
function addressWith(visit: Visit, name: string, value: string): string {
  const url = new URL(visit.url, 'http://simulator')
  for (const gone of ['told', 'refused', 'page']) url.searchParams.delete(gone)
  url.searchParams.set(name, value)
  return `${url.pathname}${url.search}`
}

/**
 * One page of a list, newest first.
 * @param oldestFirst every row in the order they were made; only those on the page are handed to the caller.
 */
export function pageOf<T>(
  visit: Visit,
  oldestFirst: readonly T[],
  isWanted: (row: T) => boolean = () => true,
): { rows: T[]; pages: Markup | string } {
  const wanted = oldestFirst.filter(isWanted)
  const last = Math.max(1, Math.ceil(wanted.length / perPage))
  const page = Math.min(Math.max(1, Number.parseInt(visit.query('page'), 10) || 1), last)
  const end = wanted.length - (page - 1) * perPage
  const rows = wanted.slice(Math.max(0, end - perPage), end).reverse()
  if (last === 1) return { rows, pages: '' }
  const from = (page - 1) * perPage + 1
  const before = page > 1 ? html`<a href="${addressWith(visit, 'page', String(page - 1))}" rel="prev">Newer</a>` : ''
  const after = page < last ? html`<a href="${addressWith(visit, 'page', String(page + 1))}" rel="next">Older</a>` : ''
  return {
    rows,
    pages: html`<nav class="pages" aria-label="Pages"><span>${from}–${from + rows.length - 1} of ${wanted.length}</span><span>${before}${after}</span></nav>`,
  }
}
