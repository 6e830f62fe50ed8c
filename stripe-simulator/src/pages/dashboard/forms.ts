import { html, Markup } from '../html.ts'
import type { Visit } from './screen.ts'

type Hidden = Record<string, string>

/** A form that presses one of the dashboard's buttons and comes back to the screen it stands on. */
export function actionForm(visit: Visit, action: string, hidden: Hidden, inside: Markup): Markup {
  const given = Object.entries({ ...hidden, back: visit.url })
  return html`<form method="post" action="/dashboard/do/${action}">${given.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}${inside}</form>`
}

/** The same with nothing but a button. */
export const actionButton = (
  visit: Visit,
  action: string,
  label: string,
  hidden: Hidden = {},
  kind: 'main' | 'danger' | '' = '',
): Markup => actionForm(visit, action, hidden, html`<button type="submit" class="${kind}">${label}</button>`)

export const textField = (options: {
  id: string
  label: string
  name: string
  value?: string
  hint?: string
  inputmode?: 'decimal' | 'numeric'
}): Markup =>
  html`<div class="field"><label for="${options.id}">${options.label}</label><input id="${options.id}" name="${options.name}" value="${options.value ?? ''}" placeholder="${options.hint ?? ''}" autocomplete="off"${options.inputmode ? html` inputmode="${options.inputmode}"` : ''}></div>`

export const choice = (options: {
  id: string
  label: string
  name: string
  values: [value: string, label: string][]
  chosen?: string
}): Markup =>
  html`<div class="field"><label for="${options.id}">${options.label}</label><select id="${options.id}" name="${options.name}">${options.values.map(([value, label]) => html`<option value="${value}"${value === options.chosen ? new Markup(' selected') : ''}>${label}</option>`)}</select></div>`

export const tick = (options: { id: string; label: string; name: string; isTicked?: boolean }): Markup =>
  html`<div class="tick"><input type="checkbox" id="${options.id}" name="${options.name}" value="true"${options.isTicked ? new Markup(' checked') : ''}><label for="${options.id}">${options.label}</label></div>`

/** A search and a filter over the list of this screen; without a script, so with a button. */
export function filterForm(visit: Visit, fields: Markup): Markup {
  const path = visit.url.split('?')[0] ?? ''
  return html`<form method="get" action="${path}" class="row" role="search">${fields}<button type="submit">Show</button></form>`
}
