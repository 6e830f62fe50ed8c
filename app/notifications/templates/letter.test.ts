import fc from 'fast-check'
import { expect, test } from 'vitest'
import { render } from '../mailer.ts'
import { layOut } from './letter.ts'

const ours = 'https://florin.example/invitation/x'
const letter = (text: string) =>
  layOut({
    subject: text,
    sender: text,
    heading: text,
    paragraphs: [text],
    facts: [['PO number', text]],
    button: { label: 'Open', url: ours },
    closing: text,
  })
/** What mail programs make links of by themselves: an address with a scheme, a name with a dot in it, an address with @. */
const followed =
  /[a-z][a-z0-9+.-]*:\/\/[^\s<"]+|[\p{L}\p{N}-]+(?:[.\u3002\uFF0E\uFF61][\p{L}\p{N}-]+)*[.\u3002\uFF0E\uFF61]\p{L}{2,}|[\w.+-]+@[\w.-]+/giu

test.each([
  'http://evil.example click',
  'HTTPS://EVIL.EXAMPLE/a?b=c',
  'www.evil.example',
  'evil.co.uk/now',
  'pay at evil。example',
  'xn--evil-x.example:8443/',
  'write to boss@evil.example',
  'ftp://evil.example',
])('what people wrote is never a link in a mail: %s', (text) => {
  const { subject, text: plain, html } = letter(text)
  expect(subject.match(followed)).toBeNull()
  expect([...new Set(plain.match(followed))]).toEqual([ours])
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url)).toEqual([ours])
  expect([...new Set(html.replace(/<[^>]*>/g, ' ').match(followed))]).toEqual([ours])
})

test('whatever people write, ours stays the only link', () => {
  const piece = fc.constantFrom('http', '://', 'evil', '.', '。', 'com', '/', '@', ' ', 'ä', '-', ':', '1', 'www')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const found = letter(`x ${pieces.join('')} y`).text.match(followed) ?? []
      expect(found.filter((link) => link !== ours)).toEqual([])
    }),
  )
})

test('names, amounts and times read as they were written', () => {
  const said = 'Lily & Co. owes 1,234.50 USD (10 × 2.5 kg), St. Mary’s, 3:30 p.m.'
  expect(letter(said).text).toContain(said)
})

test('an invitation quotes names, so that none passes for words of ours', () => {
  const about = { accentColour: null, customerName: null, url: ours, days: 7 }
  const name = 'Your account is blocked” – call 555-0100 “'
  const { subject, text } = render({
    kind: 'invitation',
    companyName: name,
    invitedByName: 'http://evil.example click',
    ...about,
  })
  expect(subject).toBe('Invitation from “Your account is blocked – call 555-0100 ”')
  expect(text).toContain('“http: //evil. example click” invites you')
  const long = render({ kind: 'invitation', companyName: 'A'.repeat(120), invitedByName: 'Ada', ...about })
  expect(long.subject.length).toBeLessThan(90)
})
