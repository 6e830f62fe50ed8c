import { domainToASCII } from 'node:url'
import { z } from 'zod'

/** Letters of an address, as the post takes them (RFC 5321). */
export const emailLengthMax = 254
const localLengthMax = 64

/**
 * One spelling for one mailbox: small letters, the domain as it goes over the wire (`blümen.example` is
 * `xn--blmen-lva.example`). The post may tell capitals before the @ apart; no provider does, and nobody remembers them.
 * What is no address is handed back as it is.
 */
export function canonicalEmail(text: string): string {
  const trimmed = text.trim().normalize('NFC')
  const at = trimmed.lastIndexOf('@')
  if (at < 0) return trimmed.toLowerCase()
  const written = trimmed.slice(at + 1)
  // A web address may escape letters; a mail address may not.
  const domain = written.includes('%') ? '' : domainToASCII(written)
  return domain ? `${trimmed.slice(0, at).toLowerCase()}@${domain}` : trimmed.toLowerCase()
}

// The unquoted form of RFC 5322: every letter it allows, no dot at an end and no two together.
const local = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** What keeps a canonical address from being one that mail can reach. @returns a sentence; null when nothing does. */
export function emailFault(address: string): string | null {
  const at = address.lastIndexOf('@')
  if (at < 0) return 'Write an e-mail address with an @, such as ada@example.com.'
  const [name, domain] = [address.slice(0, at), address.slice(at + 1)]
  if (name === '') return 'Write something before the @.'
  if (/\p{L}/u.test(name.replace(/[a-z]/g, ''))) return 'Before the @, use letters without accents: few mail servers take others.'
  if (name.length > localLengthMax) return `Before the @ stand at most ${localLengthMax} characters.`
  if (!local.test(name)) return `“${name}” cannot stand before the @.`
  const labels = domain.split('.')
  if (labels.length < 2) return 'After the @ stands a domain with a dot, such as example.com.'
  if (!labels.every((each) => label.test(each)) || /^\d+$/.test(labels.at(-1)!)) return `“${domain}” is not a domain.`
  return null
}

/**
 * An e-mail address, wherever one is taken: customers, invitations, signing in, new companies. Two spellings of one mailbox come
 * out the same, so that they are one account.
 */
export const emailAddress = z
  .string()
  .max(emailLengthMax)
  .overwrite(canonicalEmail)
  .superRefine((address, context) => {
    const fault = emailFault(address)
    if (fault) context.addIssue({ code: 'custom', message: fault })
  })
  .meta({ format: 'email' })
