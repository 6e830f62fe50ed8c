import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { firstNumbers } from '../db/next-number.ts'
import { assertMinor } from '../money.ts'
import { type Account, accounts } from './accounts.ts'

/** Each kind of fact is posted once per object it is about (the Stripe object or our own row, never an event). */
export type FactKind =
  | 'charge'
  | 'stripe_fee'
  | 'convenience_fee'
  | 'unknown_charge'
  | 'invoice'
  | 'application'
  | 'convenience_fee_income'

export type Line = {
  account: Account
  /** Debit positive, credit negative, in minor units; a line of zero is left out. */
  minor: number
  customerId?: string | null
  locationId?: string | null
  stripeAccount?: string | null
}

export type Entry = {
  companyId: string
  fact: { kind: FactKind; id: string }
  description: string
  /** When it happened in the world. */
  occurredAt: Date
  /** When it was written down, in a history told afterwards (the demo's); now otherwise. */
  postedAt?: Date | undefined
  currency: string
  lines: Line[]
}

/**
 * The only writer of the books: posts one fact as a balanced entry and moves the balances, in the caller's transaction.
 *
 * @returns false when this fact is already posted (then nothing changes).
 * @throws RangeError when the lines do not sum to zero or a line lacks its sub-ledger. The database checks again (P6).
 */
export async function postEntry(tx: Tx, entry: Entry): Promise<boolean> {
  const lines = entry.lines.filter((line) => line.minor !== 0)
  assertBalanced(entry, lines)
  const id = await insertEntry(tx, entry)
  if (id === null) return false
  await tx
    .insertInto('journal_lines')
    .values(
      lines.map((line, index) => ({
        company_id: entry.companyId,
        entry_id: id,
        line_number: index + 1,
        account: line.account,
        amount_minor: line.minor,
        currency: entry.currency,
        customer_id: line.customerId ?? null,
        location_id: line.locationId ?? null,
        stripe_account: line.stripeAccount ?? null,
      })),
    )
    .execute()
  await moveBalances(tx, entry, lines)
  return true
}

/** Writes the entry under the next number, unless its fact is posted: then no number is taken. @returns its id, or null. */
async function insertEntry(tx: Tx, { companyId, fact, description, occurredAt, postedAt }: Entry): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    WITH number AS (
      INSERT INTO number_series (company_id, kind, next_number)
      SELECT ${companyId}, 'journal', ${firstNumbers.journal + 1}::bigint WHERE NOT EXISTS (
        SELECT FROM journal_entries WHERE company_id = ${companyId} AND fact_kind = ${fact.kind} AND fact_id = ${fact.id})
      ON CONFLICT (company_id, kind) DO UPDATE SET next_number = number_series.next_number + 1
      RETURNING next_number - 1 AS number)
    INSERT INTO journal_entries (company_id, number, fact_kind, fact_id, description, occurred_at, posted_at)
    SELECT ${companyId}, number, ${fact.kind}, ${fact.id}, ${description}, ${occurredAt}::timestamptz,
      coalesce(${postedAt ?? null}::timestamptz, clock_timestamp()) FROM number
    RETURNING id`.execute(tx)
  return rows[0]?.id ?? null
}

function assertBalanced(entry: Entry, lines: Line[]): void {
  const sum = lines.reduce((total, line) => total + assertMinor(line.minor), 0)
  const fault = sum !== 0 ? `sums to ${sum}` : lines.length < 2 ? 'has fewer than two lines' : null
  if (fault) throw new RangeError(`entry ${entry.fact.kind} ${entry.fact.id} ${fault}`)
  for (const line of lines) partyOf(line)
}

/** The sub-ledger a line belongs to. @throws RangeError when the line does not say. */
function partyOf(line: Line): string {
  const { party } = accounts[line.account]
  if (party === 'none') return ''
  const id = party === 'customer' ? line.customerId : line.stripeAccount
  if (!id) throw new RangeError(`a line on ${line.account} must name its ${party}`)
  return id
}

async function moveBalances(tx: Tx, entry: Entry, lines: Line[]): Promise<void> {
  const moves = new Map<string, { account: string; party: string; minor: number }>()
  for (const line of lines) {
    const party = partyOf(line)
    const key = `${line.account} ${party}`
    moves.set(key, { account: line.account, party, minor: (moves.get(key)?.minor ?? 0) + line.minor })
  }
  // Always in the same order, so that two entries never wait for each other crosswise.
  const sorted = [...moves.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, move]) => move)
  const rows = sorted.map(
    (move) => sql`(${entry.companyId}::uuid, ${move.account}, ${entry.currency}, ${move.party}, ${move.minor}::bigint)`,
  )
  await sql`INSERT INTO account_balances (company_id, account, currency, party, balance_minor) VALUES ${sql.join(rows)}
    ON CONFLICT (company_id, account, currency, party)
    DO UPDATE SET balance_minor = account_balances.balance_minor + excluded.balance_minor`.execute(tx)
}
