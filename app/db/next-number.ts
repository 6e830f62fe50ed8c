import { sql } from 'kysely'
import type { Tx } from './database.ts'

/** Where each series begins. */
export const firstNumbers = { order: 10_001, invoice: 20_001, payment: 30_001, customer: 1_001, journal: 1 } as const

/**
 * The next number of a company's series: gapless, since the row lock is held until the caller's transaction ends.
 * Take it late in a transaction: everyone else who needs a number of this series waits.
 */
export async function nextNumber(tx: Tx, companyId: string, kind: keyof typeof firstNumbers): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    INSERT INTO number_series (company_id, kind, next_number) VALUES (${companyId}, ${kind}, ${firstNumbers[kind] + 1})
    ON CONFLICT (company_id, kind) DO UPDATE SET next_number = number_series.next_number + 1
    RETURNING next_number - 1 AS number`.execute(tx)
  return rows[0]!.number
}
