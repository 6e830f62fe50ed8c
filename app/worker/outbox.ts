import { type Selectable, sql } from 'kysely'
import type { Outbox } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { releaseAccount } from '../integrations/disconnect-stripe.ts'
import { type MailOutcome, sendNotice } from '../notifications/send-notice.ts'
import { expireOrder } from '../orders/expire-order.ts'
import { closePages } from '../payments/close-pages.ts'
import { endLiveAttempt } from '../payments/end-live-attempt.ts'
import { lookAtUnknown } from '../payments/look-at-unknown.ts'
import { observeApplicationFee } from '../payments/observe-application-fee.ts'
import { postShipping } from '../receivables/ship-and-invoice.ts'
import { done, forDays, forMinutes, leaseRows, type Patience, putBack } from './lease.ts'

export type OutboxRow = Selectable<Outbox>
/** A mail tells whom it reached, or why it was for nobody. */
type Job = (deps: Deps, row: OutboxRow) => Promise<MailOutcome> | Promise<void>

/** Rows are done side by side, so that a slow mail server or Stripe keeps no row beyond its lease. */
const atOnceMax = 4

/** What each kind of row asks for. A kind that is not listed fails visibly. */
const jobs: Record<string, Job> = {
  'mail.order-placed': sendNotice,
  'mail.payment-received': sendNotice,
  'mail.security-notice': sendNotice,
  'mail.order-expired': sendNotice,
  'mail.order-expired-seller': sendNotice,
  'order.expire': (deps, row) =>
    expireOrder(deps, (companyId, orderId) => endLiveAttempt(deps, companyId, orderId), row.company_id, orderOf(row)),
  'order.ship': (deps, row) => postShipping(deps, row.company_id, { orderId: orderOf(row), shippingId: row.fact_id }),
  'stripe.application-fee': (deps, row) =>
    observeApplicationFee(deps, (row.payload as { applicationFee: string }).applicationFee),
  'stripe.release-account': (deps, row) => releaseAccount(deps, (...account) => closePages(deps, ...account), accountOf(row)),
  'stripe.look-at-unknown': (deps, row) => {
    const { companyId, stripeAccount } = accountOf(row)
    return lookAtUnknown(deps, companyId, stripeAccount)
  },
}

function accountOf(row: OutboxRow) {
  return { companyId: row.company_id, stripeAccount: (row.payload as { stripeAccount: string }).stripeAccount }
}

function orderOf(row: OutboxRow): string {
  return (row.payload as { orderId: string }).orderId
}

function patienceWith(kind: string): Patience {
  // The platform's side of a fee comes by its webhook as well.
  return kind === 'stripe.application-fee' ? forMinutes : forDays
}

/** The two parts of the queue: mails, which may have to wait for their server, and everything that must not wait behind them. */
const parts = { mails: sql`kind LIKE 'mail.%'`, acts: sql`kind NOT LIKE 'mail.%'`, all: sql`true` }

/** Takes one batch of things to do after their commits, side by side, each at least once. */
export async function runOutboxOnce(deps: Deps, part: keyof typeof parts = 'all'): Promise<{ done: number; failed: number }> {
  const rows = await leaseRows<OutboxRow>(deps, 'outbox', atOnceMax, parts[part])
  const succeeded = await Promise.all(rows.map((row) => attempt(deps, row)))
  const failed = succeeded.filter((each) => !each).length
  return { done: rows.length - failed, failed }
}

async function attempt(deps: Deps, row: OutboxRow): Promise<boolean> {
  const job = jobs[row.kind]
  try {
    if (!job) throw new Error(`nobody knows how to do "${row.kind}"`)
    await settle(deps, row, { ...done(), ...((await job(deps, row)) ?? {}) })
    return true
  } catch (error) {
    deps.log.warn({ err: error, kind: row.kind, id: row.id }, 'an outbox row could not be done yet')
    const { fault = null, recipient = row.recipient } = error as { fault?: string; recipient?: string }
    await settle(deps, row, { ...putBack(row, error, patienceWith(row.kind)), last_fault: fault, recipient })
    return false
  }
}

async function settle({ db }: Deps, row: OutboxRow, set: object): Promise<void> {
  await db.withPlatform((tx) =>
    tx.updateTable('outbox').set(set).where('id', '=', row.id).where('state', '=', 'waiting').execute(),
  )
}
