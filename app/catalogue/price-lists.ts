import type { Tx } from '../db/database.ts'
import { type Actor, doerOf } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { whatChanged } from '../identity/what-changed.ts'
import { notFound } from '../problem.ts'

/** The company's price lists, by name. */
export async function readPriceLists(tx: Tx, companyId: string) {
  const lists = await tx
    .selectFrom('price_lists')
    .select(['id', 'name', 'currency', 'is_standard as isStandard'])
    .where('company_id', '=', companyId)
    .orderBy('name')
    .execute()
  return lists
}

/** Chooses the list that new customers are put on; customers that are there stay on theirs. @throws Problem 404. */
export async function setStandardPriceList(tx: Tx, actor: Actor, id: string): Promise<void> {
  const { companyId } = actor
  const lists = tx.selectFrom('price_lists').selectAll().where('company_id', '=', companyId)
  // All of them, in one order: two people who choose at once leave one standard list.
  const locked = await lists.orderBy('id').forUpdate().execute()
  const chosen = locked.find((list) => list.id === id)
  if (!chosen) throw notFound('price-list')
  const before = locked.find((list) => list.is_standard)
  const changed = whatChanged({ standardPriceList: before?.name }, { standardPriceList: chosen.name })
  if (changed === null) return
  const set = (isStandard: boolean, listId: string) =>
    tx
      .updateTable('price_lists')
      .set({ is_standard: isStandard })
      .where('company_id', '=', companyId)
      .where('id', '=', listId)
      .execute()
  if (before) await set(false, before.id)
  await set(true, id)
  await recordActivity(tx, {
    companyId,
    by: doerOf(actor),
    action: 'company.changed',
    subject: { type: 'company', id: companyId },
    summary: 'Changed the company’s settings.',
    details: changed,
  })
}
