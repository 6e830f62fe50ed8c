import { createHash } from 'node:crypto'
import type { Florin } from './florin.ts'

/** What changes without anybody doing anything: tries and leases of the queues, and when somebody was last seen. */
const restless = new Set(['inbox', 'outbox', 'sweeps'])

/** Everything a company has in the database, as one short text per table: equal texts mean that nothing changed. */
export async function digestOf(florin: Florin, companyId: string): Promise<Record<string, string>> {
  const tables = await florin.rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'company_id' ORDER BY table_name`,
  )
  const digest: Record<string, string> = {}
  for (const { name } of tables) {
    if (restless.has(name)) continue
    const rows = await florin.rows<{ row: string }>(`SELECT t::text AS row FROM ${name} t WHERE company_id = $1`, [companyId])
    const text = rows
      .map(({ row }) => row)
      .toSorted()
      .join('\n')
    digest[name] = `${rows.length} rows, ${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
  }
  return digest
}
