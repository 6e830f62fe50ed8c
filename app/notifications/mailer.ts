import nodemailer from 'nodemailer'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { needsStartTls } from '../encrypted-urls.ts'
import { MailNotTaken } from './mail-faults.ts'
import { renderInvitation } from './templates/invitation.ts'
import { renderOrderExpired, renderOrderExpiredForSeller } from './templates/order-expired.ts'
import { renderOrderPlaced } from './templates/order-placed.ts'
import { renderPasswordReset } from './templates/password-reset.ts'
import { renderPaymentReceived } from './templates/payment-received.ts'
import { renderSecurityNotice } from './templates/security-notice.ts'

/** What a mail is about, with everything its template says. */
export type Mail =
  | ({ kind: 'invitation' } & Parameters<typeof renderInvitation>[0])
  | ({ kind: 'password-reset' } & Parameters<typeof renderPasswordReset>[0])
  | ({ kind: 'order-expired' } & Parameters<typeof renderOrderExpired>[0])
  | ({ kind: 'order-expired-seller' } & Parameters<typeof renderOrderExpiredForSeller>[0])
  | ({ kind: 'order-placed' } & Parameters<typeof renderOrderPlaced>[0])
  | ({ kind: 'security-notice' } & Parameters<typeof renderSecurityNotice>[0])
  | ({ kind: 'payment-received' } & Parameters<typeof renderPaymentReceived>[0])

export type RenderedMail = { subject: string; text: string; html: string }

export type Mailer = {
  /** Whether mails are kept because there is no mail server, and are shown on the demo's page. They hold reset links. */
  readable: boolean
  /** Hands a mail over. @throws MailNotTaken with what the mail server answers; the caller decides whether to try again. */
  send(to: string, mail: Mail): Promise<void>
}

const keptMax = 500
const smtpTimeoutMs = 15_000

/** Mails go to the server of SMTP_URL; without one (only the demo starts so) they are kept in the database, the newest five hundred. */
export function openMailer(config: Config, db: Database): Mailer {
  if (config.smtpUrl === null) {
    return { readable: config.demo, send: (to, mail) => keep(db, to, mail.kind, render(mail)) }
  }
  const timeouts = { connectionTimeout: smtpTimeoutMs, greetingTimeout: smtpTimeoutMs, socketTimeout: smtpTimeoutMs }
  const transport = nodemailer.createTransport({ url: config.smtpUrl, requireTLS: needsStartTls(config.smtpUrl), ...timeouts })
  return {
    readable: false,
    send: async (to, mail) => {
      await transport.sendMail({ from: config.mailFrom, to, ...render(mail) }).catch((error) => {
        throw new MailNotTaken(to, error)
      })
    },
  }
}

async function keep(db: Database, to: string, kind: string, mail: RenderedMail): Promise<void> {
  const row = { recipient: to, kind, subject: mail.subject, body_text: mail.text, body_html: mail.html }
  const { id } = await db.identity.insertInto('mails').values(row).returning('id').executeTakeFirstOrThrow()
  await db.identity
    .deleteFrom('mails')
    .where('id', '<=', id - keptMax)
    .execute()
}

export function render(mail: Mail): RenderedMail {
  switch (mail.kind) {
    case 'invitation':
      return renderInvitation(mail)
    case 'password-reset':
      return renderPasswordReset(mail)
    case 'order-expired':
      return renderOrderExpired(mail)
    case 'order-expired-seller':
      return renderOrderExpiredForSeller(mail)
    case 'order-placed':
      return renderOrderPlaced(mail)
    case 'security-notice':
      return renderSecurityNotice(mail)
    case 'payment-received':
      return renderPaymentReceived(mail)
  }
}
