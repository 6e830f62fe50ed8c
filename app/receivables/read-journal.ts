import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { accountName } from './accounts.ts'

export type JournalEntry = {
  number: number
  factKind: string
  description: string
  accountingDate: string
  occurredAt: string
  postedAt: string
  lines: { account: string; accountName: string; debit: Amount | null; credit: Amount | null; customer: string | null }[]
}
type Amount = { minor: number; currency: string }

type Row = {
  number: number
  fact_kind: string
  description: string
  accounting_date: string
  occurred_at: Date
  posted_at: Date
  account: string
  amount_minor: number
  currency: string
  customer_name: string | null
}

/** The entries that booked the given facts (kind and object id), in the order they were posted, with their lines. */
export async function readJournal(tx: Tx, companyId: string, facts: { kind: string; id: string }[]): Promise<JournalEntry[]> {
  if (facts.length === 0) return []
  const pairs = sql.join(facts.map((fact) => sql`(${fact.kind}::text, ${fact.id}::text)`))
  const { rows } = await sql<Row>`
    SELECT e.number, e.fact_kind, e.description, e.accounting_date, e.occurred_at, e.posted_at, l.account, l.amount_minor, l.currency, c.name AS customer_name
    FROM journal_entries e
    JOIN journal_lines l ON l.company_id = e.company_id AND l.entry_id = e.id
    LEFT JOIN customers c ON c.company_id = l.company_id AND c.id = l.customer_id
    WHERE e.company_id = ${companyId} AND (e.fact_kind, e.fact_id) IN (${pairs})
    ORDER BY e.number, l.line_number`.execute(tx)
  const byNumber = Map.groupBy(rows, (row) => row.number)
  return [...byNumber.values()].map((lines) => showEntry(lines[0]!, lines))
}

function showEntry(entry: Row, lines: Row[]): JournalEntry {
  return {
    number: entry.number,
    factKind: entry.fact_kind,
    description: entry.description,
    accountingDate: entry.accounting_date,
    occurredAt: entry.occurred_at.toISOString(),
    postedAt: entry.posted_at.toISOString(),
    lines: lines.map((line) => {
      const amount = { minor: Math.abs(line.amount_minor), currency: line.currency }
      return {
        account: line.account,
        accountName: accountName(line.account),
        debit: line.amount_minor > 0 ? amount : null,
        credit: line.amount_minor < 0 ? amount : null,
        customer: line.customer_name,
      }
    }),
  }
}
