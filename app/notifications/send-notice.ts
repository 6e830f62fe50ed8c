import type { Selectable } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Outbox } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import type { SecurityNotice } from '../identity/tell-of-security.ts'
import type { MailFault } from './mail-faults.ts'
import type { Mail } from './mailer.ts'
import {
  type FoundOrder,
  type FoundPayment,
  orderExpired,
  orderExpiredForSeller,
  orderPlaced,
  paymentReceived,
} from './order-mails.ts'
import { type Recipient, readPerson, readRecipient } from './recipient.ts'

type NoticeRow = Pick<Selectable<Outbox>, 'company_id' | 'kind' | 'payload' | 'recipient_user_id'>
type SecurityPayload = { userId: string } & SecurityNotice
type Payload = { orderId: string; paymentId?: string }
type Facts = FoundOrder & { payment: FoundPayment | null }

/** What became of a mail: it went out, or it is for nobody. */
export type MailOutcome = { state?: 'skipped'; recipient?: string; last_fault?: MailFault }

type Notice = {
  /** What a buyer has to be allowed to get it, null when it is for the seller's people alone; and what one of these has to be. */
  needed: Pick<Parameters<typeof readRecipient>[3], 'buyer' | 'office'>
  /** @param url of the order's page for whoever reads it. */
  write(facts: Facts, to: Recipient, url: string): Mail
}

const notices: Record<string, Notice> = {
  'mail.order-placed': { needed: { buyer: 'shop.enter', office: 'orders.read' }, write: orderPlaced },
  'mail.order-expired': { needed: { buyer: 'shop.enter', office: 'orders.read' }, write: orderExpired },
  'mail.order-expired-seller': { needed: { buyer: null, office: 'orders.read' }, write: orderExpiredForSeller },
  // A receipt says with which card: it is for who may pay, and goes to who did.
  'mail.payment-received': {
    needed: { buyer: 'shop.pay', office: 'payments.read' },
    write: (facts, to, url) => paymentReceived(facts, facts.payment!, to, url),
  },
}

/**
 * Sends the mail an outbox row asks for to the one person it is for, if they still may see what it says. At most one per fact
 * is the outbox's promise; a crash between the mail server's yes and our commit may repeat it.
 *
 * @returns whom it reached, or why nobody gets it. @throws MailNotTaken, so that the outbox tries again.
 */
export async function sendNotice(deps: Pick<Deps, 'config' | 'db' | 'mail'>, row: NoticeRow): Promise<MailOutcome> {
  if (row.kind === 'mail.security-notice') return sendSecurityNotice(deps, row.payload as SecurityPayload)
  const { orderId, paymentId } = row.payload as Payload
  const { needed, write } = notices[row.kind]!
  const facts = await deps.db.withCompany(row.company_id, async (tx) => ({
    ...(await readOrder(tx, orderId)),
    payment: paymentId === undefined ? null : await readPayment(tx, paymentId),
  }))
  const to = await readRecipient(deps, row.company_id, row.recipient_user_id, { ...needed, customerId: facts.order.customer_id })
  if (typeof to === 'string') return { state: 'skipped', last_fault: to }
  const area = needed.buyer === null ? 'office' : 'shop'
  await deps.mail.send(to.email, write(facts, to, `${deps.config.publicUrl}/${area}/orders/${orderId}`))
  return { recipient: to.email }
}

/** To one person, whatever they may do here: what changed about entering, or about where the money goes (identity/tell-of-security.ts). */
async function sendSecurityNotice(
  deps: Pick<Deps, 'config' | 'db' | 'mail'>,
  { userId, ...about }: SecurityPayload,
): Promise<MailOutcome> {
  const to = await readPerson(deps, userId)
  if (!to) return { state: 'skipped', last_fault: 'gone' }
  await deps.mail.send(to.email, { kind: 'security-notice', name: to.name, url: `${deps.config.publicUrl}/account`, ...about })
  return { recipient: to.email }
}

async function readOrder(tx: Tx, orderId: string): Promise<FoundOrder> {
  const order = await tx
    .selectFrom('orders')
    .innerJoin('customers', (join) =>
      join.onRef('customers.company_id', '=', 'orders.company_id').onRef('customers.id', '=', 'orders.customer_id'),
    )
    .selectAll('orders')
    .select('customers.name as customer_name')
    .where('orders.id', '=', orderId)
    .executeTakeFirstOrThrow()
  const lines = await tx
    .selectFrom('order_lines')
    .select(['quantity', 'name', 'amount_minor'])
    .where('order_id', '=', orderId)
    .orderBy('line_number')
    .execute()
  const company = await tx
    .selectFrom('companies')
    .select(['name', 'accent_colour', 'time_zone', 'locale'])
    .where('id', '=', order.company_id)
    .executeTakeFirstOrThrow()
  return { order, lines, company }
}

function readPayment(tx: Tx, paymentId: string): Promise<FoundPayment> {
  return tx
    .selectFrom('payments')
    .select(['amount_minor', 'currency', 'card_brand', 'card_last4', 'control_number', 'received_at', 'receipt_url'])
    .where('id', '=', paymentId)
    .executeTakeFirstOrThrow()
}
