import type { RenderedMail } from '../mailer.ts'

/** What every mail is made of: a heading, paragraphs, facts in two columns, one button. Text and HTML say the same. */
export type Letter = {
  subject: string
  /** Who writes: the seller for what concerns its orders, else Florin. */
  sender: string
  accentColour?: string | null
  heading: string
  paragraphs: string[]
  /** A value is text, or an address of ours or of Stripe's to open. */
  facts?: Fact[]
  button?: { label: string; url: string }
  closing: string
}

export type Fact = [label: string, value: string | { url: string }]

const leafGreen = '#2f6b3f'

/**
 * Lays a letter out as plain text and as HTML that every mail program shows: tables, inline styles, nothing remote. Whatever
 * people wrote (names, notes, numbers of theirs) is in it as words: only its button and addresses said to be such can be followed.
 */
export function layOut(given: Letter): RenderedMail {
  const letter = withoutLinks(given)
  return { subject: oneLine(letter.subject), text: asText(letter), html: asHtml(letter) }
}

function asText(letter: Letter): string {
  const facts = (letter.facts ?? [])
    .map(([label, value]) => `${label}: ${typeof value === 'string' ? value : value.url}`)
    .join('\n')
  const button = letter.button ? `${letter.button.label}:\n${letter.button.url}` : ''
  const parts = [letter.heading, ...letter.paragraphs, facts, button, letter.closing, letter.sender]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function asHtml(letter: Letter): string {
  const colour = /^#[0-9a-f]{6}$/.test(letter.accentColour ?? '') ? letter.accentColour! : leafGreen
  const paragraphs = letter.paragraphs.map((text) => `<p style="margin:0 0 16px">${escaped(text)}</p>`).join('')
  const facts = letter.facts?.length ? factsTable(letter.facts) : ''
  const button = letter.button ? linkButton(letter.button, colour) : ''
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(letter.subject)}</title></head>
<body style="margin:0;background:#f4f5f4;font:15px/1.5 -apple-system,'Segoe UI',Helvetica,Arial,sans-serif;color:#1d2320">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#fff;border-radius:8px;border-top:4px solid ${colour}">
<tr><td style="padding:24px 32px 0;font-weight:600;color:${colour}">${escaped(letter.sender)}</td></tr>
<tr><td style="padding:16px 32px 24px"><h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">${escaped(letter.heading)}</h1>
${paragraphs}${facts}${button}<p style="margin:24px 0 0;color:#5b645f;font-size:13px">${escaped(letter.closing)}</p></td></tr>
</table></td></tr></table></body></html>
`
}

function factsTable(facts: Fact[]): string {
  const cell = 'padding:8px 0;border-bottom:1px solid #e4e7e5;vertical-align:top'
  const rows = facts.map(
    ([label, value]) =>
      `<tr><td style="${cell};color:#5b645f">${escaped(label)}</td><td align="right" style="${cell};font-variant-numeric:tabular-nums">${cellOf(value)}</td></tr>`,
  )
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 24px">${rows.join('')}</table>`
}

function cellOf(value: Fact[1]): string {
  return typeof value === 'string' ? escaped(value) : `<a href="${escaped(value.url)}">${escaped(value.url)}</a>`
}

function linkButton(button: { label: string; url: string }, colour: string): string {
  const style = `display:inline-block;background:${colour};color:#fff;padding:12px 20px;border-radius:6px;text-decoration:none;font-weight:600`
  return `<p style="margin:0 0 16px"><a href="${escaped(button.url)}" style="${style}">${escaped(button.label)}</a></p>
<p style="margin:0;color:#5b645f;font-size:13px;word-break:break-all">${escaped(button.url)}</p>`
}

function withoutLinks(letter: Letter): Letter {
  return {
    ...letter,
    subject: unlinked(letter.subject),
    sender: unlinked(letter.sender),
    heading: unlinked(letter.heading),
    paragraphs: letter.paragraphs.map(unlinked),
    facts: (letter.facts ?? []).map(([label, value]) => [unlinked(label), typeof value === 'string' ? unlinked(value) : value]),
    closing: unlinked(letter.closing),
  }
}

/** Takes apart what a mail program would make a link of by itself: "evil.example/x" becomes "evil. example/x". */
function unlinked(text: string): string {
  return text
    .replace(/:(?=\/\/)/g, ': ')
    .replace(/(?<=[\p{L}\p{N}_-])([.\u3002\uFF0E\uFF61])(?=\p{L}{2})/gu, '$1 ')
    .replace(/(?<=\S)@(?=\S)/g, ' @ ')
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return text.replace(/[&<>"']/g, (letter) => entities[letter]!)
}
