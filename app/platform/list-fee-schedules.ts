import type { Tx } from '../db/database.ts'

/** Every fee schedule there ever was, newest first, and which of them are in force. In a transaction above companies. */
export async function listFeeSchedules(tx: Tx, now: Date) {
  const rows = await tx
    .selectFrom('fee_schedules as f')
    .leftJoin('companies as c', 'c.id', 'f.company_id')
    .selectAll('f')
    .select('c.name as seller_name')
    .orderBy('f.effective_from', 'desc')
    .orderBy('f.created_at', 'desc')
    .orderBy('f.id')
    .execute()
  // Newest first: the first of a scope that has begun is the one in force.
  const inForce = new Set<string>()
  return rows.map((row) => {
    const scope = `${row.company_id ?? ''} ${row.currency}`
    const begun = row.effective_from <= now
    const state = !begun ? ('upcoming' as const) : inForce.has(scope) ? ('past' as const) : ('in_force' as const)
    if (begun) inForce.add(scope)
    return {
      id: row.id,
      seller: row.company_id && row.seller_name ? { id: row.company_id, name: row.seller_name } : null,
      currency: row.currency,
      basisPoints: row.basis_points,
      fixedMinor: row.fixed_minor,
      minimumMinor: row.minimum_minor,
      capMinor: row.cap_minor,
      effectiveFrom: row.effective_from.toISOString(),
      createdByName: row.created_by_name,
      createdAt: row.created_at.toISOString(),
      state,
    }
  })
}
