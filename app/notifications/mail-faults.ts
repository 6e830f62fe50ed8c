import { type Sentence, say } from '../words/sentence.ts'

/** Why a mail did not go out: a fault on the way, which may pass, or a reason not to send it, which stays. */
export const mailFaults = ['unreachable', 'sign_in_refused', 'address_refused', 'refused', 'gone', 'may_not'] as const
export type MailFault = (typeof mailFaults)[number]

/** The mail server was not reached or did not take the mail. The message is its own, for engineers. */
export class MailNotTaken extends Error {
  override name = 'MailNotTaken'
  readonly fault: MailFault
  readonly recipient: string

  constructor(recipient: string, cause: Error & { code?: string }) {
    super(cause.message, { cause })
    this.recipient = recipient
    this.fault = codes[cause.code ?? ''] ?? 'refused'
  }
}

/** The mail library's codes, as far as they tell people different things to do. */
const codes: Record<string, MailFault> = {
  ECONNECTION: 'unreachable',
  ETIMEDOUT: 'unreachable',
  ESOCKET: 'unreachable',
  EDNS: 'unreachable',
  ETLS: 'unreachable',
  EAUTH: 'sign_in_refused',
  ENOAUTH: 'sign_in_refused',
  EENVELOPE: 'address_refused',
}

/** The fault in words: what it means, and what to do. null when there is none. */
export function faultInWords(fault: string | null): Sentence | null {
  switch (fault) {
    case null:
      return null
    case 'unreachable':
      return say('mails', 'fault:unreachable')
    case 'sign_in_refused':
      return say('mails', 'fault:sign_in_refused')
    case 'address_refused':
      return say('mails', 'fault:address_refused')
    case 'gone':
      return say('mails', 'fault:gone')
    case 'may_not':
      return say('mails', 'fault:may_not')
    default:
      return say('mails', 'fault:refused')
  }
}
