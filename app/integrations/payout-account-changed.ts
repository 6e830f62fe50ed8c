import type { Tx } from '../db/database.ts'
import type { Actor } from '../identity/actor.ts'
import { type Origin, recordSecurityEventIn } from '../identity/record-security-event.ts'
import { tellAdministrators } from '../identity/tell-of-security.ts'

/**
 * Where the money of a company goes has changed, or may have: recorded, and every administrator is written to.
 * @param account Stripe's id of it.
 */
export async function payoutAccountChanged(
  tx: Tx,
  actor: Actor,
  from: Origin,
  what: 'payout-linked' | 'payout-edited' | 'payout-disconnected',
  account: string,
): Promise<void> {
  const { companyId } = actor
  const person = { userId: actor.userId, name: actor.name }
  await recordSecurityEventIn(tx, companyId, { kind: 'payout-account-changed', person, from, details: { what, account } })
  const { name: company } = await tx.selectFrom('companies').select('name').where('id', '=', companyId).executeTakeFirstOrThrow()
  await tellAdministrators(tx, companyId, what, { who: actor.name, company, account }, actor.userId)
}
