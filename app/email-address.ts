import { domainToASCII } from 'node:url'
import { z } from 'zod'
import { word } from './plain-text.ts'
import type { KeyOf } from './words/catalogue.ts'

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

/** What keeps a canonical address from being one that mail can reach. @returns the key of its words; null when nothing does. */
export function emailFault(address: string): KeyOf<'input'> | null {
  const at = address.lastIndexOf('@')
  if (at < 0) return 'email-at'
  const [name, domain] = [address.slice(0, at), address.slice(at + 1)]
  if (/\p{L}/u.test(name.replace(/[a-z]/g, ''))) return 'email-accents'
  if (name.length > localLengthMax) return 'email-name-long'
  if (!local.test(name)) return 'email-name'
  const labels = domain.split('.')
  if (labels.length < 2) return 'email-domain-dot'
  return labels.every((each) => label.test(each)) && !/^\d+$/.test(labels.at(-1)!) ? null : 'email-domain'
}

/**
 * An e-mail address, wherever one is taken: customers, invitations, signing in, new companies. Two spellings of one mailbox come
 * out the same, so that they are one account.
 */
export const emailAddress = z
  .string()
  .max(emailLengthMax, { abort: true })
  .overwrite(canonicalEmail)
  .superRefine((address, context) => {
    const fault = emailFault(address)
    if (fault) context.addIssue({ code: 'custom', message: word(fault) })
  })
  .meta({ format: 'email' })
