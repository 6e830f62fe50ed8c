import { randomText } from '../ids.ts'
import { html, Markup } from './html.ts'
import { style } from './style.ts'

export type Page = { title: string; body: Markup; script?: string }
export type Rendered = { html: string; policy: string }

/**
 * A whole page with the permanent banner, and the content policy that allows its own style and script and nothing else.
 * @param isFramed for an iframe on a seller's page; every other page refuses to stand in one.
 */
export function renderPage(page: Page, isFramed = false): Rendered {
  const nonce = randomText(22)
  const script = page.script ? html`<script nonce="${nonce}">${new Markup(page.script)}</script>` : ''
  const whole = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${page.title}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${new Markup(style)}</style>
</head>
<body${isFramed ? new Markup(' class="framed"') : ''}>
<header class="banner">Simulated Stripe — no money moves</header>
${page.body}
${script}
</body>
</html>`
  // No form-action: after paying, the form's answer sends the buyer on to the seller's own site.
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; img-src data:; base-uri 'none'; frame-ancestors ${isFramed ? '*' : "'none'"}`
  return { html: whole.text, policy }
}

/** A page with one card in the middle; it has a name, as it may stand in a page that has a main part of its own. */
export const cardPage = (title: string, content: Markup, more: { script?: string } = {}): Page => ({
  title,
  body: html`<main class="card" aria-label="${title}">${content}</main>`,
  ...(more.script ? { script: more.script } : {}),
})

export type FieldOptions = {
  label: string
  name: string
  value?: string
  error?: string | undefined
  hint?: string
  autocomplete?: string
  inputmode?: 'numeric' | 'email' | 'tel' | 'url'
  type?: 'text' | 'email'
  placeholder?: string
  isReadonly?: boolean
  isRequired?: boolean
  isFocused?: boolean
}

/** A labelled text field with its hint and its error. */
export function field(options: FieldOptions): Markup {
  const { name, error, hint } = options
  const described = [hint ? `${name}-hint` : '', error ? `${name}-error` : ''].filter(Boolean).join(' ')
  const attribute = (key: string, value: string | undefined): Markup | string =>
    value === undefined || value === '' ? '' : html` ${key}="${value}"`
  const flag = (key: string, isSet: boolean | undefined): string => (isSet ? ` ${key}` : '')
  return html`<div class="field"><label for="${name}">${options.label}</label>
<input id="${name}" name="${name}" type="${options.type ?? 'text'}"${attribute('value', options.value)}${attribute('autocomplete', options.autocomplete)}${attribute('inputmode', options.inputmode)}${attribute('placeholder', options.placeholder)}${attribute('aria-describedby', described)}${attribute('aria-invalid', error ? 'true' : '')}${flag('readonly', options.isReadonly)}${flag('required', options.isRequired)}${flag('autofocus', options.isFocused)}>
${hint ? html`<span class="hint" id="${name}-hint">${hint}</span>` : ''}${error ? html`<span class="error" id="${name}-error">${error}</span>` : ''}</div>`
}

/** What went wrong, said at once by a screen reader. */
export const alert = (message: string | null | undefined): Markup | string =>
  message ? html`<div class="alert" role="alert">${message}</div>` : ''
