import type { Selectable } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Outbox } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import type { SecurityNotice } from '../identity/tell-of-security.ts'
import { formatMoney } from '../money.ts'
import type { Mail } from './mailer.ts'

type NoticeRow = Pick<Selectable<Outbox>, 'company_id' | 'kind' | 'payload'>
type SecurityPayload = { userId: string } & SecurityNotice
type Payload = { orderId: string; paymentId?: string }

/**
 * Sends the mail an outbox row asks for: an order's confirmation to who placed it, a receipt to who paid. At most one per fact
 * is the outbox's promise; a crash between the mail server's yes and our commit may repeat it. Nobody to write to needs no mail.
 * @throws what the mail server answers, so that the outbox tries again.
 */
export async function sendNotice(deps: Pick<Deps, 'config' | 'db' | 'mail'>, row: NoticeRow): Promise<void> {
  if (row.kind === 'mail.security-notice') return sendSecurityNotice(deps, row.payload as SecurityPayload)
  const { orderId, paymentId } = row.payload as Payload
  const { order, payment } = await deps.db.withCompany(row.company_id, async (tx) => ({
    order: await readOrder(tx, orderId),
    payment: row.kind === 'mail.payment-received' ? await readPayment(tx, paymentId ?? '') : null,
  }))
  const recipient = await readPerson(deps, payment?.paid_by_user_id ?? order.order.placed_by_user_id)
  if (!recipient) return
  const url = `${deps.config.publicUrl}/shop/orders/${orderId}`
  const mail = payment ? paymentReceived(order, payment, recipient.name, url) : orderPlaced(order, recipient.name, url)
  await deps.mail.send(recipient.email, mail)
}

/** To one person: what changed about entering, or about where the money goes (identity/tell-of-security.ts). */
async function sendSecurityNotice(deps: Pick<Deps, 'config' | 'db' | 'mail'>, { userId, ...about }: SecurityPayload) {
  const recipient = await readPerson(deps, userId)
  if (!recipient) return
  const url = `${deps.config.publicUrl}/account`
  await deps.mail.send(recipient.email, { kind: 'security-notice', name: recipient.name, url, ...about })
}

type Found = Awaited<ReturnType<typeof readOrder>>
type FoundPayment = Awaited<ReturnType<typeof readPayment>>

async function readOrder(tx: Tx, orderId: string) {
  const order = await tx.selectFrom('orders').selectAll().where('id', '=', orderId).executeTakeFirstOrThrow()
  const lines = await tx
    .selectFrom('order_lines')
    .select(['quantity', 'name', 'amount_minor'])
    .where('order_id', '=', orderId)
    .orderBy('line_number')
    .execute()
  const company = await tx
    .selectFrom('companies')
    .select(['name', 'accent_colour'])
    .where('id', '=', order.company_id)
    .executeTakeFirstOrThrow()
  return { order, lines, company }
}

function readPayment(tx: Tx, paymentId: string) {
  return tx
    .selectFrom('payments as p')
    .leftJoin('payment_attempts as a', (join) =>
      join.onRef('a.company_id', '=', 'p.company_id').onRef('a.id', '=', 'p.attempt_id'),
    )
    .select([
      'p.amount_minor',
      'p.currency',
      'p.card_brand',
      'p.card_last4',
      'p.control_number',
      'p.received_on',
      'p.receipt_url',
    ])
    .select('a.started_by_user_id as paid_by_user_id')
    .where('p.id', '=', paymentId)
    .executeTakeFirstOrThrow()
}

async function readPerson({ db }: Pick<Deps, 'db'>, userId: string | null): Promise<{ name: string; email: string } | null> {
  if (userId === null) return null
  const person = await db.identity.selectFrom('user').select(['name', 'email']).where('id', '=', userId).executeTakeFirst()
  return person ?? null
}

function orderPlaced({ order, lines, company }: Found, buyerName: string, url: string): Mail {
  const amount = (minor: number) => formatMoney(minor, order.currency)
  return {
    kind: 'order-placed',
    companyName: company.name,
    accentColour: company.accent_colour,
    buyerName,
    orderNumber: order.number,
    poNumber: order.po_number,
    shipDate: dayInWords(order.ship_date),
    lines: lines.map((line) => ({ quantity: line.quantity, name: line.name, amount: amount(line.amount_minor) })),
    goods: amount(order.goods_minor),
    freight: amount(order.freight_minor),
    tax: amount(order.tax_minor),
    total: amount(order.total_minor),
    waitsFor:
      order.hold === 'awaiting_payment'
        ? 'It ships once it is paid. If you have not paid yet, open the order and choose Pay.'
        : order.hold === 'credit_limit'
          ? 'It goes over your credit limit, so we look at it before it ships.'
          : null,
    url,
  }
}

function paymentReceived({ order, company }: Found, payment: FoundPayment, buyerName: string, url: string): Mail {
  return {
    kind: 'payment-received',
    companyName: company.name,
    accentColour: company.accent_colour,
    buyerName,
    orderNumber: order.number,
    orderConfirmed: order.order_state === 'confirmed',
    amount: formatMoney(payment.amount_minor, payment.currency),
    card: payment.card_last4 ? `${brandInWords(payment.card_brand)} ending in ${payment.card_last4}` : null,
    controlNumber: payment.control_number,
    receivedOn: dayInWords(payment.received_on),
    receiptUrl: payment.receipt_url,
    url,
  }
}

const brands: Record<string, string> = { amex: 'American Express', diners: 'Diners Club', jcb: 'JCB', unionpay: 'UnionPay' }

function brandInWords(brand: string | null): string {
  if (!brand) return 'Card'
  return brands[brand] ?? `${brand[0]!.toUpperCase()}${brand.slice(1)}`
}

/** A calendar day of the seller as "14 Nov 2026": read the same way everywhere. */
function dayInWords(day: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  return format.format(new Date(`${day}T00:00:00Z`))
}
