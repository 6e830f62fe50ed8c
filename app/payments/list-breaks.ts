import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { breakInWords } from './break-words.ts'
import type { BreakKind } from './raise-break.ts'

const shownMax = 200

export type BreakRow = {
  id: string
  kind: BreakKind
  subject_type: string
  subject_id: string
  facts: Record<string, string | number | boolean | null>
  deadline: Date | null
  opened_at: Date
  changed_at: Date
  reopens_id: string | null
  closed_at: Date | null
  closed_by_name: string | null
  closing_note: string | null
  payment_id: string | null
  control_number: string | null
  charge: string | null
  payment_intent: string | null
  paid_minor: number | null
  paid_currency: string | null
  stripe_account: string | null
  order_id: string | null
  order_number: string | null
  customer_id: string | null
  customer_name: string | null
}

/**
 * Differences with what they are about: the payment, its order, its customer. The page of differences is picked first, and each
 * is then led to its payment by an index.
 */
function selectBreaks(picked: RawBuilder<unknown>): RawBuilder<BreakRow> {
  return sql<BreakRow>`
    SELECT b.*, p.id AS payment_id, p.control_number, coalesce(p.charge, b.facts->>'charge') AS charge, p.payment_intent,
      p.amount_minor AS paid_minor, p.currency AS paid_currency, coalesce(p.stripe_account, t.stripe_account) AS stripe_account,
      o.id AS order_id, o.number AS order_number, c.id AS customer_id, c.name AS customer_name
    FROM (${picked}) b
    LEFT JOIN LATERAL (
      SELECT * FROM payments WHERE company_id = b.company_id 
        AND id = (CASE b.subject_type WHEN 'payment' THEN b.subject_id END)::uuid
      UNION ALL
      SELECT * FROM payments WHERE company_id = b.company_id
        AND charge = CASE b.subject_type WHEN 'charge' THEN b.subject_id WHEN 'dispute' THEN b.facts->>'charge' END
    ) p ON true
    LEFT JOIN payment_attempts t ON t.company_id = b.company_id
      AND t.id = coalesce(p.attempt_id, (CASE b.subject_type WHEN 'attempt' THEN b.subject_id ELSE b.facts->>'attempt' END)::uuid)
    LEFT JOIN orders o ON o.company_id = b.company_id AND o.id = t.order_id
    LEFT JOIN customers c ON c.company_id = b.company_id AND c.id = coalesce(p.customer_id, o.customer_id)`
}

/** The company's differences, open ones first, newest first; at most 200. */
export async function listBreaks(deps: Pick<Deps, 'stripe'>, tx: Tx, companyId: string) {
  const inOrder = sql`b.closed_at IS NOT NULL, b.opened_at DESC, b.id`
  const picked = sql`SELECT b.* FROM breaks b WHERE b.company_id = ${companyId} ORDER BY ${inOrder} LIMIT ${shownMax}`
  const { rows } = await sql<BreakRow>`${selectBreaks(picked)} ORDER BY ${inOrder}`.execute(tx)
  return rows.map((row) => showBreak(deps, row))
}

/** The differences of one payment, oldest first. */
export async function breaksOfPayment(
  deps: Pick<Deps, 'stripe'>,
  tx: Tx,
  payment: { company_id: string; id: string; charge: string },
) {
  const picked = sql`SELECT b.* FROM breaks b WHERE b.company_id = ${payment.company_id}
    AND (b.subject_id IN (${payment.id}, ${payment.charge}) OR (b.subject_type = 'dispute' AND b.facts->>'charge' = ${payment.charge}))
    ORDER BY b.opened_at LIMIT ${shownMax}`
  const { rows } = await sql<BreakRow>`${selectBreaks(picked)} ORDER BY b.opened_at`.execute(tx)
  return rows.map((row) => showBreak(deps, row))
}

function showBreak({ stripe }: Pick<Deps, 'stripe'>, row: BreakRow) {
  const page = row.payment_intent ?? row.charge
  const session = row.facts.checkoutSession
  return {
    id: row.id,
    kind: row.kind,
    ...breakInWords(row),
    facts: row.facts,
    customer: row.customer_id && row.customer_name ? { id: row.customer_id, name: row.customer_name } : null,
    order: row.order_id && row.order_number ? { id: row.order_id, number: row.order_number } : null,
    payment: row.payment_id && row.control_number ? { id: row.payment_id, controlNumber: row.control_number } : null,
    charge: row.charge,
    stripeUrl: row.stripe_account ? stripe.dashboardUrl(row.stripe_account, page ? `payments/${page}` : 'payments') : null,
    checkoutSession: typeof session === 'string' ? session : null,
    deadline: row.deadline?.toISOString() ?? null,
    openedAt: row.opened_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    reopened: row.reopens_id !== null,
    closedAt: row.closed_at?.toISOString() ?? null,
    closedByName: row.closed_by_name,
    closingNote: row.closing_note,
  }
}
